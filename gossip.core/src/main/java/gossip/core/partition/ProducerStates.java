package gossip.core.partition;

import gossip.api.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The idempotent producers of one partition (KIP-98, KIP-360): what each appended last, so that a batch sent twice is
 * appended once and a gap is noticed. A pure state machine without a clock; one thread.
 *
 * <p>Memory is bounded by the number of producers; the one that has been silent longest is forgotten first. A forgotten
 * producer is taken up again at whatever sequence number it has reached.
 */
public final class ProducerStates {
    private static final byte VERSION = 1;

    private final int maxProducers;
    private final LinkedHashMap<Long, ProducerEntry> byId = new LinkedHashMap<>(4, 0.75f, true);

    /**
     * Creates the state of a partition without producers.
     *
     * @param maxProducers how many are remembered, at least 1
     */
    public ProducerStates(int maxProducers) {
        this.maxProducers = maxProducers;
    }

    /**
     * Judges a batch; nothing is changed.
     *
     * @param batch has a producer id, epoch and base sequence
     * @return what its sequence numbers say
     */
    public SequenceVerdict check(RecordBatch batch) {
        ProducerEntry entry = byId.get(batch.producerId());
        if (entry == null) {
            return SequenceVerdict.FRESH;
        }
        if (batch.producerEpoch() < entry.epoch()) {
            return new SequenceVerdict.StaleEpoch("producer " + batch.producerId() + " writes with epoch "
                    + batch.producerEpoch() + ", but epoch " + entry.epoch() + " has written since");
        }
        if (batch.producerEpoch() > entry.epoch()) {
            return batch.baseSequence() == 0
                    ? SequenceVerdict.FRESH
                    : new SequenceVerdict.OutOfOrder("producer " + batch.producerId() + " begins epoch "
                            + batch.producerEpoch() + " at sequence " + batch.baseSequence() + " instead of 0");
        }
        return checkWithinEpoch(batch, entry);
    }

    private static SequenceVerdict checkWithinEpoch(RecordBatch batch, ProducerEntry entry) {
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

    private static int next(int sequence) {
        return sequence == Integer.MAX_VALUE ? 0 : sequence + 1;
    }

    /**
     * Takes note of an appended batch.
     *
     * @param batch with its offset assigned; one without a producer id, or a control batch, has no effect
     * @param nowMs ms since 1970
     */
    public void appended(RecordBatch batch, long nowMs) {
        if (batch.producerId() < 0 || batch.isControl()) {
            return;
        }
        Long id = batch.producerId();
        ProducerEntry entry = byId.get(id);
        if (entry == null) {
            entry = admit(id, batch.producerEpoch());
        }
        entry.add(
                batch.producerEpoch(),
                batch.baseSequence(),
                batch.lastSequence(),
                batch.baseOffset(),
                batch.maxTimestamp());
        entry.seen(nowMs);
    }

    private ProducerEntry admit(Long id, short epoch) {
        if (byId.size() >= maxProducers) {
            byId.pollFirstEntry();
        }
        ProducerEntry entry = new ProducerEntry(epoch);
        byId.put(id, entry);
        return entry;
    }

    /**
     * Forgets producers that have been silent for long.
     *
     * @param silentSinceMs ms since 1970; those not seen since are forgotten
     */
    public void expire(long silentSinceMs) {
        Iterator<ProducerEntry> eldestFirst = byId.values().iterator();
        while (eldestFirst.hasNext() && eldestFirst.next().lastSeenMs() < silentSinceMs) {
            eldestFirst.remove();
        }
    }

    /** Forgets all producers. */
    void clear() {
        byId.clear();
    }

    /**
     * How many producers are remembered.
     *
     * @return a count
     */
    public int size() {
        return byId.size();
    }

    /**
     * Writes everything down.
     *
     * @return a new buffer, from position to limit
     */
    public ByteBuffer snapshot() {
        int size = 1 + Integer.BYTES;
        for (ProducerEntry entry : byId.values()) {
            size += Long.BYTES + entry.sizeBytes();
        }
        ByteBuffer target = ByteBuffer.allocate(size).put(VERSION).putInt(byId.size());
        for (Map.Entry<Long, ProducerEntry> each : byId.entrySet()) {
            target.putLong(each.getKey());
            each.getValue().write(target);
        }
        return target.flip();
    }

    /**
     * Takes up what a snapshot holds, instead of what is known.
     *
     * @param snapshot as {@link #snapshot} wrote it; its position is not moved
     * @throws IllegalArgumentException for a snapshot of a version that this broker does not know
     */
    public void restore(ByteBuffer snapshot) {
        ByteBuffer source = snapshot.duplicate();
        byte version = source.get();
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "a snapshot of producers has version " + version + ", known is " + VERSION);
        }
        byId.clear();
        int count = source.getInt();
        for (int i = 0; i < count; i++) {
            byId.put(source.getLong(), ProducerEntry.read(source));
        }
    }
}
