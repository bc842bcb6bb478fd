package gossip.storage.segment.log;

import gossip.api.storage.SegmentIndex;
import gossip.api.storage.SegmentIndex.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where to begin to look for something in a segment: the places used last, which cost nothing, and the sparse index, which
 * is opened when it is first needed. All of it are hints, and can be made anew. Any thread.
 */
final class SegmentPositions {
    private final Segment segment;
    private final SegmentIndexes indexes;
    /** Replaced when something is cut off, so that who still holds the old one adds to that. */
    private volatile Recent recent = Recent.none();

    private volatile @Nullable SegmentIndex index;

    SegmentPositions(Segment segment, SegmentIndexes indexes) {
        this.segment = segment;
        this.indexes = indexes;
    }

    /**
     * Places used last.
     *
     * @param appended ends of appended batches; the writer adds
     * @param found what readers looked for
     */
    record Recent(RecentPositions appended, RecentPositions found) {
        private static Recent none() {
            return new Recent(new RecentPositions(), new RecentPositions());
        }

        /** The last place at or below an offset, see {@link RecentPositions#pack}. */
        long floor(int relativeOffset) {
            return Math.max(appended.floor(relativeOffset), found.floor(relativeOffset));
        }
    }

    Recent recent() {
        return recent;
    }

    void forgetRecent() {
        recent = Recent.none();
    }

    /** Position of the last indexed batch that starts at or before an offset. */
    int floorOffset(long offset) throws IOException {
        return position(() -> index().floorOffset(offset));
    }

    /** Position of the last indexed batch before which all are older than a time. */
    int floorTimestamp(long timestampMs) throws IOException {
        return position(() -> index().floorTimestamp(timestampMs));
    }

    private int position(LookUp lookUp) throws IOException {
        try {
            return lookUp.run().map(Entry::position).orElse(0);
        } catch (UncheckedIOException e) {
            makeAnew();
            return 0;
        }
    }

    /** Drops all hints, for one of them was wrong. */
    void makeAnew() throws IOException {
        forgetRecent();
        deleteIndex();
    }

    /** The index, with entries up to the end of the segment. */
    SegmentIndex index() throws IOException {
        SegmentIndex present = index;
        return present == null ? openIndex() : present;
    }

    private synchronized SegmentIndex openIndex() throws IOException {
        SegmentIndex present = index;
        if (present == null) {
            present = indexes.open(segment);
            index = present;
        }
        return present;
    }

    /** Stores the index as far as it goes; the segment is not used any more. */
    synchronized void closeIndex() throws IOException {
        SegmentIndex present = index;
        if (present != null) {
            present.close();
        }
    }

    synchronized void deleteIndex() throws IOException {
        closeIndex();
        index = null;
        indexes.delete(segment);
    }

    /** Asks the index. */
    @FunctionalInterface
    private interface LookUp {
        Optional<Entry> run() throws IOException;
    }
}
