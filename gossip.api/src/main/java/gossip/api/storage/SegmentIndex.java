package gossip.api.storage;

import java.io.IOException;
import java.util.Optional;

/**
 * The sparse index of one segment, by offset and by time. One thread writes, any thread reads at the same time. Entries
 * ascend in offset, position and time.
 */
public interface SegmentIndex extends AutoCloseable {
    /**
     * Adds an entry.
     *
     * @param entry beyond the last one
     * @throws IOException if the disk fails
     */
    void append(Entry entry) throws IOException;

    /**
     * The last entry at or before an offset.
     *
     * @param offset an offset
     * @return empty if the first entry is beyond it: scan from the segment's start
     */
    Optional<Entry> floorOffset(long offset);

    /**
     * The last entry all of whose preceding batches are older than a time: a scan for that time starts there.
     *
     * @param timestampMs ms since 1970
     * @return empty if there is none: scan from the segment's start
     */
    Optional<Entry> floorTimestamp(long timestampMs);

    /**
     * The last entry.
     *
     * @return empty for an empty index
     */
    Optional<Entry> last();

    /**
     * Drops entries at or beyond an offset.
     *
     * @param offset exclusive end of what stays
     * @throws IOException if the disk fails
     */
    void truncateTo(long offset) throws IOException;

    /**
     * Makes the index durable.
     *
     * @throws IOException if the disk fails
     */
    void flush() throws IOException;

    @Override
    void close() throws IOException;

    /**
     * One entry.
     *
     * @param offset base offset of a batch
     * @param position where that batch starts in the segment
     * @param maxTimestampBefore largest timestamp of all batches of the segment before that one; -1 for the first
     */
    record Entry(long offset, int position, long maxTimestampBefore) {}
}
