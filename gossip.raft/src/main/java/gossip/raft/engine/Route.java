package gossip.raft.engine;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;

/** The ways from this node to the nodes of its group: a call to the server in this process, or the network. */
final class Route implements AutoCloseable {
    private final RaftServer server;
    private final RaftServer.Division division;
    private final RaftGroup group;
    private final Optional<RaftClientRpc> network;

    /**
     * Creates the routes.
     *
     * @param server the server in this process
     * @param group all nodes
     * @param network how to reach the others; empty in a group of one; closed with this
     * @throws IOException if the server is not running
     */
    Route(RaftServer server, RaftGroup group, Optional<RaftClientRpc> network) throws IOException {
        this.server = server;
        this.division = server.getDivision(group.getGroupId());
        this.group = group;
        this.network = network;
        network.ifPresent(rpc -> rpc.addRaftPeers(group.getPeers()));
    }

    boolean isSolo() {
        return network.isEmpty();
    }

    RaftServer.Division division() {
        return division;
    }

    RaftPeerId self() {
        return server.getId();
    }

    RaftGroupId groupId() {
        return group.getGroupId();
    }

    List<RaftPeerId> voters() {
        return group.getPeers().stream().map(RaftPeer::getId).toList();
    }

    /** The leader as far as this node knows. */
    Optional<RaftPeerId> leader() {
        return Optional.ofNullable(division.getInfo().getLeaderId());
    }

    /**
     * Sends to the node that the request names; over the network it blocks until that has answered. The stage may fail in any
     * way that the network or the server can.
     */
    CompletableFuture<RaftClientReply> send(RaftClientRequest request) {
        try {
            return request.getServerId().equals(self())
                    ? server.submitClientRequestAsync(request)
                    // with a stream of its own: one that is shared ends for all with the first answer of a node that
                    // does
                    // not lead, and its connection with it, which takes seconds while another request is pending
                    : CompletableFuture.completedFuture(network().sendRequest(request));
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Gives up a connection, so that the next request opens a new one. */
    void reconnect(RaftPeerId peer, Throwable cause) {
        if (!peer.equals(self())) {
            network().handleException(peer, cause, true);
        }
    }

    @Override
    public void close() throws IOException {
        if (network.isPresent()) {
            network.get().close();
        }
    }

    private RaftClientRpc network() {
        return network.orElseThrow(() -> new IllegalStateException("a group of one has no network"));
    }
}
