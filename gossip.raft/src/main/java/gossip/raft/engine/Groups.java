package gossip.raft.engine;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;

/** Raft groups. The id comes from the cluster's name, so that nodes of another cluster are refused. */
final class Groups {
    private Groups() {}

    static RaftGroup of(String clusterName, Membership membership) {
        UUID id = UUID.nameUUIDFromBytes(("gossip metadata of " + clusterName).getBytes(StandardCharsets.UTF_8));
        List<RaftPeer> peers = membership.voters().stream()
                .map(voter -> peer(voter, membership.isSolo()))
                .toList();
        return RaftGroup.valueOf(RaftGroupId.valueOf(id), peers);
    }

    private static RaftPeer peer(String voter, boolean isSolo) {
        RaftPeer.Builder peer = RaftPeer.newBuilder().setId(voter);
        return isSolo ? peer.build() : peer.setAddress(voter).build();
    }
}
