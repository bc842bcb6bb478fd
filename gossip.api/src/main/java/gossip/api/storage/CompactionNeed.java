package gossip.api.storage;

/**
 * How much a log needs to be compacted. Only closed segments count.
 *
 * @param cleanBytes bytes of segments that have been compacted
 * @param dirtyBytes bytes of segments that have not been and could be now
 * @param dirtySinceMs ms since 1970: timestamp of the oldest record that has not been compacted, as far as records have
 *     positive timestamps; the largest number if there is none, or if it does not matter for want of a limit
 * @param removableSinceMs ms since 1970: when the first of the tombstones and markers that wait may go; the largest number
 *     if none waits
 * @param mustClose whether the segment that is written to is older than it may be; {@link PartitionLog#applyRetention} closes
 *     it
 */
public record CompactionNeed(
        long cleanBytes, long dirtyBytes, long dirtySinceMs, long removableSinceMs, boolean mustClose) {
    /** There is nothing to do. */
    public static final CompactionNeed NONE = new CompactionNeed(0, 0, Long.MAX_VALUE, Long.MAX_VALUE, false);

    /**
     * Share of the bytes that have not been compacted.
     *
     * @return 0 to 1; 0 for a log without closed segments
     */
    public double dirtyRatio() {
        return dirtyBytes == 0 ? 0 : (double) dirtyBytes / (cleanBytes + dirtyBytes);
    }
}
