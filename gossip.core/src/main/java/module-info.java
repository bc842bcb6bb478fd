/** The broker: boot, plugins, configuration, the produce and fetch pipelines and the coordinators. */
@org.jspecify.annotations.NullMarked
module gossip.core {
    requires gossip.api;
    requires com.lmax.disruptor;
    requires org.snakeyaml.engine;
    requires static org.jspecify;
}
