package gossip.plugins.grpc.door;

import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;

/** The address that was bound before Netty was loaded. Closes connections that are not to be served before anything reads them. */
final class HandedChannel extends NioServerSocketChannel {
    private final Admission admission;

    HandedChannel(ServerSocketChannel channel, Admission admission) {
        super(channel);
        this.admission = admission;
    }

    @Override
    protected void doBind(SocketAddress address) {
        // it is bound
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        int before = accepted.size();
        int count = super.doReadMessages(accepted);
        for (int i = accepted.size() - 1; i >= before; i--) {
            if (accepted.get(i) instanceof NioSocketChannel connection && !admit(connection)) {
                connection.unsafe().closeForcibly();
                accepted.remove(i);
                count--;
            }
        }
        return count;
    }

    private boolean admit(NioSocketChannel connection) {
        // without an address it is gone already
        if (connection.remoteAddress() == null
                || !admission.tryEnter(connection.remoteAddress().getAddress())) {
            return false;
        }
        connection.closeFuture().addListener(closed -> admission.leave());
        return true;
    }
}
