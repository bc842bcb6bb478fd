/** The broker: boot, plugins, configuration, the produce and fetch pipelines and the coordinators. */
@org.jspecify.annotations.NullMarked
module gossip.core {
    requires transitive gossip.api;
    requires com.fasterxml.jackson.core;
    requires com.lmax.disruptor;
    requires java.logging;
    requires java.management;
    requires jdk.jfr;
    requires org.snakeyaml.engine;
    requires re2j;
    requires static org.jspecify;

    exports gossip.core;
    // what distribution/ shows to people: effective values, installed plugins
    exports gossip.core.boot to
            gossip.junit,
            gossip.launcher;
    exports gossip.core.config to
            gossip.cli,
            gossip.junit,
            gossip.launcher;
    exports gossip.core.plugin to
            gossip.cli,
            gossip.junit,
            gossip.launcher;

    uses gossip.api.plugin.GossipPlugin;

    provides gossip.api.plugin.GossipPlugin with
            gossip.core.boot.CorePlugin;
}
