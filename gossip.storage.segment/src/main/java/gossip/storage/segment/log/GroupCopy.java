package gossip.storage.segment.log;

import gossip.api.record.RecordBatch;
import gossip.storage.segment.compact.BatchFilter;
import gossip.storage.segment.file.OpenFile;
import gossip.storage.segment.file.StorageFile;
import gossip.storage.segment.log.LogCheckpoint.Mark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Copies segments, group by group in order of offsets, without what a filter leaves out. The last batch of a group stays, if
 * need be without records, so that the offsets go on; so does the last batch of a producer that was active lately.
 */
final class GroupCopy {
    private final LogState state;
    private final BatchFilter filter;
    private final LastBatches last;
    private final long notedTo;
    private final CompactionIo io;

    GroupCopy(LogState state, BatchFilter filter, LastBatches last, long notedTo, CompactionIo io) {
        this.state = state;
        this.filter = filter;
        this.last = last;
        this.notedTo = notedTo;
        this.io = io;
    }

    /** Makes one segment of some that follow each other; empty if it would be the same as before. */
    Optional<Mark> make(List<Segment> group) throws IOException {
        long base = group.getFirst().baseOffset();
        filter.beginOutput();
        try (LazyCopy copy = new LazyCopy(state, base, io)) {
            for (Segment segment : group) {
                copy(segment, group, copy);
            }
            CleanedSegment output = copy.output();
            if (output == null) {
                return Optional.empty();
            }
            output.finish();
            return Optional.of(new Mark(base, output.sizeBytes(), output.maxTimestampMs(), removableSinceMs()));
        }
    }

    /** When the first of what waits in the output may go; -1 if nothing does. */
    long removableSinceMs() {
        return filter.earliestHorizonMs();
    }

    /** Offsets of the markers that were left out of the output. */
    Set<Long> droppedMarkers() {
        return filter.droppedMarkers();
    }

    private void copy(Segment segment, List<Segment> group, LazyCopy copy) throws IOException {
        if (segment.sizeBytes() == 0) {
            return;
        }
        OpenFile held = segment.file().hold();
        try {
            if (group.size() > 1) {
                copy.begin(held.file());
            }
            BatchReader batches = new BatchReader(segment, held, 0, io);
            while (batches.next()) {
                RecordBatch batch = batches.batch();
                boolean keepEmpty = segment == group.getLast() && batches.isLast() || last.contains(batch);
                Optional<ByteBuffer> kept =
                        batch.baseOffset() >= notedTo ? Optional.of(batch.bytes()) : filter.apply(batch, keepEmpty);
                write(kept, batch, held.file(), copy);
            }
        } finally {
            held.release();
        }
    }

    private static void write(Optional<ByteBuffer> kept, RecordBatch batch, StorageFile source, LazyCopy copy)
            throws IOException {
        if (kept.isEmpty()) {
            copy.begin(source);
        } else if (RecordBatch.header(kept.orElseThrow(), 0).crc() == batch.crc()) {
            copy.keep(batch);
        } else {
            copy.put(source, kept.orElseThrow());
        }
    }
}
