package gossip.core.partition;

import gossip.api.RecordSlice;
import gossip.api.record.RecordBatch;
import gossip.api.storage.CorruptLogException;
import gossip.api.storage.PartitionLog;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Walks over the batches of a log and reads little more than their headers. One thread; blocks on the disk. */
final class HeaderScan {
    private static final int SLICE_BYTES = 16 << 20;
    private static final int CHUNK_BYTES = 64 << 10;

    private final PartitionLog log;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);

    HeaderScan(PartitionLog log) {
        this.log = log;
    }

    /** Shows the visitor the header of every batch in [from, to), and control batches whole; valid during the call. */
    void forEach(long from, long to, Visitor visitor) throws IOException {
        long offset = from;
        while (offset < to) {
            long next;
            try (RecordSlice slice = log.read(offset, to, SLICE_BYTES, true)) {
                next = walk(slice, offset, visitor);
            }
            if (next == offset) {
                return; // a log that was truncated may end beyond its last batch
            }
            offset = next;
        }
    }

    private long walk(RecordSlice slice, long offset, Visitor visitor) throws IOException {
        long next = offset;
        int chunkAt = 0;
        chunk.limit(0);
        for (int at = 0; slice.sizeBytes() - at >= RecordBatch.HEADER_BYTES; ) {
            if (at + RecordBatch.HEADER_BYTES > chunkAt + chunk.limit()) {
                chunk.clear().limit(Math.min(CHUNK_BYTES, slice.sizeBytes() - at));
                slice.copyTo(at, chunk);
                chunkAt = at;
            }
            RecordBatch batch = RecordBatch.header(chunk, at - chunkAt);
            if (batch.sizeBytes() < RecordBatch.HEADER_BYTES) {
                throw new CorruptLogException(
                        "partition " + log.id() + " has a batch of " + batch.sizeBytes() + " bytes at offset " + next);
            }
            if (batch.sizeBytes() > slice.sizeBytes() - at) {
                break;
            }
            if (batch.isControl() && at + batch.sizeBytes() > chunkAt + chunk.limit()) {
                chunk.clear().limit(Math.min(CHUNK_BYTES, batch.sizeBytes()));
                slice.copyTo(at, chunk);
                chunkAt = at;
                batch = RecordBatch.header(chunk, 0);
            }
            visitor.visit(batch);
            next = batch.nextOffset();
            at += batch.sizeBytes();
        }
        return next;
    }

    /** Sees batches. */
    @FunctionalInterface
    interface Visitor {
        void visit(RecordBatch batch) throws IOException;
    }
}
