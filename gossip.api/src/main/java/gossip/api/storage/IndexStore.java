package gossip.api.storage;

import gossip.api.PartitionId;
import java.io.IOException;

/** Keeps the sparse indexes of segments. An index can always be rebuilt from its segment, so it is never synced first. */
public interface IndexStore {
    /**
     * Opens the index of a segment, making an empty one where there is none or where the stored one is damaged.
     *
     * @param id the partition
     * @param baseOffset the segment's base offset
     * @return the index
     * @throws IOException if the disk fails
     */
    SegmentIndex open(PartitionId id, long baseOffset) throws IOException;

    /**
     * Deletes the index of a segment; it must be closed. No effect where there is none.
     *
     * @param id the partition
     * @param baseOffset the segment's base offset
     * @throws IOException if the disk fails
     */
    void delete(PartitionId id, long baseOffset) throws IOException;
}
