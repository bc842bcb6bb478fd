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

/**
 * Compaction of closed segments: notes the newest offset of each key in what is new since the last time, rewrites all
 * segments up to there without what these supersede, several small ones into one, and swaps the output in. Runs as the
 * writer; only the swaps exclude flushes.
 *
 * <p>The last batch of a segment stays, if need be without records, so that the offsets go on; so does the last batch of a
 * producer that was active lately, for its sequence numbers.
 */
final class LogCompaction {
    private final LogState state;
    private final SegmentSwap swap;
    private final int maxKeyBytes;

    LogCompaction(LogState state, LogFlush flush, int maxKeyBytes) {
        this.state = state;
        this.swap = new SegmentSwap(state, flush);
        this.maxKeyBytes = maxKeyBytes;
    }

    /** Compacts below an offset; returns the bytes freed. */
    long run(long endOffset, Codecs codecs, long nowMs) throws IOException {
        state.requireWritable();
        List<Segment> candidates = state.segments().closed().stream()
                .filter(segment -> segment.endOffset() <= endOffset)
                .toList();
        if (!state.config().compacts() || candidates.isEmpty()) {
            return 0;
        }
        long cleanEnd = candidates.getLast().endOffset();
        boolean due = candidates.stream().anyMatch(segment -> tombstonesAreDue(segment, nowMs));
        if (state.cleanedTo() >= cleanEnd && !due) {
            return 0;
        }
        KeyOffsets newest = new KeyOffsets(recordsFrom(candidates), maxKeyBytes);
        long notedTo = note(candidates, newest, codecs);
        Pass pass = new Pass(new BatchFilter(newest, codecs), lastOfProducers(candidates, nowMs), notedTo, nowMs);
        long freed = 0;
        for (List<Segment> group : groups(candidates, notedTo)) {
            freed += rewrite(group, pass);
        }
        swap.cleanedTo(Math.max(state.cleanedTo(), notedTo));
        return freed;
    }

    private boolean tombstonesAreDue(Segment segment, long nowMs) {
        return segment.tombstonesSinceMs() >= 0
                && nowMs - state.config().deleteRetentionMs() > segment.tombstonesSinceMs();
    }

    private long recordsFrom(List<Segment> candidates) throws IOException {
        long[] count = new long[1];
        forEachHeader(candidates, state.cleanedTo(), header -> count[0] += header.recordCount());
        return count[0];
    }

    /** Notes keys from where the last time ended; returns up to where there was room. */
    private long note(List<Segment> candidates, KeyOffsets newest, Codecs codecs) throws IOException {
        for (Segment segment : candidates) {
            if (segment.endOffset() <= state.cleanedTo() || segment.sizeBytes() == 0) {
                continue;
            }
            OpenFile held = segment.file().hold();
            try {
                BatchReader batches =
                        new BatchReader(segment, held, segment.reader().find(state.cleanedTo()));
                while (batches.next()) {
                    if (batches.batch().recordCount() > newest.free()) {
                        return requireProgress(batches.batch());
                    }
                    BatchFilter.note(newest, batches.batch(), codecs);
                }
            } finally {
                held.release();
            }
        }
        return candidates.getLast().endOffset();
    }

    private long requireProgress(RecordBatch batch) throws IOException {
        if (batch.baseOffset() <= state.cleanedTo()) {
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
        Segment first = group.getFirst();
        boolean drop = tombstonesAreDue(first, pass.nowMs());
        boolean perhapsAnnounced = false;
        try (CleanedSegment output = new CleanedSegment(state.files(), state.cleanedPath(first.baseOffset()))) {
            for (Segment segment : group) {
                copy(segment, segment == group.getLast(), output, pass, drop);
            }
            boolean hasTombstones = pass.filter().takeTombstoneKept();
            if (group.size() == 1 && output.sizeBytes() == before && hasTombstones == first.tombstonesSinceMs() >= 0) {
                state.files().delete(state.cleanedPath(first.baseOffset()));
                return 0;
            }
            output.finish();
            long since =
                    !hasTombstones ? -1 : first.tombstonesSinceMs() >= 0 ? first.tombstonesSinceMs() : pass.nowMs();
            perhapsAnnounced = true;
            swap.run(group, new Mark(first.baseOffset(), output.sizeBytes(), output.maxTimestampMs(), since));
            return before - output.sizeBytes();
        } catch (IOException e) {
            // once announced it is all there is of these records, and recovery puts it in place; a full disk stops the
            // swap
            // only before that, or when it is over
            if (!perhapsAnnounced || e instanceof DiskFullException) {
                state.files().delete(state.cleanedPath(first.baseOffset()));
            }
            throw e;
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

    /** What one run works with. */
    private record Pass(BatchFilter filter, Map<Long, Long> lastOfProducers, long notedTo, long nowMs) {
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
