package gossip.core.group;

import java.util.Optional;

/** The time of the present event, and when the machine has to be woken next. Belongs to one {@link ClassicMachine}. */
final class Alarm {
    /** No deadline. */
    static final long NEVER = Long.MAX_VALUE;

    private long nowMs;
    private long wallMs;
    private long nextMs = NEVER;
    private long askedForMs = NEVER;

    void now(Moment moment) {
        nowMs = moment.timerMs();
        wallMs = moment.wallMs();
    }

    /** In ms since 1970. */
    long wallMs() {
        return wallMs;
    }

    boolean isDue(long deadlineMs) {
        return deadlineMs <= nowMs;
    }

    long nowMs() {
        return nowMs;
    }

    /** A deadline from now, of which the machine is told. */
    long in(long ms) {
        return by(nowMs + ms);
    }

    /** A deadline, of which the machine is told. */
    long by(long deadlineMs) {
        nextMs = Math.min(nextMs, deadlineMs);
        return deadlineMs;
    }

    /** Forgets all deadlines; those that still count have to be set again. */
    void reset() {
        nextMs = NEVER;
        askedForMs = NEVER;
    }

    /** The wish to be woken, if it is new. */
    Optional<GroupEffect> wish() {
        if (nextMs >= askedForMs) {
            return Optional.empty();
        }
        askedForMs = nextMs;
        return Optional.of(new GroupEffect.WakeAt(nextMs));
    }
}
