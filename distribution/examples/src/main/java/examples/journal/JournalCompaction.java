package examples.journal;

import gossip.api.record.RecordBatch;
import gossip.api.record.RecordReader;
import gossip.api.storage.CompactionNeed;
import gossip.api.storage.CompactionOrder;
import gossip.api.storage.LogConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides which batches are obsolete: those of which every record has a newer one of its key, or is a tombstone whose time is
 * over. What it remembers is not stored: after a restart tombstones wait once more, and everything is looked at again.
 */
final class JournalCompaction {
    private final Map<Long, Long> horizonsMs = new HashMap<>();
    private long cleanedTo;

    /** Forgets what it knows of records at and above an offset. */
    void cutAt(long offset) {
        cleanedTo = Math.min(cleanedTo, offset);
        horizonsMs.keySet().removeIf(base -> base >= offset);
    }

    CompactionNeed need(List<RecordBatch> batches, LogConfig config, long endOffset, long nowMs) {
        long clean = 0;
        long dirty = 0;
        for (RecordBatch batch : candidates(batches, config, endOffset, nowMs)) {
            if (batch.nextOffset() <= cleanedTo) {
                clean += batch.sizeBytes();
            } else {
                dirty += batch.sizeBytes();
            }
        }
        long removableMs =
                horizonsMs.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
        return new CompactionNeed(clean, dirty, Long.MAX_VALUE, removableMs, false);
    }

    private List<RecordBatch> candidates(List<RecordBatch> batches, LogConfig config, long endOffset, long nowMs) {
        List<RecordBatch> candidates = new ArrayList<>();
        long minLagMs = config.compaction().minLagMs();
        for (RecordBatch batch : batches) {
            boolean isDirty = batch.nextOffset() > cleanedTo;
            boolean isTooYoung = isDirty && minLagMs > 0 && batch.maxTimestamp() > nowMs - minLagMs;
            if (batch.nextOffset() > endOffset || isTooYoung) {
                break;
            }
            candidates.add(batch);
        }
        return candidates;
    }

    /** The batches that may go; from now on all that it has looked at is clean. */
    Set<RecordBatch> obsolete(
            List<RecordBatch> batches, Predicate<RecordBatch> aborted, LogConfig config, CompactionOrder order)
            throws IOException {
        RecordReader reader = new RecordReader(order.codecs(), Integer.MAX_VALUE);
        List<RecordBatch> candidates = candidates(batches, config, order.endOffset(), order.nowMs());
        Map<ByteBuffer, Long> newest = new HashMap<>();
        for (RecordBatch batch : candidates) {
            order.pace().spend(batch.sizeBytes());
            if (batch.isControl() || aborted.test(batch)) {
                continue;
            }
            reader.forEach(batch, record -> {
                record.key().ifPresent(key -> newest.put(key, record.offset()));
                return true;
            });
        }
        Set<RecordBatch> obsolete = new HashSet<>();
        long horizonMs = order.nowMs() + config.compaction().deleteRetentionMs();
        for (RecordBatch batch : candidates) {
            if (aborted.test(batch)
                    || !batch.isControl() && isObsolete(batch, newest, reader, order.nowMs(), horizonMs)) {
                obsolete.add(batch);
                horizonsMs.remove(batch.baseOffset());
            }
            cleanedTo = Math.max(cleanedTo, batch.nextOffset());
        }
        return obsolete;
    }

    private boolean isObsolete(
            RecordBatch batch, Map<ByteBuffer, Long> newest, RecordReader reader, long nowMs, long horizonMs)
            throws IOException {
        boolean[] hasValue = new boolean[1];
        boolean[] hasTombstone = new boolean[1];
        reader.forEach(batch, record -> {
            boolean live = record.key()
                    .map(newest::get)
                    .filter(offset -> offset == record.offset())
                    .isPresent();
            hasValue[0] |= live && record.value().isPresent();
            hasTombstone[0] |= live && record.value().isEmpty();
            return true;
        });
        if (hasValue[0] || !hasTombstone[0]) {
            horizonsMs.remove(batch.baseOffset());
            return !hasValue[0];
        }
        Long waitsUntilMs = horizonsMs.putIfAbsent(batch.baseOffset(), horizonMs);
        return waitsUntilMs != null && waitsUntilMs <= nowMs;
    }
}
