/** The schema registry. */
@org.jspecify.annotations.NullMarked
module gossip.schema {
    requires gossip.api;
    requires static org.jspecify;
}
