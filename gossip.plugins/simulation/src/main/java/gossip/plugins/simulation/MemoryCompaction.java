package gossip.plugins.simulation;

import gossip.api.record.RecordBatch;
import gossip.api.record.RecordReader;
import gossip.api.record.StoredRecord;
import gossip.api.storage.Compacted;
import gossip.api.storage.CompactionNeed;
import gossip.api.storage.CompactionOrder;
import gossip.api.storage.LogConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Drops batches all of whose records have a newer one of the same key or are tombstones whose time is over; coarser than a
 * real log, which rewrites batches, and it keeps the markers of transactions. Who calls holds the stored log.
 */
final class MemoryCompaction {
    private final StoredLog stored;
    private final LogConfig config;

    MemoryCompaction(StoredLog stored, LogConfig config) {
        this.stored = stored;
        this.config = config;
    }

    CompactionNeed need(long endOffset, long nowMs) {
        long clean = 0;
        long dirty = 0;
        long dirtySinceMs = Long.MAX_VALUE;
        for (RecordBatch batch : candidates(endOffset, nowMs)) {
            if (batch.nextOffset() <= stored.cleanedTo) {
                clean += batch.sizeBytes();
            } else {
                dirty += batch.sizeBytes();
                dirtySinceMs = batch.maxTimestamp() > 0 ? Math.min(dirtySinceMs, batch.maxTimestamp()) : dirtySinceMs;
            }
        }
        long removable = stored.horizonsMs.values().stream()
                .mapToLong(Long::longValue)
                .min()
                .orElse(Long.MAX_VALUE);
        return new CompactionNeed(clean, dirty, dirtySinceMs, removable, false);
    }

    private List<RecordBatch> candidates(long endOffset, long nowMs) {
        List<RecordBatch> candidates = new ArrayList<>();
        for (ByteBuffer buffer : stored.batches.headMap(endOffset).values()) {
            RecordBatch batch = RecordBatch.at(buffer, 0);
            long minLagMs = config.compaction().minLagMs();
            boolean isDirty = batch.nextOffset() > stored.cleanedTo;
            boolean isTooYoung = isDirty && minLagMs > 0 && batch.maxTimestamp() > nowMs - minLagMs;
            if (batch.nextOffset() > endOffset || isTooYoung) {
                break;
            }
            candidates.add(batch);
        }
        return candidates;
    }

    Compacted run(CompactionOrder order) throws IOException {
        RecordReader reader = new RecordReader(order.codecs(), Integer.MAX_VALUE);
        List<RecordBatch> candidates = candidates(order.endOffset(), order.nowMs());
        Map<ByteBuffer, Long> newest = new HashMap<>();
        long read = 0;
        for (RecordBatch batch : candidates) {
            order.pace().spend(batch.sizeBytes());
            read += batch.sizeBytes();
            if (!batch.isControl() && !isAborted(batch)) {
                reader.forEach(batch, record -> {
                    record.key().ifPresent(key -> newest.put(key, record.offset()));
                    return true;
                });
            }
        }
        long freed = 0;
        for (RecordBatch batch : candidates) {
            if (!batch.isControl() && isObsolete(batch, newest, reader, order.nowMs())) {
                stored.batches.remove(batch.baseOffset());
                stored.horizonsMs.remove(batch.baseOffset());
                freed += batch.sizeBytes();
            }
            stored.cleanedTo = Math.max(stored.cleanedTo, batch.nextOffset());
        }
        return new Compacted(read, 0, freed);
    }

    private boolean isAborted(RecordBatch batch) {
        return batch.isTransactional()
                && stored.aborted.tailMap(batch.baseOffset()).values().stream()
                        .anyMatch(transaction -> transaction.producerId() == batch.producerId()
                                && transaction.firstOffset() <= batch.baseOffset());
    }

    private boolean isObsolete(RecordBatch batch, Map<ByteBuffer, Long> newest, RecordReader reader, long nowMs)
            throws IOException {
        if (isAborted(batch)) {
            return true;
        }
        boolean[] live = new boolean[2];
        reader.forEach(batch, record -> {
            live[record.value().isPresent() ? 0 : 1] |= isNewest(record, newest);
            return true;
        });
        if (live[0] || !live[1]) {
            stored.horizonsMs.remove(batch.baseOffset());
            return !live[0];
        }
        long retentionMs = config.compaction().deleteRetentionMs();
        long fresh = retentionMs > Long.MAX_VALUE - nowMs ? Long.MAX_VALUE : nowMs + retentionMs;
        Long horizonMs = stored.horizonsMs.putIfAbsent(batch.baseOffset(), fresh);
        return horizonMs != null && horizonMs <= nowMs;
    }

    private static boolean isNewest(StoredRecord record, Map<ByteBuffer, Long> newest) {
        return record.key().isPresent()
                && Objects.equals(newest.get(record.key().get()), record.offset());
    }
}
