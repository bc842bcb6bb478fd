/** Contract tests that every implementation of a Gossip interface passes. */
@org.jspecify.annotations.NullMarked
module gossip.tck {
    requires transitive gossip.api;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires static org.jspecify;
}
