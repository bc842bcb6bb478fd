package gossip.core.partition;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.TreeSet;

/**
 * The last stable offset of a partition: the exclusive end of what readers of committed records may see (KIP-98). A
 * transaction holds it back from its first record until the marker that ends it is below the high watermark. Any thread; a
 * partition without transactions takes no lock.
 */
public final class StableOffset {
    private static final long NONE = Long.MAX_VALUE;
    /** Nobody knows how much a marker makes visible: enough for whoever waits to look again. */
    private static final int PLENTY = 1 << 30;

    private final HighWatermark highWatermark;
    /** Its value is where the stable offset was when it last moved by a marker. */
    private final HighWatermark releases = new HighWatermark();

    private final TreeSet<Long> undecided = new TreeSet<>();
    private final Queue<Ending> endings = new ArrayDeque<>(2);
    private volatile long firstUndecided = NONE;
    private volatile boolean ending;

    StableOffset(HighWatermark highWatermark) {
        this.highWatermark = highWatermark;
    }

    private record Ending(long firstOffset, long markerOffset) {}

    /**
     * Where it is.
     *
     * @return an offset, exclusive, at most the high watermark
     */
    public long value() {
        // in this order: what is below the high watermark has been counted before
        long visible = highWatermark.value();
        return Math.min(visible, firstUndecided);
    }

    /** Starts anew with the transactions that a log has open. */
    synchronized void reset(Collection<Long> firstOffsets) {
        undecided.clear();
        endings.clear();
        ending = false;
        undecided.addAll(firstOffsets);
        firstUndecided = undecided.isEmpty() ? NONE : undecided.first();
    }

    /** A transaction has begun; before its records are visible. */
    synchronized void begun(long firstOffset) {
        undecided.add(firstOffset);
        firstUndecided = undecided.first();
    }

    /** A transaction has ended; it counts once its marker is visible. */
    synchronized void ended(long firstOffset, long markerOffset) {
        endings.add(new Ending(firstOffset, markerOffset));
        ending = true;
    }

    /**
     * Takes note of a new high watermark.
     *
     * @param visible the high watermark
     */
    public void advance(long visible) {
        if (ending) {
            release(visible);
        }
    }

    private void release(long visible) {
        synchronized (this) {
            Ending next = endings.peek();
            while (next != null && next.markerOffset < visible) {
                endings.remove();
                undecided.remove(next.firstOffset);
                next = endings.peek();
            }
            firstUndecided = undecided.isEmpty() ? NONE : undecided.first();
            ending = !endings.isEmpty();
        }
        releases.advance(value(), PLENTY);
    }

    /**
     * Adds one who waits for it to move: by the high watermark, or by a marker while a transaction holds it back.
     *
     * @param waiter told of every move until removed; may be told without one
     * @param seen the value that the waiter has judged by
     * @return false if it has moved since; the waiter is added nevertheless
     */
    public boolean await(HighWatermark.Waiter waiter, long seen) {
        boolean heldBack = firstUndecided != NONE;
        HighWatermark source = heldBack ? releases : highWatermark;
        source.await(waiter, source.value());
        return value() == seen && heldBack == (firstUndecided != NONE);
    }

    /**
     * Removes one who waited.
     *
     * @param waiter who; no effect if it is not there
     */
    public void forget(HighWatermark.Waiter waiter) {
        releases.forget(waiter);
        highWatermark.forget(waiter);
    }

    boolean isAwaited() {
        return releases.isAwaited();
    }

    /** Tells all who wait that the partition is gone from here. */
    void close() {
        releases.close();
    }
}
