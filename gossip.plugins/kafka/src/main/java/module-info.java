/** The Kafka protocol over TCP. */
@org.jspecify.annotations.NullMarked
module gossip.plugins.kafka {
    requires gossip.api;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires kafka.clients;
    requires static org.jspecify;

    provides gossip.api.plugin.GossipPlugin with
            gossip.plugins.kafka.KafkaPlugin;
}
