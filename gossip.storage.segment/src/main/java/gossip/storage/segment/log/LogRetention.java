package gossip.storage.segment.log;

import gossip.api.storage.LogConfig;
import java.io.IOException;

/** Decides what the limits of time and size let go. The caller holds the log's maintenance lock and is its writer. */
final class LogRetention {
    private final LogState state;
    private final LogTrimmer trimmer;

    LogRetention(LogState state, LogTrimmer trimmer) {
        this.state = state;
        this.trimmer = trimmer;
    }

    /** Deletes segments below an offset that the limits allow; returns the bytes freed. */
    long apply(long nowMs, long endOffset) throws IOException {
        state.requireWritable();
        LogConfig config = state.config();
        if (SegmentAge.mustClose(state, nowMs)) {
            trimmer.roll();
        }
        if (!config.deletes()) {
            return 0;
        }
        long before = sizeBytes(state.segments());
        long newStart = newStart(nowMs, endOffset, config, before);
        trimmer.deleteBefore(newStart);
        return before - sizeBytes(state.segments());
    }

    private long newStart(long nowMs, long endOffset, LogConfig config, long sizeBytes) throws IOException {
        long newStart = state.logStartOffset();
        long rest = sizeBytes;
        for (Segment segment : state.segments().all()) {
            boolean tooOld = config.retentionMs() >= 0 && nowMs - config.retentionMs() > newestMs(segment);
            boolean tooMuch = config.retentionBytes() >= 0 && rest - segment.sizeBytes() >= config.retentionBytes();
            if (segment.sizeBytes() == 0 || segment.endOffset() > endOffset || !tooOld && !tooMuch) {
                break;
            }
            rest -= segment.sizeBytes();
            newStart = Math.max(newStart, segment.endOffset());
        }
        return newStart;
    }

    /** Records need not have timestamps; their file has one. */
    private long newestMs(Segment segment) throws IOException {
        long newest = segment.maxTimestampMs();
        return newest >= 0 || segment.sizeBytes() == 0
                ? newest
                : state.files().lastModifiedMs(segment.file().path());
    }

    static long sizeBytes(Segments segments) {
        long sum = 0;
        for (int i = 0; i < segments.count(); i++) {
            sum += segments.get(i).sizeBytes();
        }
        return sum;
    }
}
