package gossip.raft.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.config.NodeSettings;
import gossip.raft.TestNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private static final List<String> THREE = List.of("node1:9093", "node2:9093", "node3:9093");

    @Test
    void noInitialNodesMakeAGroupOfOne() {
        assertThat(membership(List.of(), "", Set.of()).isSolo()).isTrue();
    }

    @Test
    void onlyEntryThatIsThisMachineMakesAGroupOfOne() {
        Membership alone = membership(List.of("node1:9093"), "", Set.of("node1"));

        assertThat(alone).isEqualTo(membership(List.of(), "", Set.of()));
    }

    @Test
    void entryOfThisMachineIsFound() {
        assertThat(membership(THREE, "", Set.of("node2")).self()).isEqualTo("node2:9093");
    }

    @Test
    void configuredEntryNeedsNoLookUp() {
        assertThat(membership(THREE, "node3:9093", Set.of()).self()).isEqualTo("node3:9093");
    }

    @Test
    void noEntryOfThisMachineNamesTheSettingThatHelps() {
        assertThatThrownBy(() -> membership(THREE, "", Set.of("elsewhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no entry of cluster.initial_nodes")
                .hasMessageContaining("set node.cluster_address");
    }

    @Test
    void severalEntriesOfThisMachineAreNotGuessedFrom() {
        List<String> local = List.of("127.0.0.1:1", "127.0.0.1:2");

        assertThatThrownBy(() -> membership(local, "", Set.of("127.0.0.1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("several entries")
                .hasMessageContaining("127.0.0.1:1, 127.0.0.1:2")
                .hasMessageContaining("set node.cluster_address");
    }

    @Test
    void configuredEntryMustBeAmongThem() {
        assertThatThrownBy(() -> membership(THREE, "node4:9093", Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("node4:9093")
                .hasMessageContaining("not among cluster.initial_nodes");
    }

    @Test
    void sameEntryTwiceIsRefused() {
        assertThatThrownBy(() -> membership(List.of("a:1", "a:1"), "a:1", Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
    }

    @Test
    void loopbackIsThisMachine() {
        assertThat(ThisMachine.has("127.0.0.1")).isTrue();
    }

    @Test
    void unknownNameIsNotThisMachine() {
        assertThat(ThisMachine.has("no-such-host.invalid")).isFalse();
    }

    private static Membership membership(List<String> voters, String configured, Set<String> localHosts) {
        TestNode node = new TestNode(Path.of("unused"))
                .with(NodeSettings.INITIAL_NODES, voters)
                .with(NodeSettings.CLUSTER_ADDRESS, configured);
        return Membership.of(node.settings(), localHosts::contains);
    }
}
