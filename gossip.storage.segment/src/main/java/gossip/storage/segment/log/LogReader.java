package gossip.storage.segment.log;

import gossip.api.RecordSlice;
import gossip.api.storage.CorruptLogException;
import gossip.api.storage.OffsetOutOfRangeException;
import gossip.storage.segment.file.RetiredFileException;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Reads a log from any thread. A read takes no lock; where it meets what a change of segments at the same time may explain,
 * it is made once more while there can be none.
 */
final class LogReader {
    private final LogState state;

    LogReader(LogState state) {
        this.state = state;
    }

    RecordSlice read(long offset, long endOffset, int maxBytes, boolean atLeastOneBatch) throws IOException {
        return undisturbed(() -> readOnce(offset, endOffset, maxBytes, atLeastOneBatch));
    }

    private RecordSlice readOnce(long offset, long endOffset, int maxBytes, boolean atLeastOneBatch)
            throws IOException {
        long start = state.logStartOffset();
        long end = Math.min(endOffset, state.logEndOffset());
        if (offset < start || offset > end) {
            throw new OffsetOutOfRangeException(offset, start, end);
        }
        Segments segments = state.segments();
        for (int i = segments.floor(offset); i < segments.count(); i++) {
            Segment segment = segments.get(i);
            if (segment.baseOffset() >= end) {
                break;
            }
            RecordSlice slice = segment.reader().read(offset, end, maxBytes, atLeastOneBatch);
            boolean isThere = slice.sizeBytes() > 0 || segment.reader().find(offset) < segment.sizeBytes();
            if (isThere) {
                return slice;
            }
        }
        return RecordSlice.EMPTY;
    }

    OptionalLong firstBatchSince(long timestampMs) throws IOException {
        return undisturbed(() -> firstBatchSinceOnce(timestampMs));
    }

    private OptionalLong firstBatchSinceOnce(long timestampMs) throws IOException {
        long start = state.logStartOffset();
        Segments segments = state.segments();
        for (int i = segments.floor(start); i < segments.count(); i++) {
            OptionalLong found = segments.get(i).reader().firstBatchSince(timestampMs, start);
            if (found.isPresent()) {
                return found;
            }
        }
        return OptionalLong.empty();
    }

    OptionalLong batchWithMaxTimestamp() throws IOException {
        return undisturbed(this::batchWithMaxTimestampOnce);
    }

    private OptionalLong batchWithMaxTimestampOnce() throws IOException {
        OptionalLong known = firstBatchWithMaxOf(Segment::maxTimestampMsFrom);
        return known.isPresent() ? known : firstBatchWithMaxOf(Segment::measureMaxTimestampMsFrom);
    }

    private OptionalLong firstBatchWithMaxOf(MaxTimestamp maxTimestamp) throws IOException {
        long start = state.logStartOffset();
        Segments segments = state.segments();
        long newest = Long.MIN_VALUE;
        for (int i = segments.floor(start); i < segments.count(); i++) {
            Segment segment = segments.get(i);
            if (segment.endOffset() > start && segment.sizeBytes() > 0) {
                newest = Math.max(newest, maxTimestamp.of(segment, start));
            }
        }
        return newest == Long.MIN_VALUE ? OptionalLong.empty() : firstBatchSinceOnce(newest);
    }

    private <T> T undisturbed(Look<T> look) throws IOException {
        try {
            return look.once();
        } catch (RetiredFileException | CorruptLogException e) {
            state.maintenance().lock();
            try {
                return look.once();
            } finally {
                state.maintenance().unlock();
            }
        }
    }

    /** How the largest timestamp of a segment from an offset on is told. */
    @FunctionalInterface
    private interface MaxTimestamp {
        long of(Segment segment, long fromOffset) throws IOException;
    }

    /** A read that may be repeated. */
    @FunctionalInterface
    private interface Look<T> {
        T once() throws IOException;
    }
}
