package gossip.plugins.simulation;

import gossip.api.storage.AbortedTransaction;
import gossip.api.storage.PartitionLog.StateSnapshot;
import java.nio.ByteBuffer;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The bytes of one partition on a {@link SimulatedDisk}. Written by one thread, read by any. */
final class StoredLog {
    final ConcurrentSkipListMap<Long, ByteBuffer> batches = new ConcurrentSkipListMap<>();
    final ConcurrentSkipListMap<Long, ByteBuffer> snapshots = new ConcurrentSkipListMap<>();
    /** By the offset of the marker. */
    final ConcurrentSkipListMap<Long, AbortedTransaction> aborted = new ConcurrentSkipListMap<>();

    /** When the tombstones of batches may go, by base offset; as durable as the batches. */
    final ConcurrentSkipListMap<Long, Long> horizonsMs = new ConcurrentSkipListMap<>();

    volatile long cleanedTo;
    volatile long startOffset;
    volatile long endOffset;
    volatile long recoveryPoint;

    long sizeBytes() {
        return batches.values().stream().mapToLong(ByteBuffer::remaining).sum();
    }

    void losePower() {
        batches.tailMap(recoveryPoint, true).clear();
        horizonsMs.tailMap(recoveryPoint, true).clear();
        cleanedTo = Math.min(cleanedTo, recoveryPoint);
        snapshots.tailMap(recoveryPoint, false).clear();
        aborted.tailMap(recoveryPoint, true).clear();
        endOffset = recoveryPoint;
    }

    java.util.Optional<StateSnapshot> newestSnapshot() {
        NavigableMap<Long, ByteBuffer> usable = snapshots.headMap(endOffset, true);
        return usable.isEmpty()
                ? java.util.Optional.empty()
                : java.util.Optional.of(new StateSnapshot(
                        usable.lastKey(), usable.lastEntry().getValue().duplicate()));
    }
}
