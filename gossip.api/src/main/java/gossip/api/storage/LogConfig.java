package gossip.api.storage;

/**
 * Limits of a partition's log.
 *
 * @param segmentBytes a segment is closed before it grows beyond this
 * @param segmentMs a segment is closed when its first record is older than this
 * @param retentionBytes oldest segments are deleted while the log is larger; -1 for no limit
 * @param retentionMs segments whose newest record is older are deleted; -1 for no limit
 * @param indexIntervalBytes distance of the entries of the sparse indexes
 * @param deleteRetentionMs how long compaction keeps a tombstone
 * @param deletes whether {@code cleanup.policy} contains delete
 * @param compacts whether {@code cleanup.policy} contains compact
 */
public record LogConfig(
        int segmentBytes,
        long segmentMs,
        long retentionBytes,
        long retentionMs,
        int indexIntervalBytes,
        long deleteRetentionMs,
        boolean deletes,
        boolean compacts) {
    /** Kafka's defaults: 1 GiB segments, a week of retention. */
    public static final LogConfig DEFAULT = new LogConfig(
            1 << 30, 7L * 24 * 3600 * 1000, -1, 7L * 24 * 3600 * 1000, 4096, 24L * 3600 * 1000, true, false);
}
