/** The broker as a process. */
@org.jspecify.annotations.NullMarked
module gossip.launcher {
    requires gossip.api;
    requires gossip.core;
    requires static org.jspecify;
}
