/** A JUnit 5 extension that gives a test its own broker. */
@org.jspecify.annotations.NullMarked
module gossip.junit {
    requires transitive gossip.api;
    requires transitive gossip.core;
    requires transitive org.junit.jupiter.api;
    requires org.junit.platform.commons;
    requires static org.jspecify;

    exports gossip.junit;
}
