package gossip.plugins.compression;

import gossip.api.plugin.GossipPlugin;
import gossip.api.plugin.Registrar;
import gossip.api.record.CompressionCodec;

/** Offers gzip, snappy, lz4 and zstd. A codec's library is loaded when it is first used. */
public final class CompressionPlugin implements GossipPlugin {
    /** Called by the service loader. */
    public CompressionPlugin() {
        // nothing to set up
    }

    @Override
    public String name() {
        return "compression";
    }

    @Override
    public int apiVersion() {
        return GossipPlugin.API_VERSION;
    }

    @Override
    public void register(Registrar registrar) {
        registrar.provide(CompressionCodec.class, "gzip", context -> new GzipCodec());
        registrar.provide(CompressionCodec.class, "snappy", context -> new SnappyCodec());
        registrar.provide(CompressionCodec.class, "lz4", context -> new Lz4Codec());
        registrar.provide(CompressionCodec.class, "zstd", context -> new ZstdCodec());
    }
}
