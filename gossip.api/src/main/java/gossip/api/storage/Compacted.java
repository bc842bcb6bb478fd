package gossip.api.storage;

/**
 * What a compaction did.
 *
 * @param bytesRead bytes of batches read, to note keys and to copy
 * @param bytesWritten bytes of batches written
 * @param bytesFreed how much smaller the log has become; negative if it has grown, for a batch whose tombstones wait takes
 *     a few bytes more
 */
public record Compacted(long bytesRead, long bytesWritten, long bytesFreed) {
    /** There was nothing to do. */
    public static final Compacted NOTHING = new Compacted(0, 0, 0);
}
