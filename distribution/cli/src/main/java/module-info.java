/** The command line: topics, records, groups and clusters. */
@org.jspecify.annotations.NullMarked
module gossip.cli {
    requires gossip.api;
    requires gossip.launcher; // and with it gossip.core: configuration and plugins as the broker sees them
    requires com.fasterxml.jackson.core;
    requires info.picocli;
    requires java.logging;
    requires kafka.clients;
    requires static org.jspecify;

    // picocli creates the commands and fills their fields.
    opens gossip.cli to
            info.picocli;
    opens gossip.cli.cluster to
            info.picocli;
    opens gossip.cli.group to
            info.picocli;
    opens gossip.cli.node to
            info.picocli;
    opens gossip.cli.quota to
            info.picocli;
    opens gossip.cli.record to
            info.picocli;
    opens gossip.cli.security to
            info.picocli;
    opens gossip.cli.topic to
            info.picocli;
}
