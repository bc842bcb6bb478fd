package gossip.plugins.kafka.connection;

import java.util.concurrent.TimeUnit;

/** When a connection was last of use. The clock is only read by the periodic check, not for each byte. */
final class ConnectionActivity {
    private static final long FINISHED = Long.MIN_VALUE;

    private boolean touched;
    private long quietSinceNanos;
    private long unfinishedSinceNanos = FINISHED;

    ConnectionActivity(long nowNanos) {
        quietSinceNanos = nowNanos;
    }

    /** Bytes have come or gone. */
    void touch() {
        touched = true;
    }

    /** A request is complete, so that the next one, if it has begun, has all its time. */
    void frameCompleted() {
        unfinishedSinceNanos = FINISHED;
    }

    /** Takes note of the state at one moment. */
    void observe(long nowNanos, boolean waitsForBytes) {
        if (touched) {
            touched = false;
            quietSinceNanos = nowNanos;
        }
        if (!waitsForBytes) {
            unfinishedSinceNanos = FINISHED;
        } else if (unfinishedSinceNanos == FINISHED) {
            unfinishedSinceNanos = nowNanos;
        }
    }

    long quietMs(long nowNanos) {
        return TimeUnit.NANOSECONDS.toMillis(nowNanos - quietSinceNanos);
    }

    long unfinishedMs(long nowNanos) {
        return unfinishedSinceNanos == FINISHED ? 0 : TimeUnit.NANOSECONDS.toMillis(nowNanos - unfinishedSinceNanos);
    }
}
