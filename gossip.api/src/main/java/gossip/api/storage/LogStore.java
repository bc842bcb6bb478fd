package gossip.api.storage;

import gossip.api.PartitionId;
import java.io.IOException;
import java.util.Set;

/**
 * Keeps the logs of many partitions. Thread-safe. A partition that is not open costs nothing but its bytes on disk.
 */
public interface LogStore extends AutoCloseable {
    /**
     * Opens a partition's log, making an empty one where there is none, and recovers it: what is torn at its tail since the
     * last flush is cut off. May block. A log is open at most once at a time.
     *
     * @param id the partition
     * @param config limits of the log
     * @return the open log
     * @throws CorruptLogException if bytes that a flush had made durable are damaged; nothing is changed then
     * @throws IOException if the disk fails
     */
    PartitionLog open(PartitionId id, LogConfig config) throws IOException;

    /**
     * The partitions that have bytes here, open or not. May block.
     *
     * @return a copy
     * @throws IOException if the disk fails
     */
    Set<PartitionId> partitions() throws IOException;

    /**
     * How many bytes of records a partition has, whether its log is open or not.
     *
     * @param id which
     * @return their size on disk; 0 if there is no such log
     * @throws IOException if the disk fails
     */
    long sizeBytes(PartitionId id) throws IOException;

    /**
     * Deletes a partition's bytes; its log must be closed. Slices still being sent stay readable until they are closed. No
     * effect where there is nothing.
     *
     * @param id the partition
     * @throws IOException if the disk fails
     */
    void delete(PartitionId id) throws IOException;

    /** Closes whatever is still open, without flushing. */
    @Override
    void close() throws IOException;
}
