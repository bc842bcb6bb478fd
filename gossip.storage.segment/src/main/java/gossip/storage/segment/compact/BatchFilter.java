package gossip.storage.segment.compact;

import gossip.api.record.Codecs;
import gossip.api.record.InvalidBatchException;
import gossip.api.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Keeps, of a batch, the records that are the newest of their key. Records without a key go, as do those of aborted
 * transactions. Tombstones stay until the delete horizon of their batch (KIP-534), which it gets when it is first filtered;
 * so does the marker of a transaction from when nothing else is left of that. Batches come in order of offsets. One thread.
 */
public final class BatchFilter {
    private final KeyOffsets newest;
    private final TransactionTrack transactions;
    private final Codecs codecs;
    private final long nowMs;
    private final long newHorizonMs;
    private final long keptMarker;
    private final Set<Long> droppedMarkers = new HashSet<>();
    private long earliestHorizonMs = Long.MAX_VALUE;

    /**
     * Creates a filter.
     *
     * @param newest newest offset of each key
     * @param transactions before the first batch of the log
     * @param codecs for compressed batches
     * @param nowMs ms since 1970
     * @param deleteRetentionMs how long tombstones stay
     * @param keptMarker offset of a marker that stays in any case; -1 for none
     */
    public BatchFilter(
            KeyOffsets newest,
            TransactionTrack transactions,
            Codecs codecs,
            long nowMs,
            long deleteRetentionMs,
            long keptMarker) {
        this.newest = newest;
        this.transactions = transactions;
        this.codecs = codecs;
        this.nowMs = nowMs;
        this.keptMarker = keptMarker;
        this.newHorizonMs = deleteRetentionMs > Long.MAX_VALUE - nowMs ? Long.MAX_VALUE : nowMs + deleteRetentionMs;
    }

    /**
     * Notes the keys of a batch, in order of offsets.
     *
     * @param newest takes them
     * @param transactions those of the batches before
     * @param batch a whole batch
     * @param fromOffset records below it are not noted
     * @param codecs for a compressed one
     * @throws IOException if it does not expand
     * @throws InvalidBatchException if it does not parse
     */
    public static void note(
            KeyOffsets newest, TransactionTrack transactions, RecordBatch batch, long fromOffset, Codecs codecs)
            throws IOException {
        if (batch.isControl()) {
            transactions.endsNothing(batch);
            return;
        }
        if (batch.isTransactional() && transactions.isAborted(batch)) {
            return;
        }
        RecordCursor records = new RecordCursor(batch, codecs);
        while (records.next()) {
            Optional<ByteBuffer> key = records.key();
            if (key.isPresent() && records.offset() >= fromOffset) {
                newest.put(key.orElseThrow(), records.offset());
            }
        }
    }

    /**
     * What stays of a batch.
     *
     * @param batch a whole batch
     * @param keepEmpty whether the batch stays, without records, if none of them does
     * @return its own bytes if everything stays; empty if nothing does
     * @throws IOException if it does not expand
     * @throws InvalidBatchException if it does not parse
     */
    public Optional<ByteBuffer> apply(RecordBatch batch, boolean keepEmpty) throws IOException {
        if (batch.isControl()) {
            return applyToMarker(batch, keepEmpty || batch.baseOffset() == keptMarker);
        }
        boolean aborted = batch.isTransactional() && transactions.isAborted(batch);
        Kept kept = aborted ? new Kept() : select(batch);
        if (kept.count == 0) {
            return keepEmpty ? Optional.of(withoutRecords(batch)) : Optional.empty();
        }
        boolean getsHorizon = kept.hasTombstone && batch.deleteHorizonMs().isEmpty();
        if (kept.hasTombstone) {
            note(batch.deleteHorizonMs().orElse(newHorizonMs));
        }
        return Optional.of(
                getsHorizon
                        ? rewrite(batch, select(batch, newHorizonMs))
                        : kept.count == batch.recordCount() ? batch.bytes() : rewrite(batch, kept));
    }

    private Optional<ByteBuffer> applyToMarker(RecordBatch batch, boolean keepEmpty) throws IOException {
        boolean endsNothing = transactions.endsNothing(batch);
        if (!endsNothing || batch.recordCount() == 0) {
            return endsNothing && !keepEmpty ? Optional.empty() : Optional.of(batch.bytes());
        }
        OptionalLong horizonMs = batch.deleteHorizonMs();
        if (horizonMs.isEmpty()) {
            note(newHorizonMs);
            return Optional.of(rewrite(batch, all(batch, newHorizonMs)));
        }
        if (keepEmpty) {
            // it is not due: what keeps it has to go first
            return Optional.of(batch.bytes());
        }
        if (horizonMs.getAsLong() > nowMs) {
            note(horizonMs.getAsLong());
            return Optional.of(batch.bytes());
        }
        droppedMarkers.add(batch.baseOffset());
        return Optional.empty();
    }

    private void note(long horizonMs) {
        earliestHorizonMs = Math.min(earliestHorizonMs, horizonMs);
    }

    private static ByteBuffer withoutRecords(RecordBatch batch) {
        return batch.recordCount() == 0
                ? batch.bytes()
                : batch.withRecords(ByteBuffer.allocate(0), 0, batch.maxTimestamp());
    }

    private ByteBuffer rewrite(RecordBatch batch, Kept kept) throws IOException {
        ByteBuffer section = codecs.compress(batch.compression(), kept.bytes.flip());
        long maxTimestampMs = batch.isLogAppendTime() ? batch.maxTimestamp() : kept.maxTimestampMs;
        return kept.horizonMs.isEmpty()
                ? batch.withRecords(section, kept.count, maxTimestampMs)
                : batch.withRecords(section, kept.count, maxTimestampMs, kept.horizonMs.getAsLong());
    }

    private Kept select(RecordBatch batch) throws IOException {
        return select(batch, new Kept());
    }

    private Kept select(RecordBatch batch, long horizonMs) throws IOException {
        return select(batch, new Kept(horizonMs));
    }

    private Kept select(RecordBatch batch, Kept kept) throws IOException {
        OptionalLong horizonMs = batch.deleteHorizonMs();
        boolean dropTombstones = horizonMs.isPresent() && horizonMs.getAsLong() <= nowMs;
        RecordCursor records = new RecordCursor(batch, codecs);
        while (records.next()) {
            if (stays(records, dropTombstones)) {
                kept.add(records);
            }
        }
        return kept;
    }

    private Kept all(RecordBatch batch, long horizonMs) throws IOException {
        Kept kept = new Kept(horizonMs);
        RecordCursor records = new RecordCursor(batch, codecs);
        while (records.next()) {
            kept.add(records);
        }
        return kept;
    }

    private boolean stays(RecordCursor record, boolean dropTombstones) {
        return record.key().isPresent()
                && newest.newest(record.key().orElseThrow()) <= record.offset()
                && !(dropTombstones && !record.hasValue());
    }

    /** Begins anew, with another output. */
    public void beginOutput() {
        earliestHorizonMs = Long.MAX_VALUE;
        droppedMarkers.clear();
    }

    /**
     * The markers that were left out since {@link #beginOutput}.
     *
     * @return their offsets; a copy
     */
    public Set<Long> droppedMarkers() {
        return Set.copyOf(droppedMarkers);
    }

    /**
     * When something that was kept since {@link #beginOutput} may go.
     *
     * @return ms since 1970; -1 if nothing waits for that
     */
    public long earliestHorizonMs() {
        return earliestHorizonMs == Long.MAX_VALUE ? -1 : earliestHorizonMs;
    }

    /** Records that stay. */
    private static final class Kept {
        private final OptionalLong horizonMs;
        private ByteBuffer bytes = ByteBuffer.allocate(256);
        private int count;
        private long maxTimestampMs = -1;
        private boolean hasTombstone;

        private Kept() {
            this.horizonMs = OptionalLong.empty();
        }

        private Kept(long horizonMs) {
            this.horizonMs = OptionalLong.of(horizonMs);
        }

        private void add(RecordCursor record) {
            if (horizonMs.isEmpty()) {
                reserve(record.bytes().remaining());
                bytes.put(record.bytes());
            } else {
                reserve(record.maxBytes());
                record.writeTo(bytes, horizonMs.getAsLong());
            }
            count++;
            hasTombstone |= !record.hasValue();
            maxTimestampMs = Math.max(maxTimestampMs, record.timestampMs());
        }

        private void reserve(int size) {
            if (size > bytes.remaining()) {
                int needed = Math.addExact(bytes.position(), size);
                bytes = ByteBuffer.allocate(Math.max(needed, (int) Math.min(2L * bytes.capacity(), 1 << 30)))
                        .put(bytes.flip());
            }
        }
    }
}
