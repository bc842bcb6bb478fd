package gossip.core.partition;

import java.nio.ByteBuffer;

/**
 * What is remembered of one idempotent producer: its epoch and its last few batches, as many as a producer may have under
 * way at once. Mutable; one thread.
 */
final class ProducerEntry {
    /** Kafka's limit of {@code max.in.flight.requests.per.connection} for idempotent producers. */
    static final int REMEMBERED = 5;

    /** No transaction is open, or no marker was seen. */
    static final int NONE = -1;

    private static final int HEADER_BYTES = Short.BYTES + 2 * Long.BYTES + Integer.BYTES + 1;
    private static final int BATCH_BYTES = 2 * Integer.BYTES + 2 * Long.BYTES;

    private final int[] firstSequence = new int[REMEMBERED];
    private final int[] lastSequence = new int[REMEMBERED];
    private final long[] baseOffset = new long[REMEMBERED];
    private final long[] timestampMs = new long[REMEMBERED];
    private int count;
    private int newest = REMEMBERED - 1;
    private short epoch;
    private long lastSeenMs;
    private long transactionStart = NONE;
    private int coordinatorEpoch = NONE;

    ProducerEntry(short epoch) {
        this.epoch = epoch;
    }

    short epoch() {
        return epoch;
    }

    long lastSeenMs() {
        return lastSeenMs;
    }

    boolean hasBatches() {
        return count > 0;
    }

    int newestSequence() {
        return lastSequence[newest];
    }

    long newestTimestampMs() {
        return timestampMs[newest];
    }

    /** First offset of the open transaction, or NONE. */
    long transactionStart() {
        return transactionStart;
    }

    boolean isInTransaction() {
        return transactionStart != NONE;
    }

    int coordinatorEpoch() {
        return coordinatorEpoch;
    }

    void begin(long firstOffset) {
        transactionStart = firstOffset;
    }

    void end(short markerEpoch, int markerCoordinatorEpoch) {
        transactionStart = NONE;
        coordinatorEpoch = markerCoordinatorEpoch;
        enter(markerEpoch);
    }

    /** Slot of the batch with exactly these sequence numbers, or -1. */
    int find(int first, int last) {
        for (int i = 0; i < count; i++) {
            if (firstSequence[i] == first && lastSequence[i] == last) {
                return i;
            }
        }
        return -1;
    }

    long baseOffset(int slot) {
        return baseOffset[slot];
    }

    long timestampMs(int slot) {
        return timestampMs[slot];
    }

    void add(short batchEpoch, int first, int last, long offset, long timestamp) {
        enter(batchEpoch);
        newest = (newest + 1) % REMEMBERED;
        if (count == 0) {
            newest = 0;
        }
        count = Math.min(count + 1, REMEMBERED);
        firstSequence[newest] = first;
        lastSequence[newest] = last;
        baseOffset[newest] = offset;
        timestampMs[newest] = timestamp;
    }

    /** Takes note of an epoch; sequence numbers begin anew with each. */
    void enter(short batchEpoch) {
        if (batchEpoch != epoch) {
            epoch = batchEpoch;
            count = 0;
            newest = REMEMBERED - 1;
        }
    }

    void seen(long nowMs) {
        lastSeenMs = nowMs;
    }

    int sizeBytes() {
        return HEADER_BYTES + count * BATCH_BYTES;
    }

    void write(ByteBuffer target) {
        target.putShort(epoch).putLong(lastSeenMs).putLong(transactionStart).putInt(coordinatorEpoch);
        target.put((byte) count);
        for (int i = 0; i < count; i++) {
            int slot = (newest + 1 + REMEMBERED - count + i) % REMEMBERED;
            target.putInt(firstSequence[slot]).putInt(lastSequence[slot]);
            target.putLong(baseOffset[slot]).putLong(timestampMs[slot]);
        }
    }

    /** Reads what was written, or what was written before there were transactions. */
    static ProducerEntry read(ByteBuffer source, boolean hasTransactions) {
        ProducerEntry entry = new ProducerEntry(source.getShort());
        entry.lastSeenMs = source.getLong();
        if (hasTransactions) {
            entry.transactionStart = source.getLong();
            entry.coordinatorEpoch = source.getInt();
        }
        int batches = source.get();
        for (int i = 0; i < batches; i++) {
            entry.add(entry.epoch, source.getInt(), source.getInt(), source.getLong(), source.getLong());
        }
        return entry;
    }
}
