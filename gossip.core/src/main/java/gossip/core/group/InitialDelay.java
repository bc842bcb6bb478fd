package gossip.core.group;

/**
 * How long an empty group waits for more members before its first generation: one delay after the first member, another as
 * long as members came during the last, but no longer than the rebalance timeout (KIP-134). Belongs to one machine.
 */
final class InitialDelay {
    private final int delayMs;

    private boolean running;
    private boolean memberAdded;
    private long lastMs;

    InitialDelay(int delayMs) {
        this.delayMs = delayMs;
    }

    boolean isWanted() {
        return delayMs > 0;
    }

    boolean isRunning() {
        return running;
    }

    void memberAdded() {
        memberAdded = true;
    }

    /** The first deadline. */
    long start(long nowMs, int rebalanceTimeoutMs) {
        running = true;
        memberAdded = false;
        lastMs = nowMs + Math.max(delayMs, rebalanceTimeoutMs);
        return nowMs + delayMs;
    }

    /** The next deadline, or {@link Alarm.NEVER} if it is over. */
    long extend(long nowMs) {
        if (!running || !memberAdded || nowMs >= lastMs) {
            return Alarm.NEVER;
        }
        memberAdded = false;
        return Math.min(nowMs + delayMs, lastMs);
    }

    void stop() {
        running = false;
    }
}
