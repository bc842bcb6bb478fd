package gossip.storage.segment.log;

import gossip.api.EpochEnd;
import gossip.api.PartitionId;
import gossip.api.RecordSlice;
import gossip.api.storage.AbortedTransaction;
import gossip.api.storage.Compacted;
import gossip.api.storage.CompactionNeed;
import gossip.api.storage.CompactionOrder;
import gossip.api.storage.DiskFullException;
import gossip.api.storage.LogConfig;
import gossip.api.storage.PartitionLog;
import gossip.storage.segment.file.RetiredFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The log of a partition in segments. Appends here; the rest is done by the parts it is made of. */
final class SegmentLog implements PartitionLog {
    private final LogState state;
    private final LogReader reader;
    private final LogFlush flush;
    private final LogTrimmer trimmer;
    private final LogRetention retention;
    private final LogCompaction compaction;
    private final Snapshots snapshots;
    private final Consumer<SegmentLog> onClose;

    SegmentLog(LogState state, int compactionBytes, Consumer<SegmentLog> onClose) {
        this.state = state;
        this.reader = new LogReader(state);
        this.flush = new LogFlush(state);
        this.snapshots = new Snapshots(state);
        this.trimmer = new LogTrimmer(state, flush, snapshots);
        this.retention = new LogRetention(state, trimmer);
        this.compaction = new LogCompaction(state, flush, compactionBytes);
        this.onClose = onClose;
    }

    @Override
    public PartitionId id() {
        return state.id();
    }

    @Override
    public long logStartOffset() {
        return state.logStartOffset();
    }

    @Override
    public long logEndOffset() {
        return state.logEndOffset();
    }

    @Override
    public long recoveryPoint() {
        return state.recoveryPoint();
    }

    @Override
    public long sizeBytes() {
        return LogRetention.sizeBytes(state.segments());
    }

    @Override
    public void append(ByteBuffer batches) throws IOException {
        state.requireWritable();
        AppendPlan plan = AppendPlan.of(batches, state.logEndOffset(), state.epochs());
        if (!batches.hasRemaining()) {
            return;
        }
        try {
            appendTo(segmentFor(plan, batches.remaining()), batches, plan);
        } catch (DiskFullException e) {
            throw e;
        } catch (IOException e) {
            throw state.failed(e);
        }
        if (plan.epochs().latest() > state.epochs().latest()) {
            state.epochs(plan.epochs());
        }
        state.logEndOffset(plan.endOffset());
    }

    private Segment segmentFor(AppendPlan plan, int bytes) throws IOException {
        Segment active = state.segments().active();
        LogConfig config = state.config();
        if (SegmentAge.isOver(state, active, plan.maxTimestampMs())
                || !active.fits(plan.endOffset(), bytes, config.segmentBytes())) {
            trimmer.roll();
        }
        return state.segments().active();
    }

    private void appendTo(Segment segment, ByteBuffer batches, AppendPlan plan) throws IOException {
        try {
            if (!segment.isCreated()) {
                state.ensureDirectory();
                segment.create();
                // before there is anything in it: a flush that sees records has to see this
                state.directoryChanged();
            }
            segment.append(batches, plan, state.config().indexIntervalBytes());
        } catch (DiskFullException e) {
            segment.restoreSize();
            throw e;
        }
    }

    @Override
    public RecordSlice read(long offset, long endOffset, int maxBytes, boolean atLeastOneBatch) throws IOException {
        return reader.read(offset, endOffset, maxBytes, atLeastOneBatch);
    }

    @Override
    public OptionalLong firstBatchSince(long timestampMs) throws IOException {
        return reader.firstBatchSince(timestampMs);
    }

    @Override
    public OptionalLong batchWithMaxTimestamp() throws IOException {
        return reader.batchWithMaxTimestamp();
    }

    @Override
    public Optional<EpochEnd> endOfEpoch(int leaderEpoch) {
        return state.epochs().endOf(leaderEpoch, state.logEndOffset());
    }

    @Override
    public int latestLeaderEpoch() {
        return state.epochs().latest();
    }

    @Override
    public void truncateTo(long offset) throws IOException {
        maintain(() -> {
            trimmer.truncateTo(offset);
            return true;
        });
    }

    @Override
    public void resetTo(long offset) throws IOException {
        maintain(() -> {
            trimmer.resetTo(offset);
            return true;
        });
    }

    @Override
    public void deleteBefore(long offset) throws IOException {
        maintain(() -> {
            trimmer.deleteBefore(offset);
            return true;
        });
    }

    @Override
    public long applyRetention(long nowMs, long endOffset) throws IOException {
        return maintain(() -> retention.apply(nowMs, endOffset));
    }

    @Override
    public CompactionNeed compactionNeed(long endOffset, long nowMs) throws IOException {
        try {
            return CompactionSources.need(state, endOffset, nowMs);
        } catch (RetiredFileException e) {
            // a segment went while it was looked at: the next look knows better
            return CompactionNeed.NONE;
        }
    }

    @Override
    public Compacted compact(CompactionOrder order) throws IOException {
        return compaction.run(order);
    }

    @Override
    public long flush() throws IOException {
        return maintain(flush::run);
    }

    @Override
    public void saveSnapshot(long offset, ByteBuffer content) throws IOException {
        maintain(() -> {
            snapshots.save(offset, content);
            return true;
        });
    }

    @Override
    public Optional<StateSnapshot> latestSnapshot() throws IOException {
        return maintain(snapshots::latest);
    }

    @Override
    public void noteAborted(AbortedTransaction transaction) throws IOException {
        try {
            state.aborted().add(transaction);
        } catch (DiskFullException e) {
            throw e;
        } catch (IOException e) {
            throw state.failed(e);
        }
    }

    @Override
    public List<AbortedTransaction> abortedTransactions(long fromOffset, long endOffset) throws IOException {
        return state.aborted().find(fromOffset, endOffset);
    }

    @Override
    public long newestAborted() {
        return state.aborted().newest();
    }

    @Override
    public void configure(LogConfig config) {
        state.config(config);
    }

    @Override
    public void close() throws IOException {
        boolean closesNow = maintain(() -> {
            boolean first = !state.isClosed();
            state.closed();
            return first;
        });
        if (!closesNow) {
            return;
        }
        try {
            closeSegments();
        } finally {
            onClose.accept(this);
        }
    }

    /** All of them, even if the disk fails. */
    private void closeSegments() throws IOException {
        Optional<IOException> first = Optional.empty();
        for (Segment segment : state.segments().all()) {
            try {
                segment.positions().closeIndex();
            } catch (IOException e) {
                first.ifPresent(earlier -> earlier.addSuppressed(e));
                first = first.or(() -> Optional.of(e));
            }
            segment.retire();
        }
        if (first.isPresent()) {
            throw first.orElseThrow();
        }
    }

    private <T> T maintain(Maintenance<T> work) throws IOException {
        state.maintenance().lock();
        try {
            return work.run();
        } finally {
            state.maintenance().unlock();
        }
    }

    /** Work that excludes other such work. */
    @FunctionalInterface
    private interface Maintenance<T> {
        T run() throws IOException;
    }
}
