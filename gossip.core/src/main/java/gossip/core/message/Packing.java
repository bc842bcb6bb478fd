package gossip.core.message;

import gossip.api.broker.Messages.Message;
import gossip.api.record.Codecs;
import gossip.api.record.CompressionType;
import gossip.api.record.Header;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordBatchBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Packs records into batches. Stateless; any thread. */
final class Packing {
    /** Length, attributes, timestamp and offset deltas, lengths of key and value, and count of headers, at their longest. */
    private static final int RECORD_OVERHEAD_BYTES = 36;

    private static final int HEADER_OVERHEAD_BYTES = 10;
    private static final int MAX_UTF8_BYTES_PER_CHAR = 3;

    private final Codecs codecs;

    Packing(Codecs codecs) {
        this.codecs = codecs;
    }

    /**
     * Packs records in order, into as few batches as a limit allows; a record that is larger has a batch of its own.
     *
     * @param records at least one
     * @param compression how batches are compressed
     * @param maxBatchBytes the most that a batch may have before it is compressed
     * @return whole batches, in a heap buffer from 0 to its limit
     * @throws IOException if the codec is missing or fails
     */
    ByteBuffer pack(List<NewRecord> records, CompressionType compression, int maxBatchBytes) throws IOException {
        List<ByteBuffer> batches = new ArrayList<>(1);
        RecordBatchBuilder builder = new RecordBatchBuilder().compression(compression, codecs);
        long sizeBytes = RecordBatch.HEADER_BYTES;
        boolean isEmpty = true;
        for (NewRecord record : records) {
            long recordBytes = sizeBound(record);
            if (!isEmpty && sizeBytes + recordBytes > maxBatchBytes) {
                batches.add(builder.build());
                builder = new RecordBatchBuilder().compression(compression, codecs);
                sizeBytes = RecordBatch.HEADER_BYTES;
            }
            builder.add(record);
            sizeBytes += recordBytes;
            isEmpty = false;
        }
        batches.add(builder.build());
        return batches.size() == 1 ? batches.getFirst() : joined(batches);
    }

    private static ByteBuffer joined(List<ByteBuffer> batches) {
        int total = 0;
        for (ByteBuffer batch : batches) {
            total = Math.addExact(total, batch.remaining());
        }
        ByteBuffer joined = ByteBuffer.allocate(total);
        batches.forEach(joined::put);
        return joined.flip();
    }

    /** No less than what the records take up in batches that are not compressed, without the batches' own headers. */
    static long sizeBound(List<Message> messages) {
        long size = 0;
        for (Message message : messages) {
            size += sizeBound(message.record());
        }
        return size;
    }

    /** No less than what a record takes up in a batch that is not compressed. */
    static long sizeBound(NewRecord record) {
        long size = RECORD_OVERHEAD_BYTES + length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            size += HEADER_OVERHEAD_BYTES
                    + (long) header.key().length() * MAX_UTF8_BYTES_PER_CHAR
                    + length(header.value());
        }
        return size;
    }

    private static long length(Optional<ByteBuffer> bytes) {
        return bytes.isPresent() ? bytes.get().remaining() : 0;
    }
}
