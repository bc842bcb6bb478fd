/** The command line: topics, records, groups and clusters. */
@org.jspecify.annotations.NullMarked
module gossip.cli {
    requires gossip.api;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires info.picocli;
    requires kafka.clients;
    requires static org.jspecify;
}
