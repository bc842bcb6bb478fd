/** SQL over topics. */
@org.jspecify.annotations.NullMarked
module gossip.query {
    requires gossip.api;
    requires static org.jspecify;
}
