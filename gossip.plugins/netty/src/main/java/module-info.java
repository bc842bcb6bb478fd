/** The transport between brokers, on Netty. */
@org.jspecify.annotations.NullMarked
module gossip.plugins.netty {
    requires gossip.api;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.common;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires static org.jspecify;

    provides gossip.api.plugin.GossipPlugin with
            gossip.plugins.netty.NettyPlugin;
}
