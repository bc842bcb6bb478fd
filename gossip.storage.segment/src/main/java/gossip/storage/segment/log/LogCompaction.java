package gossip.storage.segment.log;

import gossip.api.record.Codecs;
import gossip.api.record.RecordBatch;
import gossip.api.storage.Compacted;
import gossip.api.storage.CompactionOrder;
import gossip.api.storage.DiskFullException;
import gossip.storage.segment.compact.BatchFilter;
import gossip.storage.segment.compact.KeyOffsets;
import gossip.storage.segment.compact.TransactionTrack;
import gossip.storage.segment.file.OpenFile;
import gossip.storage.segment.log.LogCheckpoint.Mark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Compaction of closed segments: notes the newest offset of each key in what is new since the last time, rewrites all
 * segments up to there without what these supersede, several small ones into one, and swaps the output in; then again, while
 * there were more keys than there was memory for. Runs beside the writer: closed segments do not change, and only the swaps
 * exclude what removes segments. Where records were taken from either end while they were copied, the copy is thrown away, and
 * what is left is looked at anew.
 */
final class LogCompaction {
    private final LogState state;
    private final SegmentSwap swap;
    private final int maxKeyBytes;
    private final ReentrantLock running = new ReentrantLock();

    LogCompaction(LogState state, LogFlush flush, int maxKeyBytes) {
        this.state = state;
        this.swap = new SegmentSwap(state, flush);
        this.maxKeyBytes = maxKeyBytes;
    }

    /** Does what the order says; one at a time. */
    Compacted run(CompactionOrder order) throws IOException {
        CompactionIo io = new CompactionIo(state, order.pace());
        long freed = 0;
        running.lock();
        try {
            boolean more = true;
            while (more) {
                CompactionSources sources = sources(order);
                if (!state.config().compacts() || !sources.isWorthwhile(order.nowMs())) {
                    break;
                }
                Optional<Pass> pass = overlook(sources, order, io);
                if (pass.isEmpty()) {
                    break;
                }
                freed += rewriteAll(sources, pass.orElseThrow());
                long cleanedTo = state.cleanedTo();
                more = cleanedTo < sources.endOffset() && cleanedTo > sources.cleanedTo();
            }
            return new Compacted(io.bytesRead(), io.bytesWritten(), freed);
        } finally {
            running.unlock();
        }
    }

    private CompactionSources sources(CompactionOrder order) throws IOException {
        state.maintenance().lock();
        try {
            state.requireWritable();
            return CompactionSources.of(state, order.endOffset(), order.nowMs());
        } finally {
            state.maintenance().unlock();
        }
    }

    /**
     * What one pass works with.
     *
     * @param notedTo nothing at or above it is compacted, for its keys are not known
     */
    private record Pass(GroupCopy copies, long notedTo, int cuts) {}

    /** Reads what there is; empty if segments disappeared meanwhile. */
    private Optional<Pass> overlook(CompactionSources sources, CompactionOrder order, CompactionIo io)
            throws IOException {
        try {
            KeyOffsets newest = new KeyOffsets(recordsIn(sources), maxKeyBytes);
            long notedTo = note(sources, newest, order.codecs(), io);
            BatchFilter filter = new BatchFilter(
                    newest,
                    transactions(sources),
                    order.codecs(),
                    order.nowMs(),
                    state.config().compaction().deleteRetentionMs(),
                    state.aborted().newest());
            LastBatches last = LastBatches.of(sources.segments(), order.producersSinceMs());
            return Optional.of(new Pass(new GroupCopy(state, filter, last, notedTo, io), notedTo, sources.cuts()));
        } catch (IOException e) {
            if (isStale(sources.segments(), sources.cuts())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** What was aborted further down went the last time. */
    private TransactionTrack transactions(CompactionSources sources) throws IOException {
        return new TransactionTrack(state.aborted().find(sources.cleanedTo(), sources.endOffset()));
    }

    /** Ends at a group of which a part went meanwhile: what is left of it has not been seen, and is not clean. */
    private long rewriteAll(CompactionSources sources, Pass pass) throws IOException {
        long freed = 0;
        long cleanedTo = pass.notedTo();
        for (List<Segment> group : groups(sources.segments(), pass.notedTo())) {
            OptionalLong freedByGroup = rewrite(group, pass);
            if (freedByGroup.isEmpty()) {
                cleanedTo = group.getFirst().baseOffset();
                break;
            }
            freed += freedByGroup.getAsLong();
        }
        swap.cleanedTo(Math.max(sources.cleanedTo(), cleanedTo), pass.cuts());
        return freed;
    }

    private boolean isStale(List<Segment> sources, int cuts) {
        state.maintenance().lock();
        try {
            return swap.isStale(sources, cuts);
        } finally {
            state.maintenance().unlock();
        }
    }

    private static long recordsIn(CompactionSources sources) throws IOException {
        long count = 0;
        for (Segment segment : sources.dirty()) {
            OpenFile held = segment.file().hold();
            try {
                int position = segment.reader().find(sources.cleanedTo());
                HeaderCursor cursor = segment.cursor(held, position, segment.sizeBytes(), HeaderCursor.WALK_BYTES);
                while (cursor.next()) {
                    count += cursor.batch().recordCount();
                }
            } finally {
                held.release();
            }
        }
        return count;
    }

    /** Notes keys from where the last time ended; returns up to where there was room. */
    private long note(CompactionSources sources, KeyOffsets newest, Codecs codecs, CompactionIo io) throws IOException {
        TransactionTrack transactions = transactions(sources);
        for (Segment segment : sources.dirty()) {
            OpenFile held = segment.file().hold();
            try {
                int position = segment.reader().find(sources.cleanedTo());
                BatchReader batches = new BatchReader(segment, held, position, io);
                while (batches.next()) {
                    RecordBatch batch = batches.batch();
                    if (batch.recordCount() > newest.free()) {
                        return requireProgress(batch, sources.cleanedTo());
                    }
                    BatchFilter.note(newest, transactions, batch, sources.cleanedTo(), codecs);
                }
            } finally {
                held.release();
            }
        }
        return sources.endOffset();
    }

    private long requireProgress(RecordBatch batch, long cleanedTo) throws IOException {
        if (batch.baseOffset() <= cleanedTo) {
            throw new IOException("the batch at offset " + batch.baseOffset() + " of " + state.id() + " has "
                    + batch.recordCount() + " records, more keys than " + maxKeyBytes
                    + " bytes hold; raise storage.compaction_memory");
        }
        return batch.baseOffset();
    }

    /** Segments to be rewritten into one each. */
    private List<List<Segment>> groups(List<Segment> candidates, long notedTo) {
        List<List<Segment>> groups = new ArrayList<>();
        long size = 0;
        for (Segment segment : candidates) {
            if (segment.baseOffset() >= notedTo) {
                break;
            }
            size += segment.sizeBytes();
            boolean joins = !groups.isEmpty()
                    && size <= state.config().segmentBytes()
                    && segment.endOffset() - groups.getLast().getFirst().baseOffset() <= Integer.MAX_VALUE;
            if (!joins) {
                groups.add(new ArrayList<>());
                size = segment.sizeBytes();
            }
            groups.getLast().add(segment);
        }
        return groups;
    }

    /** Returns the bytes freed; empty if the group, or a part of it, disappeared meanwhile. */
    private OptionalLong rewrite(List<Segment> group, Pass pass) throws IOException {
        Optional<Mark> copy;
        try {
            copy = pass.copies().make(group);
        } catch (IOException | RuntimeException e) {
            boolean isStale = isStale(group, pass.cuts());
            discard(group);
            if (isStale) {
                return OptionalLong.empty();
            }
            throw e;
        }
        if (copy.isEmpty()) {
            swap.settle(group.getFirst(), pass.copies().removableSinceMs());
            discard(group);
            return OptionalLong.of(0);
        }
        return put(group, copy.orElseThrow(), pass);
    }

    /** Puts a copy in place; returns as {@link #rewrite} does. */
    private OptionalLong put(List<Segment> group, Mark mark, Pass pass) throws IOException {
        long before = group.stream().mapToLong(Segment::sizeBytes).sum();
        try {
            if (swap.run(group, mark, pass.copies().droppedMarkers(), pass.cuts())) {
                return OptionalLong.of(before - mark.sizeBytes());
            }
        } catch (DiskFullException e) {
            // once announced the copy is what recovery puts in place; a full disk stops the swap only before that, or
            // when it is over
            discard(group);
            throw e;
        }
        discard(group);
        return OptionalLong.empty();
    }

    /** Deletes a copy that is not put in place; whoever opens a closed log anew does so. */
    private void discard(List<Segment> group) throws IOException {
        if (!state.isClosed()) {
            state.files().delete(state.cleanedPath(group.getFirst().baseOffset()));
        }
    }
}
