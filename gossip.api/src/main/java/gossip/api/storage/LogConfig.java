package gossip.api.storage;

/**
 * Limits of a partition's log.
 *
 * @param segmentBytes a segment is closed before it grows beyond this
 * @param segmentMs a segment is closed when its first record is older than this
 * @param segmentJitterMs most that is taken from {@code segmentMs} at random, for each segment anew
 * @param retentionBytes oldest segments are deleted while the log is larger; -1 for no limit
 * @param retentionMs segments whose newest record is older are deleted; -1 for no limit
 * @param indexIntervalBytes distance of the entries of the sparse indexes
 * @param deletes whether {@code cleanup.policy} contains delete
 * @param compacts whether {@code cleanup.policy} contains compact
 * @param compaction limits of compaction, where {@code compacts}
 */
public record LogConfig(
        int segmentBytes,
        long segmentMs,
        long segmentJitterMs,
        long retentionBytes,
        long retentionMs,
        int indexIntervalBytes,
        boolean deletes,
        boolean compacts,
        CompactionLimits compaction) {
    /** Kafka's defaults: 1 GiB segments, a week of retention. */
    public static final LogConfig DEFAULT = new LogConfig(
            1 << 30, 7L * 24 * 3600 * 1000, -1, 7L * 24 * 3600 * 1000, 4096, 24L * 3600 * 1000, true, false);

    /**
     * Limits with compaction at any time and without jitter.
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
    public LogConfig(
            int segmentBytes,
            long segmentMs,
            long retentionBytes,
            long retentionMs,
            int indexIntervalBytes,
            long deleteRetentionMs,
            boolean deletes,
            boolean compacts) {
        this(
                segmentBytes,
                segmentMs,
                0,
                retentionBytes,
                retentionMs,
                indexIntervalBytes,
                deletes,
                compacts,
                new CompactionLimits(0, Long.MAX_VALUE, deleteRetentionMs));
    }

    /**
     * How long a tombstone stays.
     *
     * @return ms after the compaction that first saw it
     */
    public long deleteRetentionMs() {
        return compaction.deleteRetentionMs();
    }

    /**
     * Age at which a segment is closed: where compaction must not be late, a segment must not be either.
     *
     * @return ms, before the jitter is taken off
     */
    public long maxSegmentMs() {
        return compacts ? Math.min(segmentMs, compaction.maxLagMs()) : segmentMs;
    }

    /**
     * Limits of compaction.
     *
     * @param minLagMs a record that is younger is not compacted
     * @param maxLagMs a record that is older is compacted, at least 1; the largest number for no limit
     * @param deleteRetentionMs how long a tombstone stays after the compaction that first saw it
     */
    public record CompactionLimits(long minLagMs, long maxLagMs, long deleteRetentionMs) {}
}
