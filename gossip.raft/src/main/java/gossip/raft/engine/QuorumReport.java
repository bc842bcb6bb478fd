package gossip.raft.engine;

import gossip.api.metadata.QuorumView;
import gossip.api.metadata.QuorumView.Voter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;

/**
 * What Ratis tells of a group. Of the other nodes a node knows how much they know to be agreed upon, since that travels with
 * every message; when it last heard of them only the leader knows, and of the leader its followers.
 */
final class QuorumReport {
    private QuorumReport() {}

    static QuorumView of(Route route) {
        RaftServer.Division division = route.division();
        RoleInfoProto role = division.getInfo().getRoleInfoProto();
        Map<String, Long> ends = ends(division);
        Map<String, Long> silences = silences(role);
        List<Voter> voters = new ArrayList<>();
        for (RaftPeerId peer : route.voters()) {
            String name = peer.toString();
            OptionalLong silence = peer.equals(route.self())
                    ? OptionalLong.of(0)
                    : silences.containsKey(name)
                            ? OptionalLong.of(silences.getOrDefault(name, 0L))
                            : OptionalLong.empty();
            voters.add(new Voter(name, ends.getOrDefault(name, -1L), silence));
        }
        return new QuorumView(
                route.leader().map(RaftPeerId::toString),
                division.getInfo().getCurrentTerm(),
                division.getRaftLog().getLastCommittedIndex() + 1,
                voters);
    }

    private static Map<String, Long> ends(RaftServer.Division division) {
        Map<String, Long> ends = new HashMap<>();
        for (CommitInfoProto info : division.getCommitInfos()) {
            ends.put(info.getServer().getId().toStringUtf8(), info.getCommitIndex() + 1);
        }
        RaftLog log = division.getRaftLog();
        TermIndex last = log.getLastEntryTermIndex();
        ends.put(division.getId().toString(), last == null ? log.getLastCommittedIndex() + 1 : last.getIndex() + 1);
        return ends;
    }

    private static Map<String, Long> silences(RoleInfoProto role) {
        Map<String, Long> silences = new HashMap<>();
        if (role.hasLeaderInfo()) {
            role.getLeaderInfo().getFollowerInfoList().forEach(follower -> put(follower, silences));
        }
        if (role.hasFollowerInfo()) {
            put(role.getFollowerInfo().getLeaderInfo(), silences);
        }
        return silences;
    }

    private static void put(ServerRpcProto server, Map<String, Long> silences) {
        silences.put(server.getId().getId().toStringUtf8(), server.getLastRpcElapsedTimeMs());
    }
}
