package gossip.core.pipeline;

import gossip.api.EpochEnd;
import gossip.api.PartitionId;
import gossip.api.RecordSlice;
import gossip.api.storage.AbortedTransaction;
import gossip.api.storage.Compacted;
import gossip.api.storage.CompactionNeed;
import gossip.api.storage.CompactionOrder;
import gossip.api.storage.LogConfig;
import gossip.api.storage.LogStore;
import gossip.api.storage.PartitionLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A log store in which chosen partitions fail, and which counts what is open. */
final class FaultyLogs implements LogStore {
    private final LogStore logs;
    private final Map<PartitionId, IOException> failures = new ConcurrentHashMap<>();
    private final Map<PartitionId, IOException> compactionFailures = new ConcurrentHashMap<>();
    private final Map<PartitionId, CountDownLatch> gates = new ConcurrentHashMap<>();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger needs = new AtomicInteger();
    final AtomicInteger compactions = new AtomicInteger();
    /** Partitions whose compaction began, in order. */
    final Queue<PartitionId> compacted = new ConcurrentLinkedQueue<>();

    final AtomicInteger reads = new AtomicInteger();

    FaultyLogs(LogStore logs) {
        this.logs = logs;
    }

    void fail(PartitionId id, IOException failure) {
        failures.put(id, failure);
    }

    /** Lets compactions of a partition fail, and nothing else. */
    void failCompaction(PartitionId id, IOException failure) {
        compactionFailures.put(id, failure);
    }

    void heal() {
        gates.values().forEach(CountDownLatch::countDown);
        failures.clear();
    }

    /** Holds back opening, reading and compacting a partition until the latch is open. */
    CountDownLatch hold(PartitionId id) {
        CountDownLatch gate = new CountDownLatch(1);
        gates.put(id, gate);
        return gate;
    }

    private void pass(PartitionId id) throws IOException {
        CountDownLatch gate = gates.get(id);
        if (gate != null) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        check(id);
    }

    private void check(PartitionId id) throws IOException {
        IOException failure = failures.get(id);
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public PartitionLog open(PartitionId id, LogConfig config) throws IOException {
        pass(id);
        PartitionLog log = logs.open(id, config);
        opened.incrementAndGet();
        open.incrementAndGet();
        return new FaultyLog(log);
    }

    @Override
    public long sizeBytes(PartitionId id) throws IOException {
        return logs.sizeBytes(id);
    }

    @Override
    public Set<PartitionId> partitions() throws IOException {
        return logs.partitions();
    }

    @Override
    public void delete(PartitionId id) throws IOException {
        logs.delete(id);
    }

    @Override
    public void close() throws IOException {
        logs.close();
    }

    private final class FaultyLog implements PartitionLog {
        private final PartitionLog log;

        FaultyLog(PartitionLog log) {
            this.log = log;
        }

        @Override
        public PartitionId id() {
            return log.id();
        }

        @Override
        public long logStartOffset() {
            return log.logStartOffset();
        }

        @Override
        public long logEndOffset() {
            return log.logEndOffset();
        }

        @Override
        public long recoveryPoint() {
            return log.recoveryPoint();
        }

        @Override
        public long sizeBytes() {
            return log.sizeBytes();
        }

        @Override
        public void append(ByteBuffer batches) throws IOException {
            check(log.id());
            log.append(batches);
        }

        @Override
        public RecordSlice read(long offset, long endOffset, int maxBytes, boolean atLeastOneBatch) throws IOException {
            pass(log.id());
            reads.incrementAndGet();
            return log.read(offset, endOffset, maxBytes, atLeastOneBatch);
        }

        @Override
        public OptionalLong firstBatchSince(long timestampMs) throws IOException {
            return log.firstBatchSince(timestampMs);
        }

        @Override
        public OptionalLong batchWithMaxTimestamp() throws IOException {
            return log.batchWithMaxTimestamp();
        }

        @Override
        public Optional<EpochEnd> endOfEpoch(int leaderEpoch) {
            return log.endOfEpoch(leaderEpoch);
        }

        @Override
        public int latestLeaderEpoch() {
            return log.latestLeaderEpoch();
        }

        @Override
        public void truncateTo(long offset) throws IOException {
            log.truncateTo(offset);
        }

        @Override
        public void resetTo(long offset) throws IOException {
            log.resetTo(offset);
        }

        @Override
        public void deleteBefore(long offset) throws IOException {
            log.deleteBefore(offset);
        }

        @Override
        public long applyRetention(long nowMs, long endOffset) throws IOException {
            return log.applyRetention(nowMs, endOffset);
        }

        @Override
        public CompactionNeed compactionNeed(long endOffset, long nowMs) throws IOException {
            needs.incrementAndGet();
            return log.compactionNeed(endOffset, nowMs);
        }

        @Override
        public Compacted compact(CompactionOrder order) throws IOException {
            compactions.incrementAndGet();
            pass(log.id());
            IOException failure = compactionFailures.get(log.id());
            if (failure != null) {
                throw failure;
            }
            compacted.add(log.id());
            return log.compact(order);
        }

        @Override
        public long flush() throws IOException {
            check(log.id());
            return log.flush();
        }

        @Override
        public void saveSnapshot(long offset, ByteBuffer state) throws IOException {
            log.saveSnapshot(offset, state);
        }

        @Override
        public Optional<StateSnapshot> latestSnapshot() throws IOException {
            return log.latestSnapshot();
        }

        @Override
        public void noteAborted(AbortedTransaction transaction) throws IOException {
            log.noteAborted(transaction);
        }

        @Override
        public List<AbortedTransaction> abortedTransactions(long fromOffset, long endOffset) throws IOException {
            return log.abortedTransactions(fromOffset, endOffset);
        }

        @Override
        public long newestAborted() {
            return log.newestAborted();
        }

        @Override
        public void configure(LogConfig config) {
            log.configure(config);
        }

        @Override
        public void close() throws IOException {
            open.decrementAndGet();
            log.close();
        }
    }
}
