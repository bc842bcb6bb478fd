package gossip.api.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/** The codecs at hand, by type. Immutable; any thread. */
public final class Codecs {
    /** Only uncompressed batches can be read. */
    public static final Codecs NONE = new Codecs(java.util.List.of());

    private final Map<CompressionType, CompressionCodec> byType = new EnumMap<>(CompressionType.class);

    /**
     * Collects codecs.
     *
     * @param codecs at most one of each type
     */
    public Codecs(Collection<? extends CompressionCodec> codecs) {
        for (CompressionCodec codec : codecs) {
            if (byType.put(codec.type(), codec) != null) {
                throw new IllegalArgumentException("two codecs for " + codec.type());
            }
        }
    }

    /**
     * Expands a records section.
     *
     * @param type its codec
     * @param section read from position to limit
     * @param maxBytes the most that may come out
     * @return {@code section} itself when not compressed, else a new buffer
     * @throws IOException if it does not expand, or no such codec is installed
     */
    public ByteBuffer decompress(CompressionType type, ByteBuffer section, int maxBytes) throws IOException {
        return type == CompressionType.NONE ? section : codec(type).decompress(section, maxBytes);
    }

    /**
     * Compresses a records section.
     *
     * @param type the codec to use
     * @param section read from position to limit
     * @return {@code section} itself for NONE, else a new buffer
     * @throws IOException if no such codec is installed, or it fails
     */
    public ByteBuffer compress(CompressionType type, ByteBuffer section) throws IOException {
        return type == CompressionType.NONE ? section : codec(type).compress(section);
    }

    /**
     * Compresses a records section at a level.
     *
     * @param type the codec to use
     * @param level of the codec's own scale, see {@link CompressionCodec#compress(ByteBuffer, int)}
     * @param section read from position to limit
     * @return {@code section} itself for NONE, else a new buffer
     * @throws IOException if no such codec is installed, or it fails
     */
    public ByteBuffer compress(CompressionType type, int level, ByteBuffer section) throws IOException {
        return type == CompressionType.NONE ? section : codec(type).compress(section, level);
    }

    private CompressionCodec codec(CompressionType type) throws IOException {
        CompressionCodec codec = byType.get(type);
        if (codec == null) {
            throw new IOException("no plugin provides the codec " + type + "; installed: " + byType.keySet());
        }
        return codec;
    }
}
