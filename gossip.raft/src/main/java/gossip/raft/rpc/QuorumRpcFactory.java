package gossip.raft.rpc;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;

/** gRPC as Ratis has it, with our own pace of heartbeats. */
final class QuorumRpcFactory extends GrpcFactory {
    QuorumRpcFactory(Parameters parameters) {
        super(parameters);
    }

    @Override
    public LogAppender newLogAppender(RaftServer.Division server, LeaderState state, FollowerInfo follower) {
        return new PacedLogAppender(server, state, follower);
    }
}
