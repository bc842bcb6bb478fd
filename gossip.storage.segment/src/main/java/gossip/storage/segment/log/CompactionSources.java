package gossip.storage.segment.log;

import gossip.api.storage.CompactionNeed;
import gossip.api.storage.LogConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Segments that can be compacted, as they were at a moment.
 *
 * @param segments closed ones from the start of the log on, old enough and with nothing undecided
 * @param cleanedTo compaction has seen everything below
 * @param cuts how often records had been taken from the end
 */
record CompactionSources(List<Segment> segments, long cleanedTo, int cuts) {
    /** Looks at a log. Any thread. */
    static CompactionSources of(LogState state, long endOffset, long nowMs) {
        // in this order: what is cut off after the first look is noticed by the count
        int cuts = state.cuts();
        long cleanedTo = state.cleanedTo();
        List<Segment> chosen = new ArrayList<>();
        for (Segment segment : state.segments().closed()) {
            boolean isDirty = segment.endOffset() > cleanedTo;
            if (segment.endOffset() > endOffset || isDirty && isTooYoung(segment, state.config(), nowMs)) {
                break;
            }
            chosen.add(segment);
        }
        return new CompactionSources(List.copyOf(chosen), cleanedTo, cuts);
    }

    private static boolean isTooYoung(Segment segment, LogConfig config, long nowMs) {
        long minLagMs = config.compaction().minLagMs();
        return minLagMs > 0 && segment.maxTimestampMs() > nowMs - minLagMs;
    }

    /** How much a log needs to be compacted. Any thread. */
    static CompactionNeed need(LogState state, long endOffset, long nowMs) throws IOException {
        if (!state.config().compacts()) {
            return CompactionNeed.NONE;
        }
        CompactionSources sources = of(state, endOffset, nowMs);
        long cleanBytes = 0;
        long dirtyBytes = 0;
        for (Segment segment : sources.segments) {
            if (segment.endOffset() <= sources.cleanedTo) {
                cleanBytes += segment.sizeBytes();
            } else {
                dirtyBytes += segment.sizeBytes();
            }
        }
        return new CompactionNeed(
                cleanBytes,
                dirtyBytes,
                sources.dirtySinceMs(state.config()),
                sources.removableSinceMs(),
                SegmentAge.mustClose(state, nowMs));
    }

    private long dirtySinceMs(LogConfig config) throws IOException {
        long oldest = Long.MAX_VALUE;
        if (config.compaction().maxLagMs() < Long.MAX_VALUE) {
            for (Segment segment : dirty()) {
                long firstMs = segment.firstTimestampMs();
                oldest = firstMs > 0 ? Math.min(oldest, firstMs) : oldest;
            }
        }
        return oldest;
    }

    private long removableSinceMs() {
        return segments.stream()
                .mapToLong(Segment::removableSinceMs)
                .filter(timeMs -> timeMs >= 0)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Segments that have something new. */
    List<Segment> dirty() {
        return segments.stream()
                .filter(segment -> segment.endOffset() > cleanedTo && segment.sizeBytes() > 0)
                .toList();
    }

    /** Whether a compaction would find something to do. */
    boolean isWorthwhile(long nowMs) {
        return !dirty().isEmpty() || removableSinceMs() <= nowMs;
    }

    /** Exclusive end of what can be compacted. */
    long endOffset() {
        return segments.isEmpty()
                ? cleanedTo
                : Math.max(cleanedTo, segments.getLast().endOffset());
    }
}
