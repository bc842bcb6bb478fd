package gossip.storage.segment.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known to be on disk.
 *
 * @param logStartOffset first offset that can be read
 * @param recoveryPoint everything below it is durable; it is the end of the last segment named here
 * @param cleanedTo compaction has seen everything below
 * @param change what was begun and has to be finished
 * @param epochs leader epochs below the recovery point
 * @param segments segments below the recovery point, ascending; sizes are those at the recovery point
 */
record LogCheckpoint(
        long logStartOffset,
        long recoveryPoint,
        long cleanedTo,
        Change change,
        LeaderEpochs epochs,
        List<Mark> segments) {
    private static final int VERSION = 1;

    LogCheckpoint {
        segments = List.copyOf(segments);
    }

    /** The same without a change that is under way. */
    LogCheckpoint settled() {
        return new LogCheckpoint(logStartOffset, recoveryPoint, cleanedTo, Change.NONE, epochs, segments);
    }

    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(
                4 + 3 * 8 + Change.BYTES + epochs.encodedBytes() + 4 + segments.size() * Mark.BYTES);
        bytes.putInt(VERSION).putLong(logStartOffset).putLong(recoveryPoint).putLong(cleanedTo);
        change.encode(bytes);
        epochs.encode(bytes);
        bytes.putInt(segments.size());
        for (Mark mark : segments) {
            mark.encode(bytes);
        }
        return bytes.flip();
    }

    static LogCheckpoint decode(ByteBuffer bytes) {
        int version = bytes.getInt();
        if (version != VERSION) {
            throw new IllegalArgumentException("version is " + version + "; this broker reads version " + VERSION);
        }
        long start = bytes.getLong();
        long recoveryPoint = bytes.getLong();
        long cleanedTo = bytes.getLong();
        Change change = Change.decode(bytes);
        LeaderEpochs epochs = LeaderEpochs.decode(bytes);
        int count = bytes.getInt();
        List<Mark> segments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            segments.add(Mark.decode(bytes));
        }
        return new LogCheckpoint(start, recoveryPoint, cleanedTo, change, epochs, segments);
    }

    /**
     * A segment.
     *
     * @param baseOffset its name
     * @param sizeBytes its size
     * @param maxTimestampMs largest timestamp in it; -1 if none
     * @param removableSinceMs when the first of the tombstones and markers that compaction left in it may go; -1 if none waits
     */
    record Mark(long baseOffset, int sizeBytes, long maxTimestampMs, long removableSinceMs) {
        private static final int BYTES = 28;

        Mark ofSize(int newSizeBytes) {
            return new Mark(baseOffset, newSizeBytes, maxTimestampMs, removableSinceMs);
        }

        private void encode(ByteBuffer target) {
            target.putLong(baseOffset).putInt(sizeBytes).putLong(maxTimestampMs).putLong(removableSinceMs);
        }

        private static Mark decode(ByteBuffer source) {
            return new Mark(source.getLong(), source.getInt(), source.getLong(), source.getLong());
        }
    }

    /**
     * A change of files that a crash may interrupt.
     *
     * @param kind what kind
     * @param fromOffset of a swap: base offset of the first segment that is replaced
     * @param endOffset of a swap: end of the last segment that is replaced, exclusive
     */
    record Change(Kind kind, long fromOffset, long endOffset) {
        static final Change NONE = new Change(Kind.NONE, 0, 0);
        static final Change RESET = new Change(Kind.RESET, 0, 0);

        private static final int BYTES = 17;
        private static final Kind[] KINDS = Kind.values();

        private void encode(ByteBuffer target) {
            target.put((byte) kind.ordinal()).putLong(fromOffset).putLong(endOffset);
        }

        private static Change decode(ByteBuffer source) {
            return new Change(KINDS[source.get()], source.getLong(), source.getLong());
        }
    }

    /** Kinds of changes; the ordinal is stored. */
    enum Kind {
        /** Nothing is under way. */
        NONE,
        /** All segments are being deleted. */
        RESET,
        /** Segments are being replaced by the output of compaction. */
        SWAP
    }
}
