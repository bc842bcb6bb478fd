/** The metadata of a cluster, agreed on through Raft. */
@org.jspecify.annotations.NullMarked
module gossip.raft {
    requires com.google.protobuf;
    requires gossip.api;
    requires java.logging;
    requires org.apache.ratis;
    requires static org.jspecify;

    // Ratis creates its RPC types by class name.
    exports gossip.raft.rpc to
            org.apache.ratis;

    provides gossip.api.plugin.GossipPlugin with
            gossip.raft.RaftPlugin;
}
