package gossip.storage.segment.log;

import gossip.api.RecordSlice;
import gossip.api.record.RecordBatch;
import gossip.api.storage.CorruptLogException;
import gossip.api.storage.SegmentIndex;
import gossip.api.storage.SegmentIndex.Entry;
import gossip.storage.segment.file.OpenFile;
import gossip.storage.segment.file.PooledFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One file of batches. The writer appends, any thread reads what {@link #tail} says is there.
 *
 * <p>Positions are found from the recent ones, which costs nothing at the tail, else from the sparse index; from there the
 * headers are walked. All of these are hints: where the walk from one meets what is not a batch, it is made again from the
 * start of the file before damage is reported.
 */
final class Segment {
    private final long baseOffset;
    private final PooledFile file;
    private final SegmentIndexes indexes;
    /** Both are replaced, after the tail, when something is cut off: who still holds the old ones adds to those. */
    private volatile RecentPositions appended = new RecentPositions();

    private volatile RecentPositions looked = new RecentPositions();
    /** End offset and size in one number, see {@link RecentPositions#pack}, so that readers see both at once. */
    private volatile long tail;

    private volatile long maxTimestampMs;
    private long tombstonesSinceMs = -1;
    /** What a sync has made durable, as {@link #tail}. */
    private volatile long durableTail;

    private volatile long durableMaxTimestampMs = -1;

    private boolean created;
    private int lastIndexedPosition;
    private long firstTimestampMs = Long.MAX_VALUE;
    private volatile @Nullable SegmentIndex index;

    /** A segment without batches and without a file. */
    Segment(long baseOffset, PooledFile file, SegmentIndexes indexes) {
        this.baseOffset = baseOffset;
        this.file = file;
        this.indexes = indexes;
        this.maxTimestampMs = -1;
    }

    /** A segment with a file. */
    Segment(LogCheckpoint.Mark mark, long endOffset, PooledFile file, SegmentIndexes indexes) {
        this(mark.baseOffset(), file, indexes);
        created = true;
        tail = RecentPositions.pack(relative(endOffset), mark.sizeBytes());
        maxTimestampMs = mark.maxTimestampMs();
        tombstonesSinceMs = mark.tombstonesSinceMs();
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

    /** Appends. On a failure the file may have more than it should. */
    void append(ByteBuffer batches, AppendPlan plan, int indexIntervalBytes) throws IOException {
        int position = sizeBytes();
        OpenFile held = created ? file.hold() : file.create();
        try {
            if (!created) {
                held.file().truncate(0);
                created = true;
            }
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
        appended.add(newTail);
    }

    private void addIndexEntries(ByteBuffer batches, int position, int indexIntervalBytes) throws IOException {
        long timestamp = maxTimestampMs;
        int at = batches.position();
        while (at < batches.limit()) {
            RecordBatch batch = RecordBatch.header(batches, at);
            int batchPosition = position + at - batches.position();
            if (batchPosition - lastIndexedPosition >= indexIntervalBytes) {
                index().append(new Entry(batch.baseOffset(), batchPosition, timestamp));
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

    /** Batches from the one that contains an offset; empty if there is none below the end offset. */
    RecordSlice read(long offset, long endOffset, int maxBytes, boolean atLeastOneBatch) throws IOException {
        RecentPositions ring = looked;
        long seen = tail;
        int size = RecentPositions.position(seen);
        if (size == 0 || offset >= endOffset(seen)) {
            return RecordSlice.EMPTY;
        }
        OpenFile held = file.hold();
        boolean kept = false;
        try {
            int start = find(held, offset, seen, ring);
            int end = endOffset >= endOffset(seen) ? size : find(held, endOffset, seen, ring);
            int length = end - start;
            if (length > maxBytes) {
                int firstBytes = batchBytes(held, start, size);
                length = firstBytes <= maxBytes ? maxBytes : atLeastOneBatch ? firstBytes : 0;
            }
            if (length <= 0) {
                return RecordSlice.EMPTY;
            }
            kept = true;
            return new FileSlice(held, start, length);
        } finally {
            if (!kept) {
                held.release();
            }
        }
    }

    private int batchBytes(OpenFile held, int position, int size) throws IOException {
        HeaderCursor cursor =
                new HeaderCursor(held.file(), position, size, baseOffset, endOffset(), RecordBatch.HEADER_BYTES);
        cursor.next();
        return cursor.nextPosition() - position;
    }

    /** Where the first batch starts that ends beyond an offset; the size if there is none. */
    int find(long offset) throws IOException {
        RecentPositions ring = looked;
        long seen = tail;
        if (offset >= endOffset(seen) || RecentPositions.position(seen) == 0) {
            return RecentPositions.position(seen);
        }
        OpenFile held = file.hold();
        try {
            return find(held, offset, seen, ring);
        } finally {
            held.release();
        }
    }

    private int find(OpenFile held, long offset, long seen, RecentPositions ring) throws IOException {
        if (offset <= baseOffset) {
            return 0;
        }
        int relativeOffset = relative(offset);
        long recent = Math.max(appended.floor(relativeOffset), ring.floor(relativeOffset));
        if (RecentPositions.relativeOffset(recent) == relativeOffset) {
            return RecentPositions.position(recent);
        }
        Optional<Entry> indexed = lookUp(offset);
        int position = Math.max(
                RecentPositions.position(recent), indexed.map(Entry::position).orElse(0));
        int found;
        try {
            found = walkTo(held, offset, position, seen);
        } catch (CorruptLogException e) {
            if (position == 0) {
                throw e;
            }
            found = walkTo(held, offset, 0, seen);
            forgetHints();
        }
        ring.add(RecentPositions.pack(relativeOffset, found));
        return found;
    }

    private int walkTo(OpenFile held, long offset, int position, long seen) throws IOException {
        int size = RecentPositions.position(seen);
        HeaderCursor cursor = cursor(held, position, size, baseOffset);
        while (cursor.next()) {
            if (cursor.batch().lastOffset() >= offset) {
                return cursor.position();
            }
        }
        return size;
    }

    private Optional<Entry> lookUp(long offset) throws IOException {
        try {
            return index().floorOffset(offset);
        } catch (UncheckedIOException e) {
            forgetHints();
            return Optional.empty();
        }
    }

    private void forgetHints() throws IOException {
        forgetRecent();
        dropIndex();
    }

    private void forgetRecent() {
        appended = new RecentPositions();
        looked = new RecentPositions();
    }

    /** Base offset of the first batch at or above an offset with a record of a time or later. */
    OptionalLong firstBatchSince(long timestampMs, long fromOffset) throws IOException {
        int size = sizeBytes();
        if (size == 0 || maxTimestampMs < timestampMs) {
            return OptionalLong.empty();
        }
        int position = find(fromOffset);
        if (fromOffset <= baseOffset) {
            position = index().floorTimestamp(timestampMs).map(Entry::position).orElse(0);
        }
        OpenFile held = file.hold();
        try {
            HeaderCursor cursor = cursor(held, position, size, baseOffset);
            while (cursor.next()) {
                if (cursor.batch().maxTimestamp() >= timestampMs) {
                    return OptionalLong.of(cursor.batch().baseOffset());
                }
            }
        } finally {
            held.release();
        }
        return OptionalLong.empty();
    }

    /** Largest timestamp of batches that reach an offset or beyond; after a crash it may be too large. */
    long maxTimestampMsFrom(long offset) throws IOException {
        return offset <= baseOffset ? maxTimestampMs : measureMaxTimestampMsFrom(offset);
    }

    /** The same, read from the batches. */
    long measureMaxTimestampMsFrom(long offset) throws IOException {
        return maxTimestampMsBetween(find(offset), sizeBytes());
    }

    private long maxTimestampMsBetween(int position, int end) throws IOException {
        long newest = -1;
        if (position == end) {
            return newest;
        }
        OpenFile held = file.hold();
        try {
            HeaderCursor cursor = cursor(held, position, end, baseOffset);
            while (cursor.next()) {
                newest = Math.max(newest, cursor.batch().maxTimestamp());
            }
        } finally {
            held.release();
        }
        return newest;
    }

    /** Timestamp of the first batch; the largest long for a segment without one. For the writer. */
    long firstTimestampMs() throws IOException {
        if (firstTimestampMs == Long.MAX_VALUE && sizeBytes() > 0) {
            firstTimestampMs = maxTimestampMsBetween(0, firstBatchEnd());
        }
        return sizeBytes() == 0 ? Long.MAX_VALUE : firstTimestampMs;
    }

    private int firstBatchEnd() throws IOException {
        OpenFile held = file.hold();
        try {
            return batchBytes(held, 0, sizeBytes());
        } finally {
            held.release();
        }
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
        forgetRecent();
        durableTail = Math.min(durableTail, tail);
    }

    /** Removes what is hidden, durably. */
    void cut() throws IOException {
        if (created) {
            index().truncateTo(endOffset());
            index().flush();
            lastIndexedPosition = Math.min(lastIndexedPosition, sizeBytes());
            restoreSize();
            Entry last = index().last().orElse(new Entry(baseOffset, 0, -1));
            maxTimestampMs = Math.max(last.maxTimestampBefore(), maxTimestampMsBetween(last.position(), sizeBytes()));
            durableMaxTimestampMs = Math.min(durableMaxTimestampMs, maxTimestampMs);
        }
    }

    private SegmentIndex index() throws IOException {
        SegmentIndex present = index;
        return present == null ? openIndex() : present;
    }

    private synchronized SegmentIndex openIndex() throws IOException {
        SegmentIndex present = index;
        if (present == null) {
            present = indexes.open(this);
            index = present;
        }
        return present;
    }

    private synchronized void dropIndex() throws IOException {
        SegmentIndex present = index;
        index = null;
        if (present != null) {
            present.close();
        }
        indexes.delete(this);
    }

    /** Takes the files out of use; those who read go on. */
    void retire() {
        file.retire();
    }

    /** Stores the index as far as it goes. */
    synchronized void closeIndex() throws IOException {
        SegmentIndex present = index;
        if (present != null) {
            present.close();
        }
    }

    /** Removes the index; the segment is retired. */
    void deleteIndex() throws IOException {
        dropIndex();
    }

    HeaderCursor cursor(OpenFile held, int position, int end, long minOffset) {
        return new HeaderCursor(held.file(), position, end, minOffset, endOffset(), HeaderCursor.WALK_BYTES);
    }

    private int relative(long offset) {
        return (int) Math.min(offset - baseOffset, Integer.MAX_VALUE);
    }

    private long endOffset(long seen) {
        return baseOffset + RecentPositions.relativeOffset(seen);
    }

    /** What the checkpoint says of it. */
    LogCheckpoint.Mark durableMark() {
        return new LogCheckpoint.Mark(baseOffset, durableBytes(), durableMaxTimestampMs, tombstonesSinceMs);
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

    long tombstonesSinceMs() {
        return tombstonesSinceMs;
    }

    /** Whether there is a file. */
    boolean isCreated() {
        return created;
    }

    PooledFile file() {
        return file;
    }
}
