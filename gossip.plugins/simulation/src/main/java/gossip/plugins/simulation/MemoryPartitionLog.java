package gossip.plugins.simulation;

import gossip.api.BufferSlice;
import gossip.api.EpochEnd;
import gossip.api.PartitionId;
import gossip.api.RecordSlice;
import gossip.api.record.RecordBatch;
import gossip.api.storage.AbortedTransaction;
import gossip.api.storage.Compacted;
import gossip.api.storage.CompactionNeed;
import gossip.api.storage.CompactionOrder;
import gossip.api.storage.DiskFullException;
import gossip.api.storage.LogConfig;
import gossip.api.storage.LogFailedException;
import gossip.api.storage.OffsetOutOfRangeException;
import gossip.api.storage.PartitionLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A partition's log as a map from base offset to batch; every batch is a segment of its own. */
final class MemoryPartitionLog implements PartitionLog {
    private final PartitionId id;
    private final SimulatedDisk disk;
    private final StoredLog stored;
    private volatile LogConfig config;
    private volatile boolean failed;

    MemoryPartitionLog(PartitionId id, LogConfig config, SimulatedDisk disk, StoredLog stored) {
        this.id = id;
        this.config = config;
        this.disk = disk;
        this.stored = stored;
    }

    @Override
    public PartitionId id() {
        return id;
    }

    @Override
    public long logStartOffset() {
        return stored.startOffset;
    }

    @Override
    public long logEndOffset() {
        return stored.endOffset;
    }

    @Override
    public long recoveryPoint() {
        return stored.recoveryPoint;
    }

    @Override
    public long sizeBytes() {
        return stored.sizeBytes();
    }

    @Override
    public void append(ByteBuffer batches) throws IOException {
        write(disk::checkSpace);
        List<RecordBatch> fresh = split(batches);
        long end = stored.endOffset;
        for (RecordBatch batch : fresh) {
            if (batch.baseOffset() < end) {
                throw new IllegalArgumentException(
                        "batch at offset " + batch.baseOffset() + " is below the log's end " + end);
            }
            end = batch.nextOffset();
        }
        fresh.forEach(batch -> stored.batches.put(batch.baseOffset(), batch.buffer()));
        stored.endOffset = end;
    }

    private static List<RecordBatch> split(ByteBuffer batches) {
        ByteBuffer copy = ByteBuffer.allocate(batches.remaining())
                .put(batches.duplicate())
                .flip();
        List<RecordBatch> all = new ArrayList<>();
        int position = 0;
        while (position < copy.limit()) {
            ByteBuffer one = RecordBatch.at(copy, position).bytes();
            all.add(RecordBatch.at(one, 0));
            position += one.remaining();
        }
        return all;
    }

    @Override
    public RecordSlice read(long offset, long endOffset, int maxBytes, boolean atLeastOneBatch) {
        long start = stored.startOffset;
        if (offset < start || offset > stored.endOffset) {
            throw new OffsetOutOfRangeException(offset, start, stored.endOffset);
        }
        List<ByteBuffer> chosen = new ArrayList<>();
        int size = 0;
        for (RecordBatch batch : from(offset)) {
            boolean first = chosen.isEmpty() && atLeastOneBatch;
            if (batch.nextOffset() > endOffset || (!first && size + batch.sizeBytes() > maxBytes)) {
                break;
            }
            chosen.add(batch.bytes());
            size += batch.sizeBytes();
        }
        ByteBuffer all = ByteBuffer.allocate(size);
        chosen.forEach(all::put);
        return new BufferSlice(all.flip());
    }

    private Iterable<RecordBatch> from(long offset) {
        Map.Entry<Long, ByteBuffer> floor = stored.batches.floorEntry(offset);
        long key = floor == null ? offset : floor.getKey();
        return () -> batches()
                .filter(batch -> batch.baseOffset() >= key && batch.nextOffset() > offset)
                .iterator();
    }

    private Stream<RecordBatch> batches() {
        return stored.batches.values().stream().map(buffer -> RecordBatch.at(buffer, 0));
    }

    @Override
    public OptionalLong firstBatchSince(long timestampMs) {
        return visible()
                .filter(batch -> batch.maxTimestamp() >= timestampMs)
                .mapToLong(RecordBatch::baseOffset)
                .findFirst();
    }

    @Override
    public OptionalLong batchWithMaxTimestamp() {
        return visible()
                .max(Comparator.comparingLong(RecordBatch::maxTimestamp)
                        .thenComparing(Comparator.comparingLong(RecordBatch::baseOffset)
                                .reversed()))
                .map(batch -> OptionalLong.of(batch.baseOffset()))
                .orElse(OptionalLong.empty());
    }

    private Stream<RecordBatch> visible() {
        return batches().filter(batch -> batch.nextOffset() > stored.startOffset);
    }

    @Override
    public Optional<EpochEnd> endOfEpoch(int leaderEpoch) {
        Optional<RecordBatch> last =
                batches().filter(batch -> batch.leaderEpoch() <= leaderEpoch).reduce((a, b) -> b);
        return last.map(batch -> new EpochEnd(
                batch.leaderEpoch(),
                batches()
                        .filter(later -> later.leaderEpoch() > batch.leaderEpoch())
                        .mapToLong(RecordBatch::baseOffset)
                        .findFirst()
                        .orElse(stored.endOffset)));
    }

    @Override
    public int latestLeaderEpoch() {
        Map.Entry<Long, ByteBuffer> last = stored.batches.lastEntry();
        return last == null ? -1 : RecordBatch.at(last.getValue(), 0).leaderEpoch();
    }

    @Override
    public void truncateTo(long offset) throws IOException {
        write(disk::checkHealth);
        if (offset < stored.endOffset) {
            synchronized (stored) {
                stored.batches
                        .values()
                        .removeIf(buffer -> RecordBatch.at(buffer, 0).nextOffset() > offset);
                stored.cleanedTo = Math.min(stored.cleanedTo, offset);
                stored.horizonsMs.tailMap(offset, true).clear();
            }
            stored.endOffset = Math.max(offset, stored.startOffset);
            stored.recoveryPoint = Math.min(stored.recoveryPoint, stored.endOffset);
            stored.snapshots.tailMap(stored.endOffset, false).clear();
            stored.aborted.tailMap(stored.endOffset, true).clear();
        }
    }

    @Override
    public void resetTo(long offset) throws IOException {
        write(disk::checkHealth);
        synchronized (stored) {
            stored.batches.clear();
            stored.horizonsMs.clear();
            stored.cleanedTo = offset;
        }
        stored.snapshots.clear();
        stored.aborted.clear();
        stored.startOffset = offset;
        stored.endOffset = offset;
        stored.recoveryPoint = offset;
    }

    @Override
    public void deleteBefore(long offset) throws IOException {
        write(disk::checkHealth);
        if (offset > stored.endOffset) {
            throw new OffsetOutOfRangeException(offset, stored.startOffset, stored.endOffset);
        }
        if (offset > stored.startOffset) {
            stored.startOffset = offset;
            stored.horizonsMs.headMap(offset).clear();
            stored.recoveryPoint = Math.max(stored.recoveryPoint, offset);
            stored.batches.values().removeIf(buffer -> RecordBatch.at(buffer, 0).nextOffset() <= offset);
        }
    }

    @Override
    public long applyRetention(long nowMs, long endOffset) throws IOException {
        write(disk::checkHealth);
        long before = sizeBytes();
        LogConfig limits = config;
        while (limits.deletes() && stored.batches.size() > 1) {
            RecordBatch oldest = RecordBatch.at(stored.batches.firstEntry().getValue(), 0);
            boolean tooOld = limits.retentionMs() >= 0 && nowMs - oldest.maxTimestamp() > limits.retentionMs();
            boolean tooMuch = limits.retentionBytes() >= 0 && sizeBytes() > limits.retentionBytes();
            if (!(tooOld || tooMuch) || oldest.nextOffset() > endOffset) {
                break;
            }
            deleteBefore(oldest.nextOffset());
        }
        return before - sizeBytes();
    }

    @Override
    public CompactionNeed compactionNeed(long endOffset, long nowMs) {
        synchronized (stored) {
            return config.compacts()
                    ? new MemoryCompaction(stored, config).need(endOffset, nowMs)
                    : CompactionNeed.NONE;
        }
    }

    @Override
    public Compacted compact(CompactionOrder order) throws IOException {
        write(disk::checkHealth);
        // what is cut off must not be put on the scales against what takes its place
        synchronized (stored) {
            return config.compacts() ? new MemoryCompaction(stored, config).run(order) : Compacted.NOTHING;
        }
    }

    @Override
    public long flush() throws IOException {
        write(disk::checkHealth);
        stored.recoveryPoint = stored.endOffset;
        return stored.recoveryPoint;
    }

    @Override
    public void saveSnapshot(long offset, ByteBuffer state) throws IOException {
        disk.checkHealth();
        ByteBuffer copy =
                ByteBuffer.allocate(state.remaining()).put(state.duplicate()).flip();
        stored.snapshots.put(offset, copy);
        while (stored.snapshots.size() > 2) {
            stored.snapshots.pollFirstEntry();
        }
    }

    @Override
    public Optional<StateSnapshot> latestSnapshot() {
        return stored.newestSnapshot();
    }

    @Override
    public void noteAborted(AbortedTransaction transaction) throws IOException {
        write(disk::checkSpace);
        if (transaction.lastOffset() > newestAborted()) {
            stored.aborted.put(transaction.lastOffset(), transaction);
        }
    }

    @Override
    public List<AbortedTransaction> abortedTransactions(long fromOffset, long endOffset) {
        return stored.aborted.tailMap(fromOffset, true).values().stream()
                .filter(transaction -> transaction.firstOffset() < endOffset && fromOffset < endOffset)
                .toList();
    }

    @Override
    public long newestAborted() {
        Map.Entry<Long, AbortedTransaction> last = stored.aborted.lastEntry();
        return last == null ? -1 : last.getKey();
    }

    @Override
    public void configure(LogConfig changed) {
        config = changed;
    }

    @Override
    public void close() {
        // the bytes stay on the disk
    }

    private void write(Check check) throws IOException {
        if (failed) {
            throw new LogFailedException("an earlier write of " + id + " failed; open the log anew");
        }
        try {
            check.run();
        } catch (DiskFullException e) {
            throw e;
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }

    private interface Check {
        void run() throws IOException;
    }
}
