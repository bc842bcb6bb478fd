package gossip.plugins.simulation;

import gossip.api.PartitionId;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What stays when a store is closed and opened again. It can be told to fail, to be full, and to lose its power, upon which
 * everything that was not flushed or synced is gone. Thread-safe.
 */
public final class SimulatedDisk {
    final Map<PartitionId, StoredLog> logs = new ConcurrentHashMap<>();
    final ConcurrentSkipListMap<Long, WalEntry> wal = new ConcurrentSkipListMap<>();
    final Map<String, ConcurrentSkipListMap<Long, gossip.api.storage.SegmentIndex.Entry>> indexes =
            new ConcurrentHashMap<>();
    final AtomicLong walEnd = new AtomicLong();
    final AtomicLong walDurableEnd = new AtomicLong();
    private volatile @Nullable String failure;
    private volatile boolean full;
    private final AtomicLong syncs = new AtomicLong();

    /** Creates an empty disk in good health. */
    public SimulatedDisk() {
        // nothing to set up
    }

    /**
     * Makes every write and sync fail until {@link #heal}.
     *
     * @param message what the failure says
     */
    public void failWith(String message) {
        failure = message;
    }

    /**
     * Makes every append fail for want of space, or ends that.
     *
     * @param isFull whether there is no space
     */
    public void full(boolean isFull) {
        full = isFull;
    }

    /** Ends all failures. */
    public void heal() {
        failure = null;
        full = false;
    }

    /** Drops everything that was neither flushed nor synced, as a loss of power does. Stores must be opened anew. */
    public void losePower() {
        logs.values().forEach(StoredLog::losePower);
        wal.tailMap(walDurableEnd.get(), true).clear();
        walEnd.set(walDurableEnd.get());
    }

    /**
     * How often the write-ahead log was synced.
     *
     * @return a count
     */
    public long syncs() {
        return syncs.get();
    }

    void countSync() {
        syncs.incrementAndGet();
    }

    void checkHealth() throws IOException {
        String message = failure;
        if (message != null) {
            throw new IOException(message);
        }
    }

    void checkSpace() throws IOException {
        if (full) {
            throw new gossip.api.storage.DiskFullException("the simulated disk is full; free some space");
        }
        checkHealth();
    }

    /** One entry of the write-ahead log. */
    record WalEntry(PartitionId id, byte[] batches) {}
}
