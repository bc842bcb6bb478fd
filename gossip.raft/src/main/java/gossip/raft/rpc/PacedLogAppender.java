package gossip.raft.rpc;

import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;

/** Sends heartbeats at an interval of its own; Ratis by itself knows only half of the election timeout. */
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
}
