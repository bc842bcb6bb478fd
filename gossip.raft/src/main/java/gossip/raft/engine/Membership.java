package gossip.raft.engine;

import gossip.api.config.NodeSettings;
import gossip.api.config.Settings;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * Who votes, and which of them this node is.
 *
 * @param voters host:port of each, as configured; of a group of one only {@link #SOLO}, whatever its address, so that it is
 *     the same after a restart
 * @param self this node's entry
 */
record Membership(List<String> voters, String self) {
    static final String SOLO = "self";

    Membership {
        voters = List.copyOf(voters);
    }

    /**
     * Finds this node among the voters.
     *
     * @param isThisMachine whether a host name or address belongs to this machine
     * @throws IllegalArgumentException naming the settings to correct
     */
    static Membership of(Settings settings, Predicate<String> isThisMachine) {
        List<String> voters = settings.value(NodeSettings.INITIAL_NODES);
        if (voters.isEmpty()) {
            return new Membership(List.of(SOLO), SOLO);
        }
        if (new HashSet<>(voters).size() < voters.size()) {
            throw new IllegalArgumentException(
                    "cluster.initial_nodes names a node twice: " + String.join(", ", voters));
        }
        String self = self(voters, settings.value(NodeSettings.CLUSTER_ADDRESS), isThisMachine);
        return voters.size() == 1 ? new Membership(List.of(SOLO), SOLO) : new Membership(voters, self);
    }

    boolean isSolo() {
        return voters.size() == 1;
    }

    static String host(String voter) {
        return voter.substring(0, voter.lastIndexOf(':'));
    }

    static int port(String voter) {
        return Integer.parseInt(voter.substring(voter.lastIndexOf(':') + 1));
    }

    private static String self(List<String> voters, String configured, Predicate<String> isThisMachine) {
        if (!configured.isEmpty()) {
            if (!voters.contains(configured)) {
                throw new IllegalArgumentException("node.cluster_address is " + configured
                        + ", which is not among cluster.initial_nodes (" + String.join(", ", voters)
                        + "); write it there exactly as here");
            }
            return configured;
        }
        List<String> here =
                voters.stream().filter(voter -> isThisMachine.test(host(voter))).toList();
        if (here.size() != 1) {
            throw new IllegalArgumentException((here.isEmpty()
                            ? "no entry of cluster.initial_nodes (" + String.join(", ", voters)
                                    + ") is an address of this machine"
                            : "several entries of cluster.initial_nodes are addresses of this machine ("
                                    + String.join(", ", here) + ")")
                    + "; set node.cluster_address to the entry that this node is");
        }
        return here.getFirst();
    }
}
