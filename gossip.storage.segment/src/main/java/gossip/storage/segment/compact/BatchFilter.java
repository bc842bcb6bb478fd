package gossip.storage.segment.compact;

import gossip.api.record.Codecs;
import gossip.api.record.InvalidBatchException;
import gossip.api.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Keeps, of a batch, the records that are the newest of their key. Control batches and records without a key stay.
 * Transactional batches stay whole and supersede nothing, for whether they were committed is not known here.
 */
public final class BatchFilter {
    private final KeyOffsets newest;
    private final Codecs codecs;
    private boolean tombstoneKept;

    /**
     * Creates a filter.
     *
     * @param newest newest offset of each key
     * @param codecs for compressed batches
     */
    public BatchFilter(KeyOffsets newest, Codecs codecs) {
        this.newest = newest;
        this.codecs = codecs;
    }

    /**
     * Notes the keys of a batch, in order of offsets.
     *
     * @param newest takes them
     * @param batch a whole batch
     * @param codecs for a compressed one
     * @throws IOException if it does not expand
     */
    public static void note(KeyOffsets newest, RecordBatch batch, Codecs codecs) throws IOException {
        if (isUntouchable(batch)) {
            return;
        }
        RecordCursor records = new RecordCursor(batch, codecs);
        while (records.next()) {
            Optional<ByteBuffer> key = records.key();
            if (key.isPresent()) {
                newest.put(key.orElseThrow(), records.offset());
            }
        }
    }

    /**
     * What stays of a batch.
     *
     * @param batch a whole batch
     * @param dropTombstones whether records without a value have been there long enough
     * @param keepEmpty whether the batch stays, without records, if none of them does
     * @return its own bytes if everything stays; empty if nothing does
     * @throws IOException if it does not expand
     * @throws InvalidBatchException if it does not parse
     */
    public Optional<ByteBuffer> apply(RecordBatch batch, boolean dropTombstones, boolean keepEmpty) throws IOException {
        if (isUntouchable(batch)) {
            return Optional.of(batch.bytes());
        }
        Kept kept = select(batch, dropTombstones);
        if (kept.count == 0) {
            return keepEmpty
                    ? Optional.of(batch.withRecords(ByteBuffer.allocate(0), 0, batch.maxTimestamp()))
                    : Optional.empty();
        }
        if (kept.count == batch.recordCount()) {
            return Optional.of(batch.bytes());
        }
        ByteBuffer section = codecs.compress(batch.compression(), kept.bytes.flip());
        long maxTimestampMs = batch.isLogAppendTime() ? batch.maxTimestamp() : kept.maxTimestampMs;
        return Optional.of(batch.withRecords(section, kept.count, maxTimestampMs));
    }

    private Kept select(RecordBatch batch, boolean dropTombstones) throws IOException {
        Kept kept = new Kept();
        RecordCursor records = new RecordCursor(batch, codecs);
        while (records.next()) {
            if (stays(records, dropTombstones)) {
                kept.add(records);
                tombstoneKept |= isTombstone(records);
            }
        }
        return kept;
    }

    private boolean stays(RecordCursor record, boolean dropTombstones) {
        return record.key().isEmpty()
                || newest.newest(record.key().orElseThrow()) <= record.offset()
                        && !(dropTombstones && isTombstone(record));
    }

    private static boolean isTombstone(RecordCursor record) {
        return record.key().isPresent() && !record.hasValue();
    }

    private static boolean isUntouchable(RecordBatch batch) {
        return batch.isControl() || batch.isTransactional();
    }

    /** Begins anew, after output that was given up. */
    public void forgetTombstones() {
        tombstoneKept = false;
    }

    /**
     * Whether a tombstone was kept since the last call.
     *
     * @return true if so
     */
    public boolean takeTombstoneKept() {
        boolean was = tombstoneKept;
        tombstoneKept = false;
        return was;
    }

    /** Records that stay. */
    private static final class Kept {
        private ByteBuffer bytes = ByteBuffer.allocate(256);
        private int count;
        private long maxTimestampMs = -1;

        private void add(RecordCursor record) {
            ByteBuffer encoded = record.bytes();
            if (encoded.remaining() > bytes.remaining()) {
                int needed = Math.addExact(bytes.position(), encoded.remaining());
                bytes = ByteBuffer.allocate(Math.max(needed, (int) Math.min(2L * bytes.capacity(), 1 << 30)))
                        .put(bytes.flip());
            }
            bytes.put(encoded);
            count++;
            maxTimestampMs = Math.max(maxTimestampMs, record.timestampMs());
        }
    }
}
