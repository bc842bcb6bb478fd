package examples.journal;

import gossip.api.BufferSlice;
import gossip.api.EpochEnd;
import gossip.api.PartitionId;
import gossip.api.RecordSlice;
import gossip.api.record.RecordBatch;
import gossip.api.storage.AbortedTransaction;
import gossip.api.storage.Compacted;
import gossip.api.storage.CompactionNeed;
import gossip.api.storage.CompactionOrder;
import gossip.api.storage.LogConfig;
import gossip.api.storage.OffsetOutOfRangeException;
import gossip.api.storage.PartitionLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/** A log whose batches are all in memory too. Its lock makes it safe; a log for large topics would not do it like that. */
final class JournalLog implements PartitionLog {
    private final PartitionId id;
    private final JournalFile file;
    private final Snapshots snapshots;
    private final AbortedFile aborted;
    private final JournalCompaction compaction = new JournalCompaction();
    private LogConfig config;
    private List<RecordBatch> batches;
    private long startOffset;
    private long endOffset;
    private long recoveryPoint;

    JournalLog(PartitionId id, LogConfig config, JournalFile file, Path home) throws IOException {
        this.id = id;
        this.config = config;
        this.file = file;
        this.snapshots = new Snapshots(home);
        JournalFile.Contents contents = file.load();
        this.batches = new ArrayList<>(contents.batches());
        this.startOffset = contents.startOffset();
        this.endOffset = contents.endOffset();
        this.recoveryPoint = endOffset;
        this.aborted = new AbortedFile(home, endOffset);
    }

    @Override
    public PartitionId id() {
        return id;
    }

    @Override
    public synchronized long logStartOffset() {
        return startOffset;
    }

    @Override
    public synchronized long logEndOffset() {
        return endOffset;
    }

    @Override
    public synchronized long recoveryPoint() {
        return recoveryPoint;
    }

    @Override
    public synchronized long sizeBytes() {
        return batches.stream().mapToLong(RecordBatch::sizeBytes).sum();
    }

    @Override
    public synchronized void append(ByteBuffer bytes) throws IOException {
        ByteBuffer copy =
                ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
        List<RecordBatch> fresh = new ArrayList<>();
        long end = endOffset;
        for (int position = 0;
                position < copy.limit();
                position = fresh.getLast().end()) {
            RecordBatch batch = RecordBatch.at(copy, position);
            if (batch.baseOffset() < end) {
                throw new IllegalArgumentException("offset " + batch.baseOffset() + " is below the end " + end);
            }
            fresh.add(batch);
            end = batch.nextOffset();
        }
        file.append(copy);
        batches.addAll(fresh);
        endOffset = end;
    }

    @Override
    public synchronized RecordSlice read(long offset, long end, int maxBytes, boolean atLeastOneBatch) {
        if (offset < startOffset || offset > endOffset) {
            throw new OffsetOutOfRangeException(offset, startOffset, endOffset);
        }
        List<RecordBatch> chosen = new ArrayList<>();
        int size = 0;
        for (RecordBatch batch : batches) {
            if (batch.nextOffset() <= offset) {
                continue;
            }
            boolean fits = size + batch.sizeBytes() <= maxBytes || (chosen.isEmpty() && atLeastOneBatch);
            if (batch.nextOffset() > end || !fits) {
                break;
            }
            chosen.add(batch);
            size += batch.sizeBytes();
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        chosen.forEach(batch -> bytes.put(batch.bytes()));
        return new BufferSlice(bytes.flip());
    }

    @Override
    public synchronized OptionalLong firstBatchSince(long timestampMs) {
        return batches.stream()
                .filter(batch -> batch.maxTimestamp() >= timestampMs)
                .mapToLong(RecordBatch::baseOffset)
                .findFirst();
    }

    @Override
    public synchronized OptionalLong batchWithMaxTimestamp() {
        return batches.stream()
                .reduce((a, b) -> b.maxTimestamp() > a.maxTimestamp() ? b : a)
                .map(batch -> OptionalLong.of(batch.baseOffset()))
                .orElse(OptionalLong.empty());
    }

    @Override
    public synchronized Optional<EpochEnd> endOfEpoch(int leaderEpoch) {
        Optional<EpochEnd> end = Optional.empty();
        for (RecordBatch batch : batches) {
            if (batch.leaderEpoch() > leaderEpoch) {
                return end.map(found -> new EpochEnd(found.leaderEpoch(), batch.baseOffset()));
            }
            end = Optional.of(new EpochEnd(batch.leaderEpoch(), endOffset));
        }
        return end;
    }

    @Override
    public synchronized int latestLeaderEpoch() {
        return batches.isEmpty() ? -1 : batches.getLast().leaderEpoch();
    }

    @Override
    public synchronized void truncateTo(long offset) throws IOException {
        if (offset < endOffset) {
            compaction.cutAt(offset);
            keep(batch -> batch.nextOffset() <= offset, startOffset, Math.max(offset, startOffset));
            snapshots.deleteAbove(offset);
            aborted.truncateTo(endOffset);
        }
    }

    @Override
    public synchronized void resetTo(long offset) throws IOException {
        compaction.cutAt(0);
        keep(batch -> false, offset, offset);
        snapshots.deleteAbove(-1);
        aborted.truncateTo(0);
    }

    @Override
    public synchronized void deleteBefore(long offset) throws IOException {
        if (offset > endOffset) {
            throw new OffsetOutOfRangeException(offset, startOffset, endOffset);
        }
        if (offset > startOffset) {
            keep(batch -> batch.nextOffset() > offset, offset, endOffset);
        }
    }

    @Override
    public synchronized long applyRetention(long nowMs, long end) throws IOException {
        long before = sizeBytes();
        long excess = config.retentionBytes() < 0 ? 0 : before - config.retentionBytes();
        long oldest = config.retentionMs() < 0 ? Long.MIN_VALUE : nowMs - config.retentionMs();
        long start = startOffset;
        for (RecordBatch batch : batches) {
            boolean expired = batch.maxTimestamp() < oldest || excess > 0;
            if (!config.deletes() || !expired || batch.nextOffset() > end || batch == batches.getLast()) {
                break;
            }
            start = batch.nextOffset();
            excess -= batch.sizeBytes();
        }
        deleteBefore(start);
        return before - sizeBytes();
    }

    @Override
    public synchronized CompactionNeed compactionNeed(long end, long nowMs) {
        return config.compacts() ? compaction.need(batches, config, end, nowMs) : CompactionNeed.NONE;
    }

    @Override
    public synchronized Compacted compact(CompactionOrder order) throws IOException {
        if (!config.compacts()) {
            return Compacted.NOTHING;
        }
        Set<RecordBatch> obsolete = compaction.obsolete(batches, aborted::contains, config, order);
        long before = sizeBytes();
        keep(batch -> !obsolete.contains(batch), startOffset, endOffset);
        return new Compacted(before, sizeBytes(), before - sizeBytes());
    }

    private void keep(Predicate<RecordBatch> wanted, long start, long end) throws IOException {
        List<RecordBatch> kept = batches.stream().filter(wanted).toList();
        file.rewrite(new JournalFile.Contents(start, end, kept));
        batches = new ArrayList<>(kept);
        startOffset = start;
        endOffset = end;
        recoveryPoint = end;
    }

    @Override
    public synchronized long flush() throws IOException {
        file.flush();
        recoveryPoint = endOffset;
        return recoveryPoint;
    }

    @Override
    public synchronized void saveSnapshot(long offset, ByteBuffer state) throws IOException {
        snapshots.save(offset, state);
    }

    @Override
    public synchronized Optional<StateSnapshot> latestSnapshot() throws IOException {
        return snapshots.newest(endOffset);
    }

    @Override
    public synchronized void noteAborted(AbortedTransaction transaction) throws IOException {
        aborted.add(transaction);
    }

    @Override
    public synchronized List<AbortedTransaction> abortedTransactions(long fromOffset, long endsAt) {
        return aborted.find(fromOffset, endsAt);
    }

    @Override
    public synchronized long newestAborted() {
        return aborted.newest();
    }

    @Override
    public synchronized void configure(LogConfig changed) {
        config = changed;
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
