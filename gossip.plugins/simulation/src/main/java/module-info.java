/** In-memory implementations of the Gossip interfaces for simulations and tests. */
@org.jspecify.annotations.NullMarked
module gossip.plugins.simulation {
    requires gossip.api;
    requires static org.jspecify;
}
