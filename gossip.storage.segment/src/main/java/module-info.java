/** The log on disk: a write-ahead log shared by all partitions and segment files per partition. */
@org.jspecify.annotations.NullMarked
module gossip.storage.segment {
    requires gossip.api;
    requires static org.jspecify;

    provides gossip.api.plugin.GossipPlugin with
            gossip.storage.segment.SegmentStoragePlugin;
}
