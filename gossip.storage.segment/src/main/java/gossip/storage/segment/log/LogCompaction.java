package gossip.storage.segment.log;

import gossip.api.record.Codecs;
import gossip.api.record.RecordBatch;
import gossip.api.storage.DiskFullException;
import gossip.api.storage.LogConfig;
import gossip.storage.segment.compact.BatchFilter;
import gossip.storage.segment.compact.KeyOffsets;
import gossip.storage.segment.file.OpenFile;
import gossip.storage.segment.log.LogCheckpoint.Mark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Compaction of closed segments: notes the newest offset of each key in what is new since the last time, rewrites all
 * segments up to there without what these supersede, several small ones into one, and swaps the output in. Runs beside the
 * writer: closed segments do not change, and only the swaps exclude what removes segments. Where records were taken from
 * either end while they were copied, the copy is thrown away.
 *
 * <p>The last batch of a segment stays, if need be without records, so that the offsets go on; so does the last batch of a
 * producer that was active lately, for its sequence numbers.
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

    /** Compacts below an offset; returns the bytes freed. */
    long run(long endOffset, Codecs codecs, long nowMs) throws IOException {
        running.lock();
        try {
            return run(sources(endOffset), codecs, nowMs);
        } finally {
            running.unlock();
        }
    }

    private Sources sources(long endOffset) throws IOException {
        state.maintenance().lock();
        try {
            state.requireWritable();
            List<Segment> closed = state.segments().closed().stream()
                    .filter(segment -> segment.endOffset() <= endOffset)
                    .toList();
            return new Sources(closed, state.cleanedTo(), state.cuts());
        } finally {
            state.maintenance().unlock();
        }
    }

    private long run(Sources sources, Codecs codecs, long nowMs) throws IOException {
        List<Segment> candidates = sources.segments();
        if (!state.config().compacts() || candidates.isEmpty()) {
            return 0;
        }
        boolean due = candidates.stream().anyMatch(segment -> tombstonesAreDue(segment, nowMs));
        if (sources.cleanedTo() >= candidates.getLast().endOffset() && !due) {
            return 0;
        }
        Optional<Pass> pass = overlook(sources, codecs, nowMs);
        return pass.isEmpty() ? 0 : rewriteAll(sources, pass.orElseThrow());
    }

    /** Reads what there is; empty if segments disappeared meanwhile. */
    private Optional<Pass> overlook(Sources sources, Codecs codecs, long nowMs) throws IOException {
        try {
            KeyOffsets newest = new KeyOffsets(recordsFrom(sources), maxKeyBytes);
            long notedTo = note(sources, newest, codecs);
            Map<Long, Long> last = lastOfProducers(sources.segments(), nowMs);
            return Optional.of(new Pass(new BatchFilter(newest, codecs), last, notedTo, nowMs, sources.cuts()));
        } catch (IOException e) {
            if (isStale(sources.segments(), sources.cuts())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private long rewriteAll(Sources sources, Pass pass) throws IOException {
        long freed = 0;
        for (List<Segment> group : groups(sources.segments(), pass.notedTo())) {
            freed += rewrite(group, pass);
        }
        swap.cleanedTo(Math.max(sources.cleanedTo(), pass.notedTo()), pass.cuts());
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

    private boolean tombstonesAreDue(Segment segment, long nowMs) {
        return segment.tombstonesSinceMs() >= 0
                && nowMs - state.config().deleteRetentionMs() > segment.tombstonesSinceMs();
    }

    private long recordsFrom(Sources sources) throws IOException {
        long[] count = new long[1];
        forEachHeader(sources.segments(), sources.cleanedTo(), header -> count[0] += header.recordCount());
        return count[0];
    }

    /** Notes keys from where the last time ended; returns up to where there was room. */
    private long note(Sources sources, KeyOffsets newest, Codecs codecs) throws IOException {
        for (Segment segment : sources.segments()) {
            if (segment.endOffset() <= sources.cleanedTo() || segment.sizeBytes() == 0) {
                continue;
            }
            OpenFile held = segment.file().hold();
            try {
                BatchReader batches =
                        new BatchReader(segment, held, segment.reader().find(sources.cleanedTo()));
                while (batches.next()) {
                    state.requireWritable();
                    if (batches.batch().recordCount() > newest.free()) {
                        return requireProgress(batches.batch(), sources.cleanedTo());
                    }
                    BatchFilter.note(newest, batches.batch(), codecs);
                }
            } finally {
                held.release();
            }
        }
        return sources.segments().getLast().endOffset();
    }

    private long requireProgress(RecordBatch batch, long cleanedTo) throws IOException {
        if (batch.baseOffset() <= cleanedTo) {
            throw new IOException("the batch at offset " + batch.baseOffset() + " of " + state.id() + " has "
                    + batch.recordCount() + " records, more keys than " + maxKeyBytes
                    + " bytes hold; raise storage.compaction_memory");
        }
        return batch.baseOffset();
    }

    private Map<Long, Long> lastOfProducers(List<Segment> candidates, long nowMs) throws IOException {
        long since = nowMs - state.config().deleteRetentionMs();
        Map<Long, Long> last = new HashMap<>();
        List<Segment> recent = candidates.stream()
                .filter(segment -> segment.maxTimestampMs() >= since)
                .toList();
        forEachHeader(recent, 0, header -> {
            if (header.producerId() != RecordBatch.NO_PRODUCER_ID && header.maxTimestamp() >= since) {
                last.put(header.producerId(), header.baseOffset());
            }
        });
        return last;
    }

    private static void forEachHeader(List<Segment> segments, long fromOffset, HeaderVisitor visitor)
            throws IOException {
        for (Segment segment : segments) {
            if (segment.endOffset() <= fromOffset || segment.sizeBytes() == 0) {
                continue;
            }
            int position = segment.reader().find(fromOffset);
            OpenFile held = segment.file().hold();
            try {
                HeaderCursor cursor = segment.cursor(held, position, segment.sizeBytes(), HeaderCursor.WALK_BYTES);
                while (cursor.next()) {
                    visitor.visit(cursor.batch());
                }
            } finally {
                held.release();
            }
        }
    }

    /** Segments to be rewritten into one each; those whose tombstones are still to age stay alone. */
    private List<List<Segment>> groups(List<Segment> candidates, long notedTo) {
        LogConfig config = state.config();
        List<List<Segment>> groups = new ArrayList<>();
        long size = 0;
        for (Segment segment : candidates) {
            if (segment.baseOffset() >= notedTo) {
                break;
            }
            size += segment.sizeBytes();
            boolean joins = !groups.isEmpty()
                    && size <= config.segmentBytes()
                    && segment.tombstonesSinceMs() < 0
                    && groups.getLast().getLast().tombstonesSinceMs() < 0
                    && segment.endOffset() - groups.getLast().getFirst().baseOffset() <= Integer.MAX_VALUE;
            if (!joins) {
                groups.add(new ArrayList<>());
                size = segment.sizeBytes();
            }
            groups.getLast().add(segment);
        }
        return groups;
    }

    private long rewrite(List<Segment> group, Pass pass) throws IOException {
        long before = group.stream().mapToLong(Segment::sizeBytes).sum();
        Optional<Mark> copy = copyBeside(group, before, pass);
        if (copy.isEmpty()) {
            return 0;
        }
        Mark mark = copy.orElseThrow();
        boolean swapped;
        try {
            swapped = swap.run(group, mark, pass.cuts());
        } catch (DiskFullException e) {
            // once announced the copy is all there is of these records, and recovery puts it in place; a full disk
            // stops
            // the swap only before that, or when it is over
            discard(group);
            throw e;
        }
        if (!swapped) {
            discard(group);
            return 0;
        }
        return before - mark.sizeBytes();
    }

    /** Makes the copy; empty if it would change nothing, or if what it is made from disappeared meanwhile. */
    private Optional<Mark> copyBeside(List<Segment> group, long before, Pass pass) throws IOException {
        Optional<Mark> copied = Optional.empty();
        try {
            copied = copy(group, before, pass);
        } catch (IOException e) {
            if (!isStale(group, pass.cuts())) {
                discard(group);
                throw e;
            }
        }
        if (copied.isEmpty()) {
            discard(group);
        }
        return copied;
    }

    /** Deletes a copy that is not put in place; whoever opens a closed log anew does so. */
    private void discard(List<Segment> group) throws IOException {
        if (!state.isClosed()) {
            state.files().delete(state.cleanedPath(group.getFirst().baseOffset()));
        }
    }

    private Optional<Mark> copy(List<Segment> group, long before, Pass pass) throws IOException {
        Segment first = group.getFirst();
        pass.filter().forgetTombstones();
        boolean drop = tombstonesAreDue(first, pass.nowMs());
        try (CleanedSegment output = new CleanedSegment(state.files(), state.cleanedPath(first.baseOffset()))) {
            for (Segment segment : group) {
                copy(segment, segment == group.getLast(), output, pass, drop);
            }
            boolean hasTombstones = pass.filter().takeTombstoneKept();
            if (group.size() == 1 && output.sizeBytes() == before && hasTombstones == first.tombstonesSinceMs() >= 0) {
                return Optional.empty();
            }
            output.finish();
            long since =
                    !hasTombstones ? -1 : first.tombstonesSinceMs() >= 0 ? first.tombstonesSinceMs() : pass.nowMs();
            return Optional.of(new Mark(first.baseOffset(), output.sizeBytes(), output.maxTimestampMs(), since));
        }
    }

    private void copy(Segment segment, boolean lastOfGroup, CleanedSegment output, Pass pass, boolean dropTombstones)
            throws IOException {
        if (segment.sizeBytes() == 0) {
            return;
        }
        OpenFile held = segment.file().hold();
        try {
            BatchReader batches = new BatchReader(segment, held, 0);
            while (batches.next()) {
                state.requireWritable();
                RecordBatch batch = batches.batch();
                boolean keepEmpty = lastOfGroup && batches.isLast() || pass.isLastOfProducer(batch);
                Optional<ByteBuffer> kept = batch.baseOffset() >= pass.notedTo()
                        ? Optional.of(batch.bytes())
                        : pass.filter().apply(batch, dropTombstones, keepEmpty);
                if (kept.isPresent()) {
                    ByteBuffer bytes = kept.orElseThrow();
                    output.add(bytes, RecordBatch.header(bytes, 0).maxTimestamp());
                }
            }
        } finally {
            held.release();
        }
    }

    /** What there was when a run began. */
    private record Sources(List<Segment> segments, long cleanedTo, int cuts) {}

    /** What one run works with. */
    private record Pass(BatchFilter filter, Map<Long, Long> lastOfProducers, long notedTo, long nowMs, int cuts) {
        private boolean isLastOfProducer(RecordBatch batch) {
            return lastOfProducers.getOrDefault(batch.producerId(), -1L) == batch.baseOffset();
        }
    }

    /** Sees the header of each batch. */
    @FunctionalInterface
    private interface HeaderVisitor {
        void visit(RecordBatch header);
    }
}
