/** HTTP: the schema registry, records, administration. */
@org.jspecify.annotations.NullMarked
module gossip.plugins.rest {
    requires com.fasterxml.jackson.core;
    requires gossip.api;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.prometheus.writer.text;
    requires io.prometheus.metrics.model;
    requires static org.jspecify;

    provides gossip.api.plugin.GossipPlugin with
            gossip.plugins.rest.RestPlugin;
}
