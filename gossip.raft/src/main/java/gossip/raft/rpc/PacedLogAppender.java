package gossip.raft.rpc;

import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.raftlog.RaftLog;

/**
 * Sends heartbeats at an interval of its own, where Ratis knows only half of the election timeout, and serves a follower that
 * has lost its disk, to which Ratis would for ever offer what comes after the entries it once had.
 */
final class PacedLogAppender extends GrpcLogAppender {
    private final long intervalMs;

    PacedLogAppender(RaftServer.Division server, LeaderState state, FollowerInfo follower) {
        super(server, state, follower);
        this.intervalMs =
                server.getRaftServer().getProperties().getLong(QuorumRpcType.HEARTBEAT_INTERVAL_MS, Long.MAX_VALUE);
    }

    @Override
    public long getHeartbeatWaitTimeMs() {
        long untilNextMs = intervalMs - getFollower().getLastHeartbeatSendTime().elapsedTimeMs();
        return Math.min(super.getHeartbeatWaitTimeMs(), untilNextMs);
    }

    @Override
    protected long getNextIndexForInconsistency(long requestFirstIndex, long replyNextIndex) {
        return replyNextIndex == RaftLog.LEAST_VALID_LOG_INDEX
                ? replyNextIndex
                : super.getNextIndexForInconsistency(requestFirstIndex, replyNextIndex);
    }
}
