package gossip.api.record;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Compresses and expands the records section of a batch. The broker keeps batches as sent; a codec is needed only to look
 * inside, or where a topic forces a codec of its own. Stateless; any thread.
 */
public interface CompressionCodec {
    /**
     * The codec's number and name.
     *
     * @return never NONE
     */
    CompressionType type();

    /**
     * Compresses.
     *
     * @param plain read from position to limit; its position is not moved
     * @return a new buffer
     * @throws IOException if the library refuses
     */
    ByteBuffer compress(ByteBuffer plain) throws IOException;

    /**
     * Compresses at a level of the codec's own scale, as Kafka's {@code compression.TYPE.level} gives it (KIP-390).
     *
     * @param plain read from position to limit; its position is not moved
     * @param level within Kafka's limits for the codec; a codec without levels does not look at it
     * @return a new buffer
     * @throws IOException if the library refuses
     */
    default ByteBuffer compress(ByteBuffer plain, int level) throws IOException {
        return compress(plain);
    }

    /**
     * Expands, within a bound: a small batch must not be able to fill the memory.
     *
     * @param compressed read from position to limit; its position is not moved
     * @param maxBytes the most that may come out
     * @return a new buffer
     * @throws IOException if the bytes are not of this codec or expand beyond {@code maxBytes}
     */
    ByteBuffer decompress(ByteBuffer compressed, int maxBytes) throws IOException;
}
