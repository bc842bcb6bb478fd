package gossip.core.partition;

import gossip.api.ErrorCode;
import gossip.api.record.RecordBatch;
import gossip.api.record.TransactionMarker;
import gossip.api.storage.AbortedTransaction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The producers of one partition that have an id (KIP-98, KIP-360): what each appended last, so that a batch sent twice is
 * appended once and a gap is noticed, and the transaction that it has open. A pure state machine without a clock; one thread.
 *
 * <p>Memory is bounded by the number of producers; the one that has been silent longest is forgotten first, but never one
 * with an open transaction. A forgotten producer is taken up again at whatever sequence number it has reached.
 */
public final class ProducerStates {
    private static final byte VERSION = 2;
    private static final byte VERSION_WITHOUT_TRANSACTIONS = 1;
    private static final int NO_MARKER = -1;

    private final int maxProducers;
    private final StableOffset stable;
    private final LinkedHashMap<Long, ProducerEntry> byId = new LinkedHashMap<>(4, 0.75f, true);
    /** First offsets of the open transactions. */
    private final NavigableSet<Long> open = new TreeSet<>();

    private long newestAborted = NO_MARKER;

    /**
     * Creates the state of a partition without producers.
     *
     * @param maxProducers how many are remembered, at least 1
     * @param stable told of transactions that begin and end
     */
    public ProducerStates(int maxProducers, StableOffset stable) {
        this.maxProducers = maxProducers;
        this.stable = stable;
    }

    /**
     * Judges a batch; nothing is changed.
     *
     * @param batch has a producer id and epoch, and a base sequence unless it is the broker's own
     * @param proof what is known of the transaction that it belongs to
     * @return whether it may be appended
     */
    public SequenceVerdict check(RecordBatch batch, Proof proof) {
        ProducerEntry entry = byId.get(batch.producerId());
        if (entry == null) {
            return checkUnknown(batch, proof);
        }
        if (batch.producerEpoch() < entry.epoch()) {
            return stale(batch, entry);
        }
        SequenceVerdict order = batch.baseSequence() < 0 ? SequenceVerdict.FRESH : checkSequence(batch, entry);
        return order instanceof SequenceVerdict.Fresh ? checkTransaction(batch, entry, proof) : order;
    }

    /** What is known of the transaction that a batch belongs to. */
    public enum Proof {
        /** Nothing yet. */
        NONE,
        /** The coordinator has it open, with this partition. */
        VERIFIED,
        /** So it is, and its epoch is that of no other transaction: it begins at sequence 0. */
        VERIFIED_WITH_OWN_EPOCH
    }

    private SequenceVerdict checkUnknown(RecordBatch batch, Proof proof) {
        if (!batch.isTransactional()) {
            return SequenceVerdict.FRESH;
        }
        if (byId.size() >= maxProducers && open.size() >= maxProducers) {
            return new SequenceVerdict.Refused(
                    ErrorCode.THROTTLING_QUOTA_EXCEEDED,
                    "all " + maxProducers + " producers that the partition can remember have a transaction open;"
                            + " end some, or raise pipeline.max_producers_per_partition");
        }
        return checkBeginning(batch, proof);
    }

    private static SequenceVerdict stale(RecordBatch batch, ProducerEntry entry) {
        return new SequenceVerdict.StaleEpoch("producer " + batch.producerId() + " writes with epoch "
                + batch.producerEpoch() + ", but epoch " + entry.epoch() + " has written since");
    }

    private static SequenceVerdict checkSequence(RecordBatch batch, ProducerEntry entry) {
        if (batch.producerEpoch() > entry.epoch() || !entry.hasBatches()) {
            return batch.baseSequence() == 0
                    ? SequenceVerdict.FRESH
                    : new SequenceVerdict.OutOfOrder("producer " + batch.producerId() + " begins epoch "
                            + batch.producerEpoch() + " at sequence " + batch.baseSequence() + " instead of 0");
        }
        int slot = entry.find(batch.baseSequence(), batch.lastSequence());
        if (slot >= 0) {
            return new SequenceVerdict.Duplicate(entry.baseOffset(slot), entry.timestampMs(slot));
        }
        int expected = next(entry.newestSequence());
        return batch.baseSequence() == expected
                ? SequenceVerdict.FRESH
                : new SequenceVerdict.OutOfOrder("producer " + batch.producerId() + " in epoch " + entry.epoch()
                        + " sends sequence " + batch.baseSequence() + ", expected " + expected);
    }

    private static SequenceVerdict checkTransaction(RecordBatch batch, ProducerEntry entry, Proof proof) {
        if (batch.isTransactional() && entry.isInTransaction()) {
            return batch.producerEpoch() == entry.epoch() ? SequenceVerdict.FRESH : checkSuccessor(batch, entry, proof);
        }
        if (batch.isTransactional()) {
            return checkBeginning(batch, proof);
        }
        return entry.isInTransaction()
                ? new SequenceVerdict.Refused(
                        ErrorCode.INVALID_TXN_STATE,
                        "producer " + batch.producerId() + " has a transaction open since offset "
                                + entry.transactionStart() + " and must not write outside of it")
                : SequenceVerdict.FRESH;
    }

    /** The marker that ends the transaction before is often still on its way: the coordinator knows when it has arrived. */
    private static SequenceVerdict checkSuccessor(RecordBatch batch, ProducerEntry entry, Proof proof) {
        return proof == Proof.NONE
                ? SequenceVerdict.UNVERIFIED
                : new SequenceVerdict.Refused(
                        ErrorCode.INVALID_TXN_STATE,
                        "the transaction that epoch " + entry.epoch() + " of producer " + batch.producerId()
                                + " began at offset " + entry.transactionStart()
                                + " has not been ended here; if nobody does, abort it with kafka-transactions.sh");
    }

    private static SequenceVerdict checkBeginning(RecordBatch batch, Proof proof) {
        if (proof == Proof.NONE) {
            return SequenceVerdict.UNVERIFIED;
        }
        return proof == Proof.VERIFIED_WITH_OWN_EPOCH && batch.baseSequence() > 0
                ? new SequenceVerdict.OutOfOrder("producer " + batch.producerId() + " begins a transaction in epoch "
                        + batch.producerEpoch() + " at sequence " + batch.baseSequence() + " instead of 0")
                : SequenceVerdict.FRESH;
    }

    private static int next(int sequence) {
        return sequence == Integer.MAX_VALUE ? 0 : sequence + 1;
    }

    /**
     * Judges a marker; nothing is changed.
     *
     * @param batch a control batch
     * @param marker what it says
     * @return FRESH if it may be appended
     */
    public SequenceVerdict check(RecordBatch batch, TransactionMarker marker) {
        ProducerEntry entry = byId.get(batch.producerId());
        if (entry == null) {
            return SequenceVerdict.FRESH;
        }
        if (batch.producerEpoch() < entry.epoch()) {
            return stale(batch, entry);
        }
        return marker.coordinatorEpoch() < entry.coordinatorEpoch()
                ? new SequenceVerdict.Refused(
                        ErrorCode.TRANSACTION_COORDINATOR_FENCED,
                        "the marker is of coordinator epoch " + marker.coordinatorEpoch() + ", but epoch "
                                + entry.coordinatorEpoch() + " has written since")
                : SequenceVerdict.FRESH;
    }

    /**
     * The transaction that a marker aborts; nothing is changed.
     *
     * @param batch a control batch with its offset assigned
     * @return empty if it aborts none that has records here
     */
    public Optional<AbortedTransaction> abortedBy(RecordBatch batch) {
        ProducerEntry entry = byId.get(batch.producerId());
        if (entry == null
                || !entry.isInTransaction()
                || TransactionMarker.of(batch)
                        .filter(marker -> !marker.committed())
                        .isEmpty()) {
            return Optional.empty();
        }
        Long first = entry.transactionStart();
        boolean isFirst = open.first().equals(first);
        Long nextOpen = isFirst ? open.higher(first) : open.first();
        long stableAfter = nextOpen == null ? batch.nextOffset() : nextOpen;
        return Optional.of(new AbortedTransaction(batch.producerId(), first, batch.baseOffset(), stableAfter));
    }

    /**
     * Takes note of an appended batch.
     *
     * @param batch with its offset assigned; one without a producer id has no effect
     * @param nowMs ms since 1970
     */
    public void appended(RecordBatch batch, long nowMs) {
        if (batch.producerId() < 0) {
            return;
        }
        if (batch.isControl()) {
            TransactionMarker.of(batch).ifPresent(marker -> ended(batch, marker, nowMs));
            return;
        }
        ProducerEntry entry = entryOf(batch);
        if (batch.baseSequence() < 0) {
            entry.enter(batch.producerEpoch());
        } else {
            entry.add(
                    batch.producerEpoch(),
                    batch.baseSequence(),
                    batch.lastSequence(),
                    batch.baseOffset(),
                    batch.maxTimestamp());
        }
        entry.seen(nowMs);
        if (batch.isTransactional() && !entry.isInTransaction()) {
            entry.begin(batch.baseOffset());
            open.add(batch.baseOffset());
            stable.begun(batch.baseOffset());
        }
    }

    private void ended(RecordBatch batch, TransactionMarker marker, long nowMs) {
        ProducerEntry entry = entryOf(batch);
        long first = entry.transactionStart();
        if (entry.isInTransaction()) {
            open.remove(first);
            stable.ended(first, batch.baseOffset());
            newestAborted = marker.committed() ? newestAborted : batch.baseOffset();
        }
        entry.end(batch.producerEpoch(), marker.coordinatorEpoch());
        entry.seen(nowMs);
    }

    private ProducerEntry entryOf(RecordBatch batch) {
        Long id = batch.producerId();
        ProducerEntry entry = byId.get(id);
        return entry == null ? admit(id, batch.producerEpoch()) : entry;
    }

    private ProducerEntry admit(Long id, short epoch) {
        if (byId.size() >= maxProducers) {
            forgetEldest();
        }
        ProducerEntry entry = new ProducerEntry(epoch);
        byId.put(id, entry);
        return entry;
    }

    private void forgetEldest() {
        Iterator<ProducerEntry> eldestFirst = byId.values().iterator();
        while (eldestFirst.hasNext()) {
            if (!eldestFirst.next().isInTransaction()) {
                eldestFirst.remove();
                return;
            }
        }
    }

    /**
     * Forgets producers that have been silent for long and have no transaction open.
     *
     * @param silentSinceMs ms since 1970; those not seen since are forgotten
     */
    public void expire(long silentSinceMs) {
        Iterator<ProducerEntry> eldestFirst = byId.values().iterator();
        while (eldestFirst.hasNext()) {
            ProducerEntry entry = eldestFirst.next();
            if (entry.lastSeenMs() >= silentSinceMs) {
                return;
            }
            if (!entry.isInTransaction()) {
                eldestFirst.remove();
            }
        }
    }

    /** Forgets all producers. */
    void clear() {
        byId.clear();
        open.clear();
        newestAborted = NO_MARKER;
    }

    /**
     * How many producers are remembered.
     *
     * @return a count
     */
    public int size() {
        return byId.size();
    }

    /** First offsets of the open transactions. */
    Collection<Long> openTransactions() {
        return open;
    }

    /** Offset of the newest marker that aborted a transaction with records; -1 if there was none. */
    long newestAborted() {
        return newestAborted;
    }

    /**
     * What is remembered of each producer.
     *
     * @return a copy
     */
    public List<Remembered> all() {
        List<Remembered> all = new ArrayList<>(byId.size());
        byId.forEach((id, entry) -> all.add(new Remembered(
                id,
                entry.epoch(),
                entry.hasBatches() ? entry.newestSequence() : -1,
                entry.hasBatches() ? entry.newestTimestampMs() : -1,
                entry.coordinatorEpoch(),
                entry.transactionStart())));
        return all;
    }

    /**
     * A producer.
     *
     * @param producerId its id
     * @param epoch its epoch
     * @param lastSequence of its newest batch; -1 if that is not known
     * @param lastTimestampMs of its newest batch; -1 if that is not known
     * @param coordinatorEpoch of its newest marker; -1 if there was none
     * @param transactionStart first offset of its open transaction; -1 if there is none
     */
    public record Remembered(
            long producerId,
            short epoch,
            int lastSequence,
            long lastTimestampMs,
            int coordinatorEpoch,
            long transactionStart) {}

    /**
     * Writes everything down.
     *
     * @return a new buffer, from position to limit
     */
    public ByteBuffer snapshot() {
        int size = 1 + Long.BYTES + Integer.BYTES;
        for (ProducerEntry entry : byId.values()) {
            size += Long.BYTES + entry.sizeBytes();
        }
        ByteBuffer target =
                ByteBuffer.allocate(size).put(VERSION).putLong(newestAborted).putInt(byId.size());
        for (Map.Entry<Long, ProducerEntry> each : byId.entrySet()) {
            target.putLong(each.getKey());
            each.getValue().write(target);
        }
        return target.flip();
    }

    /**
     * Takes up what a snapshot holds, instead of what is known.
     *
     * @param snapshot as {@link #snapshot} wrote it, or an older broker; its position is not moved
     * @throws IllegalArgumentException for a snapshot of a version that this broker does not know
     */
    public void restore(ByteBuffer snapshot) {
        ByteBuffer source = snapshot.duplicate();
        byte version = source.get();
        if (version != VERSION && version != VERSION_WITHOUT_TRANSACTIONS) {
            throw new IllegalArgumentException("a snapshot of producers has version " + version + ", known are "
                    + VERSION_WITHOUT_TRANSACTIONS + " to " + VERSION);
        }
        clear();
        boolean hasTransactions = version == VERSION;
        newestAborted = hasTransactions ? source.getLong() : NO_MARKER;
        int count = source.getInt();
        for (int i = 0; i < count; i++) {
            long id = source.getLong();
            ProducerEntry entry = ProducerEntry.read(source, hasTransactions);
            byId.put(id, entry);
            if (entry.isInTransaction()) {
                open.add(entry.transactionStart());
            }
        }
    }
}
