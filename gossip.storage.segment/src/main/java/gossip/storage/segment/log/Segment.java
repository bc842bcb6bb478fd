package gossip.storage.segment.log;

import gossip.api.record.RecordBatch;
import gossip.api.storage.SegmentIndex.Entry;
import gossip.storage.segment.file.OpenFile;
import gossip.storage.segment.file.PooledFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One file of batches. The writer appends, any thread reads what {@link #tail} says is there, through {@link SegmentReader}.
 */
final class Segment {
    private final long baseOffset;
    private final PooledFile file;
    private final SegmentPositions positions;
    private final SegmentReader reader;
    /** End offset and size in one number, see {@link RecentPositions#pack}, so that readers see both at once. */
    private volatile long tail;

    private volatile long maxTimestampMs;
    private volatile long removableSinceMs = -1;
    /** What a sync has made durable, as {@link #tail}. */
    private volatile long durableTail;

    private volatile long durableMaxTimestampMs = -1;

    private boolean created;
    private int lastIndexedPosition;
    private volatile long firstTimestampMs = Long.MAX_VALUE;

    /** A segment without batches and without a file. */
    Segment(long baseOffset, PooledFile file, SegmentIndexes indexes) {
        this.baseOffset = baseOffset;
        this.file = file;
        this.positions = new SegmentPositions(this, indexes);
        this.reader = new SegmentReader(this, positions);
        this.maxTimestampMs = -1;
    }

    /** A segment with a file. */
    Segment(LogCheckpoint.Mark mark, long endOffset, PooledFile file, SegmentIndexes indexes) {
        this(mark.baseOffset(), file, indexes);
        created = true;
        tail = RecentPositions.pack(relative(endOffset), mark.sizeBytes());
        maxTimestampMs = mark.maxTimestampMs();
        removableSinceMs = mark.removableSinceMs();
        durableTail = tail;
        durableMaxTimestampMs = maxTimestampMs;
        lastIndexedPosition = mark.sizeBytes();
    }

    /** Takes note of batches that recovery found beyond what was known. */
    void recovered(long endOffset, int sizeBytes, long newMaxTimestampMs) {
        maxTimestampMs = Math.max(maxTimestampMs, newMaxTimestampMs);
        lastIndexedPosition = sizeBytes;
        tail = RecentPositions.pack(relative(endOffset), sizeBytes);
    }

    /** Whether batches fit that end at an offset. */
    boolean fits(long lastOffset, int bytes, int segmentBytes) {
        long size = sizeBytes() + (long) bytes;
        return lastOffset + 1 - baseOffset <= Integer.MAX_VALUE
                && size <= Integer.MAX_VALUE
                && (sizeBytes() == 0 || size <= segmentBytes);
    }

    /** Creates the file. */
    void create() throws IOException {
        OpenFile held = file.create();
        try {
            held.file().truncate(0);
            created = true;
        } finally {
            held.release();
        }
    }

    /** Appends. On a failure the file may have more than it should. */
    void append(ByteBuffer batches, AppendPlan plan, int indexIntervalBytes) throws IOException {
        int position = sizeBytes();
        OpenFile held = file.hold();
        try {
            held.file().write(batches.duplicate(), position);
            held.markDirty();
        } finally {
            held.release();
        }
        if (position + batches.remaining() - lastIndexedPosition > indexIntervalBytes) {
            addIndexEntries(batches, position, indexIntervalBytes);
        }
        maxTimestampMs = Math.max(maxTimestampMs, plan.maxTimestampMs());
        long newTail = RecentPositions.pack(relative(plan.endOffset()), position + batches.remaining());
        if (position == 0) {
            firstTimestampMs = plan.maxTimestampMs();
        }
        tail = newTail;
        positions.recent().appended().add(newTail);
    }

    private void addIndexEntries(ByteBuffer batches, int position, int indexIntervalBytes) throws IOException {
        long timestamp = maxTimestampMs;
        int at = batches.position();
        while (at < batches.limit()) {
            RecordBatch batch = RecordBatch.header(batches, at);
            int batchPosition = position + at - batches.position();
            if (batchPosition - lastIndexedPosition >= indexIntervalBytes) {
                positions.index().append(new Entry(batch.baseOffset(), batchPosition, timestamp));
                lastIndexedPosition = batchPosition;
            }
            timestamp = Math.max(timestamp, batch.maxTimestamp());
            at = batch.end();
        }
    }

    /** Cuts off what a failed append may have left. */
    void restoreSize() throws IOException {
        if (!created) {
            return;
        }
        OpenFile held = file.hold();
        try {
            held.file().truncate(sizeBytes());
            held.file().force(true);
        } finally {
            held.release();
        }
    }

    /** Largest timestamp of batches that reach an offset; after a crash it may be too large. */
    long maxTimestampMsFrom(long offset) throws IOException {
        return offset <= baseOffset ? maxTimestampMs : measureMaxTimestampMsFrom(offset);
    }

    /** The same, read from the batches. */
    long measureMaxTimestampMsFrom(long offset) throws IOException {
        return reader.maxTimestampMs(reader.find(offset), sizeBytes());
    }

    /** Timestamp of the first batch; the largest long for a segment without one. Any thread. */
    long firstTimestampMs() throws IOException {
        if (firstTimestampMs == Long.MAX_VALUE && sizeBytes() > 0) {
            firstTimestampMs = reader.firstTimestampMs();
        }
        return sizeBytes() == 0 ? Long.MAX_VALUE : firstTimestampMs;
    }

    /** Makes the batches up to a tail durable. */
    void flush(long upTo) throws IOException {
        if (upTo > durableTail) {
            OpenFile held = file.hold();
            try {
                held.force();
            } finally {
                held.release();
            }
            durableTail = upTo;
            durableMaxTimestampMs = maxTimestampMs;
        }
        Optional<IOException> earlier = file.failure();
        if (earlier.isPresent()) {
            throw earlier.orElseThrow();
        }
    }

    /** Hides what lies behind a position, where the next batch will start. */
    void hideFrom(int position, long endOffset) {
        tail = RecentPositions.pack(relative(endOffset), position);
        positions.forgetRecent();
        durableTail = Math.min(durableTail, tail);
    }

    /** Removes what is hidden, durably. */
    void cut() throws IOException {
        if (created) {
            positions.index().truncateTo(endOffset());
            positions.index().flush();
            lastIndexedPosition = Math.min(lastIndexedPosition, sizeBytes());
            restoreSize();
            Entry last = positions.index().last().orElse(new Entry(baseOffset, 0, -1));
            maxTimestampMs = Math.max(last.maxTimestampBefore(), reader.maxTimestampMs(last.position(), sizeBytes()));
            durableMaxTimestampMs = Math.min(durableMaxTimestampMs, maxTimestampMs);
        }
    }

    /** Takes the file out of use; those who read go on. */
    void retire() {
        file.retire();
    }

    /** Takes the file into use again, for it is still there. */
    void reinstate() {
        file.reinstate();
    }

    /** A walk over the batches between two positions, while the file is held. */
    HeaderCursor cursor(OpenFile held, int position, int end, int chunkBytes) {
        return new HeaderCursor(held.file(), position, end, baseOffset, endOffset(), chunkBytes);
    }

    int relative(long offset) {
        return (int) Math.min(offset - baseOffset, Integer.MAX_VALUE);
    }

    long endOffset(long seenTail) {
        return baseOffset + RecentPositions.relativeOffset(seenTail);
    }

    /** What the checkpoint says of it. */
    LogCheckpoint.Mark durableMark() {
        return new LogCheckpoint.Mark(baseOffset, durableBytes(), durableMaxTimestampMs, removableSinceMs);
    }

    int durableBytes() {
        return RecentPositions.position(durableTail);
    }

    long baseOffset() {
        return baseOffset;
    }

    /** End offset and size at once, see {@link RecentPositions#pack}. */
    long tail() {
        return tail;
    }

    long endOffset() {
        return endOffset(tail);
    }

    int sizeBytes() {
        return RecentPositions.position(tail);
    }

    long maxTimestampMs() {
        return maxTimestampMs;
    }

    long removableSinceMs() {
        return removableSinceMs;
    }

    /** While the maintenance lock is held; the next checkpoint stores it. */
    void removableSinceMs(long timeMs) {
        removableSinceMs = timeMs;
    }

    /** Whether there is a file. */
    boolean isCreated() {
        return created;
    }

    SegmentReader reader() {
        return reader;
    }

    SegmentPositions positions() {
        return positions;
    }

    PooledFile file() {
        return file;
    }
}
