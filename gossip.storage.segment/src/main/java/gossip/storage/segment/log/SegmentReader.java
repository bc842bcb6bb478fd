package gossip.storage.segment.log;

import gossip.api.RecordSlice;
import gossip.api.record.RecordBatch;
import gossip.api.storage.CorruptLogException;
import gossip.storage.segment.file.OpenFile;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Reads one segment from any thread. The search begins at a hint and walks from header to header; where the walk meets what
 * is not a batch, it is made again from the start of the file before damage is reported.
 */
final class SegmentReader {
    private final Segment segment;
    private final SegmentPositions positions;

    SegmentReader(Segment segment, SegmentPositions positions) {
        this.segment = segment;
        this.positions = positions;
    }

    /** What is there, and the hints that belong to it. */
    private record View(SegmentPositions.Recent recent, long tail) {
        private int sizeBytes() {
            return RecentPositions.position(tail);
        }
    }

    /** A tail that was there together with the hints: a cut replaces first the tail and then the hints. */
    private View look() {
        SegmentPositions.Recent recent = positions.recent();
        View view = new View(recent, segment.tail());
        while (!recent.equals(positions.recent())) {
            recent = positions.recent();
            view = new View(recent, segment.tail());
        }
        return view;
    }

    /** Batches from the one that contains an offset; empty if there is none below the end offset. */
    RecordSlice read(long offset, long endOffset, int maxBytes, boolean atLeastOneBatch) throws IOException {
        View view = look();
        long end = segment.endOffset(view.tail());
        if (view.sizeBytes() == 0 || offset >= end) {
            return RecordSlice.EMPTY;
        }
        OpenFile held = segment.file().hold();
        boolean kept = false;
        try {
            int startPosition = find(held, offset, view);
            int endPosition = endOffset >= end ? view.sizeBytes() : find(held, endOffset, view);
            int length = lengthWithin(held, startPosition, endPosition, maxBytes, atLeastOneBatch);
            if (length <= 0) {
                return RecordSlice.EMPTY;
            }
            kept = true;
            return new FileSlice(held, startPosition, length);
        } finally {
            if (!kept) {
                held.release();
            }
        }
    }

    private int lengthWithin(OpenFile held, int start, int end, int maxBytes, boolean atLeastOneBatch)
            throws IOException {
        if (end - start <= maxBytes) {
            return end - start;
        }
        int firstBytes = batchBytes(held, start, end);
        if (firstBytes <= maxBytes) {
            return maxBytes;
        }
        return atLeastOneBatch ? firstBytes : 0;
    }

    private int batchBytes(OpenFile held, int position, int end) throws IOException {
        HeaderCursor cursor = segment.cursor(held, position, end, RecordBatch.HEADER_BYTES);
        cursor.next();
        return cursor.nextPosition() - position;
    }

    /** Where the first batch starts that ends beyond an offset; the size if there is none. */
    int find(long offset) throws IOException {
        View view = look();
        if (view.sizeBytes() == 0 || offset >= segment.endOffset(view.tail())) {
            return view.sizeBytes();
        }
        OpenFile held = segment.file().hold();
        try {
            return find(held, offset, view);
        } finally {
            held.release();
        }
    }

    private int find(OpenFile held, long offset, View view) throws IOException {
        if (offset <= segment.baseOffset()) {
            return 0;
        }
        int relativeOffset = segment.relative(offset);
        long recent = view.recent().floor(relativeOffset);
        if (RecentPositions.relativeOffset(recent) == relativeOffset) {
            return RecentPositions.position(recent);
        }
        int hint = Math.max(RecentPositions.position(recent), positions.floorOffset(offset));
        int found = walk(held, hint, view.sizeBytes(), batch -> batch.lastOffset() >= offset);
        view.recent().found().add(RecentPositions.pack(relativeOffset, found));
        return found;
    }

    /** Position of the first batch from a hint on that a test accepts; the end if there is none. */
    private int walk(OpenFile held, int hint, int end, BatchTest test) throws IOException {
        try {
            return walkFrom(held, hint, end, test);
        } catch (CorruptLogException e) {
            if (hint == 0) {
                throw e;
            }
            int found = walkFrom(held, 0, end, test);
            positions.makeAnew();
            return found;
        }
    }

    private int walkFrom(OpenFile held, int position, int end, BatchTest test) throws IOException {
        HeaderCursor cursor = segment.cursor(held, position, end, HeaderCursor.WALK_BYTES);
        while (cursor.next()) {
            if (test.accepts(cursor.batch())) {
                return cursor.position();
            }
        }
        return end;
    }

    /** Base offset of the first batch that reaches an offset and has a record of a time or later. */
    OptionalLong firstBatchSince(long timestampMs, long fromOffset) throws IOException {
        int size = segment.sizeBytes();
        if (size == 0 || segment.maxTimestampMs() < timestampMs) {
            return OptionalLong.empty();
        }
        OpenFile held = segment.file().hold();
        try {
            int hint = positions.floorTimestamp(timestampMs);
            int found = walk(
                    held, hint, size, batch -> batch.maxTimestamp() >= timestampMs && batch.lastOffset() >= fromOffset);
            return found == size ? OptionalLong.empty() : OptionalLong.of(baseOffsetAt(held, found, size));
        } finally {
            held.release();
        }
    }

    private long baseOffsetAt(OpenFile held, int position, int end) throws IOException {
        HeaderCursor cursor = segment.cursor(held, position, end, RecordBatch.HEADER_BYTES);
        cursor.next();
        return cursor.batch().baseOffset();
    }

    /** Base offset of the batch at a position; the largest long at the end. */
    long baseOffsetAt(int position) throws IOException {
        int size = segment.sizeBytes();
        if (position == size) {
            return Long.MAX_VALUE;
        }
        OpenFile held = segment.file().hold();
        try {
            return baseOffsetAt(held, position, size);
        } finally {
            held.release();
        }
    }

    /** Largest timestamp of the batches between two positions. */
    long maxTimestampMs(int position, int end) throws IOException {
        long newest = -1;
        if (position >= end) {
            return newest;
        }
        OpenFile held = segment.file().hold();
        try {
            HeaderCursor cursor = segment.cursor(held, position, end, HeaderCursor.WALK_BYTES);
            while (cursor.next()) {
                newest = Math.max(newest, cursor.batch().maxTimestamp());
            }
        } finally {
            held.release();
        }
        return newest;
    }

    /** Timestamp of the first batch, which there is. */
    long firstTimestampMs() throws IOException {
        OpenFile held = segment.file().hold();
        try {
            return maxTimestampMs(0, batchBytes(held, 0, segment.sizeBytes()));
        } finally {
            held.release();
        }
    }

    /** Looks at a header. */
    @FunctionalInterface
    private interface BatchTest {
        boolean accepts(RecordBatch header);
    }
}
