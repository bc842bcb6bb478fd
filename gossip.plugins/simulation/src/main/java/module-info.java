/** Every SPI in memory: the second implementation that keeps the contracts honest, and the world that tests run in. */
@org.jspecify.annotations.NullMarked
module gossip.plugins.simulation {
    requires transitive gossip.api;
    requires static org.jspecify;

    exports gossip.plugins.simulation;

    provides gossip.api.plugin.GossipPlugin with
            gossip.plugins.simulation.SimulationPlugin;
}
