package gossip.core.group;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** The deadlines of the members of a group of the consumer protocol. Belongs to one {@link ConsumerMachine}. */
final class MemberClocks {
    private final Alarm alarm;
    private final Map<String, Clock> clocks = new HashMap<>();

    MemberClocks(Alarm alarm) {
        this.alarm = alarm;
    }

    /** The deadlines of one member. */
    private static final class Clock {
        long sessionMs = Alarm.NEVER;
        long revocationMs = Alarm.NEVER;
        long joinMs = Alarm.NEVER;
        long syncMs = Alarm.NEVER;

        long next() {
            return LongStream.of(sessionMs, revocationMs, joinMs, syncMs).min().orElseThrow();
        }
    }

    private Clock of(String id) {
        return clocks.computeIfAbsent(id, fresh -> new Clock());
    }

    /** It was heard from. */
    void session(String id, int timeoutMs) {
        of(id).sessionMs = alarm.in(timeoutMs);
    }

    /** It has to give partitions back. */
    void revocation(String id, int timeoutMs) {
        of(id).revocationMs = alarm.in(timeoutMs);
    }

    void endRevocation(String id) {
        of(id).revocationMs = Alarm.NEVER;
    }

    /** A member of the classic protocol was told to rejoin. */
    void join(String id, int timeoutMs) {
        Clock clock = of(id);
        if (clock.joinMs == Alarm.NEVER) {
            clock.joinMs = alarm.in(timeoutMs);
        }
    }

    /** A member of the classic protocol has joined, and has to ask for its partitions. */
    void sync(String id, int timeoutMs) {
        Clock clock = of(id);
        clock.joinMs = Alarm.NEVER;
        clock.syncMs = alarm.in(timeoutMs);
    }

    void endSync(String id) {
        of(id).syncMs = Alarm.NEVER;
    }

    void forget(String id) {
        clocks.remove(id);
    }

    /** Members that are late. */
    List<String> late() {
        return clocks.entrySet().stream()
                .filter(clock -> alarm.isDue(clock.getValue().next()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Sets the alarm again. */
    void renew() {
        clocks.values().forEach(clock -> alarm.by(clock.next()));
    }
}
