package gossip.raft.rpc;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;

/** gRPC between the nodes of a quorum, with heartbeats as often as the settings say. */
public final class QuorumRpcType implements RpcType {
    /** Property that holds the time between heartbeats, in milliseconds. */
    public static final String HEARTBEAT_INTERVAL_MS = "gossip.raft.heartbeat.interval.ms";

    /** Called by Ratis. */
    public QuorumRpcType() {}

    @Override
    public String name() {
        return "QUORUM";
    }

    @Override
    public RpcFactory newFactory(Parameters parameters) {
        return new QuorumRpcFactory(parameters);
    }
}
