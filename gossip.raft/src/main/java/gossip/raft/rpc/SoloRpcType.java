package gossip.raft.rpc;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerRpc;
import org.apache.ratis.server.ServerFactory;

/** No network: a group of one opens no port, starts no network threads and loads no network classes. */
public final class SoloRpcType implements RpcType, ServerFactory {
    /** Called by Ratis. */
    public SoloRpcType() {}

    @Override
    public String name() {
        return "SOLO";
    }

    @Override
    public RpcFactory newFactory(Parameters parameters) {
        return this;
    }

    @Override
    public RpcType getRpcType() {
        return this;
    }

    @Override
    public RaftServerRpc newRaftServerRpc(RaftServer server) {
        return new SoloRpc(this);
    }
}
