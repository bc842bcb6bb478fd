/** The metadata of a cluster, agreed on through Raft. */
@org.jspecify.annotations.NullMarked
module gossip.raft {
    requires gossip.api;
    requires com.google.protobuf;
    requires org.apache.ratis;
    requires static org.jspecify;
}
