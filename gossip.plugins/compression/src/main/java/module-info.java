/** The compression codecs of record batches. */
@org.jspecify.annotations.NullMarked
module gossip.plugins.compression {
    requires gossip.api;
    requires org.lz4.java;
    requires org.xerial.snappy;
    requires com.github.luben.zstd_jni;
    requires static org.jspecify;

    provides gossip.api.plugin.GossipPlugin with
            gossip.plugins.compression.CompressionPlugin;
}
