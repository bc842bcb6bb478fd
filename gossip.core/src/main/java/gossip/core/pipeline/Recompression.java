package gossip.core.pipeline;

import gossip.api.record.Codecs;
import gossip.api.record.CompressionType;
import gossip.api.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.zip.CRC32C;

/** Turns batches into the codec that a topic asks for. */
final class Recompression {
    private static final int ATTRIBUTES = 21;
    private static final int CRC = 17;
    private static final int CODEC_BITS = 0x07;

    private final Codecs codecs;
    private final int maxExpandedBytes;

    Recompression(Codecs codecs, int maxExpandedBytes) {
        this.codecs = codecs;
        this.maxExpandedBytes = maxExpandedBytes;
    }

    /**
     * The same batches, in {@code batches} itself if they have that codec already, else in a new buffer.
     *
     * @param level of the codec; empty for its own
     */
    ByteBuffer apply(ByteBuffer batches, CompressionType type, OptionalInt level) throws IOException {
        ByteBuffer result = batches;
        if (!all(batches, type)) {
            result = ByteBuffer.allocate(0);
            for (int at = batches.position(); at < batches.limit(); ) {
                RecordBatch batch = RecordBatch.at(batches, at);
                result = joined(result, batch.compression() == type ? batch.bytes() : recompress(batch, type, level));
                at = batch.end();
            }
        }
        return result;
    }

    private static boolean all(ByteBuffer batches, CompressionType type) {
        for (int at = batches.position(); at < batches.limit(); ) {
            RecordBatch batch = RecordBatch.at(batches, at);
            if (batch.compression() != type) {
                return false;
            }
            at = batch.end();
        }
        return true;
    }

    private ByteBuffer recompress(RecordBatch batch, CompressionType type, OptionalInt level) throws IOException {
        ByteBuffer plain = codecs.decompress(batch.compression(), batch.records(), maxExpandedBytes);
        ByteBuffer section =
                level.isEmpty() ? codecs.compress(type, plain) : codecs.compress(type, level.getAsInt(), plain);
        ByteBuffer copy = ByteBuffer.allocate(RecordBatch.HEADER_BYTES + section.remaining());
        copy.put(0, batch.buffer(), batch.position(), RecordBatch.HEADER_BYTES);
        copy.put(RecordBatch.HEADER_BYTES, section, section.position(), section.remaining());
        copy.putInt(Long.BYTES, copy.capacity() - RecordBatch.LENGTH_OVERHEAD_BYTES);
        copy.putShort(ATTRIBUTES, (short) (batch.attributes() & ~CODEC_BITS | type.ordinal()));
        CRC32C crc = new CRC32C();
        crc.update(copy.slice(ATTRIBUTES, copy.capacity() - ATTRIBUTES));
        return copy.putInt(CRC, (int) crc.getValue());
    }

    private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
        return first.hasRemaining()
                ? ByteBuffer.allocate(first.remaining() + second.remaining())
                        .put(first)
                        .put(second)
                        .flip()
                : second;
    }
}
