package gossip.storage.segment.log;

import gossip.api.storage.LogConfig;
import java.io.IOException;

/** When a segment is closed although it is not full. */
final class SegmentAge {
    private SegmentAge() {}

    /** Whether the segment that is written to is older than it may be by the clock. Any thread. */
    static boolean mustClose(LogState state, long nowMs) throws IOException {
        Segment active = state.segments().active();
        return active.sizeBytes() > 0 && isOver(state, active, nowMs);
    }

    /** Whether a segment has to be closed before records of a time are appended to it; false for an empty one. */
    static boolean isOver(LogState state, Segment segment, long timeMs) throws IOException {
        long firstMs = segment.firstTimestampMs();
        return firstMs != Long.MAX_VALUE && timeMs - firstMs > limitMs(state, segment);
    }

    private static long limitMs(LogState state, Segment segment) {
        LogConfig config = state.config();
        long limitMs = config.maxSegmentMs();
        long mostJitterMs = Math.min(config.segmentJitterMs(), limitMs);
        // told from its place, so that it is the same each time it is asked for
        long share = mix(state.id().hashCode() * 31L + segment.baseOffset()) >>> 33;
        return mostJitterMs == 0 ? limitMs : limitMs - share % mostJitterMs;
    }

    /** The finalizer of SplitMix64, which makes near numbers far. */
    private static long mix(long number) {
        long mixed = (number ^ number >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
