package gossip.core.telemetry;

import gossip.api.ErrorCode;

/**
 * When one client has asked and pushed, and whether it may again. Immutable and without a clock.
 *
 * @param lastAskedMs when it was last told what to push; {@link #NEVER} before
 * @param lastPushedMs when it last pushed; {@link #NEVER} before
 * @param lastError what its last push was answered with
 * @param terminated whether it has said that it will not push again
 */
record PushSchedule(long lastAskedMs, long lastPushedMs, ErrorCode lastError, boolean terminated) {
    static final long NEVER = Long.MIN_VALUE;

    /** Nothing was heard of the client. */
    static final PushSchedule NEW = new PushSchedule(NEVER, NEVER, ErrorCode.NONE, false);

    /** Whether the client may ask: not more often than it may push, unless its last push told it to. */
    boolean mayAsk(long nowMs, int intervalMs) {
        boolean wasToldTo =
                lastError == ErrorCode.UNKNOWN_SUBSCRIPTION_ID || lastError == ErrorCode.UNSUPPORTED_COMPRESSION_TYPE;
        return wasToldTo || hasPassed(Math.max(lastAskedMs, lastPushedMs), nowMs, intervalMs);
    }

    PushSchedule asked(long nowMs) {
        return new PushSchedule(nowMs, lastPushedMs, ErrorCode.NONE, terminated);
    }

    /** Whether the client may push: once after it has asked, then at its interval. */
    boolean mayPush(long nowMs, int intervalMs) {
        return lastAskedMs > lastPushedMs || hasPassed(lastPushedMs, nowMs, intervalMs);
    }

    PushSchedule pushed(long nowMs, ErrorCode error, boolean terminating) {
        return new PushSchedule(lastAskedMs, nowMs, error, terminated || terminating);
    }

    PushSchedule refused(ErrorCode error, boolean terminating) {
        return new PushSchedule(lastAskedMs, lastPushedMs, error, terminated || terminating);
    }

    private static boolean hasPassed(long sinceMs, long nowMs, int intervalMs) {
        return sinceMs == NEVER || nowMs - sinceMs >= intervalMs;
    }
}
