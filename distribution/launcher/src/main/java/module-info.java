/** The broker as a process. */
@org.jspecify.annotations.NullMarked
module gossip.launcher {
    requires transitive gossip.api;
    requires transitive gossip.core;
    requires com.fasterxml.jackson.core;
    requires java.logging;
    requires static org.jspecify;

    exports gossip.launcher;
    // the JDK creates the log manager by name
    exports gossip.launcher.log to
            java.logging;
}
