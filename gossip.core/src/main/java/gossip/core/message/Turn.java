package gossip.core.message;

import gossip.api.TopicPartition;
import gossip.api.broker.GroupMember.Poll;
import gossip.api.broker.GroupMember.Polled;
import gossip.api.broker.Records;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One poll of a member. One thread at a time. */
final class Turn {
    private static final long MAX_WAIT_MS = 300_000;

    private final Poll request;
    private final Consumer<Polled> done;
    private final long endNanos;
    /** Partitions that were moved while they were being read: what is read of them is from the wrong place. */
    private final Set<TopicPartition> moved = new HashSet<>();

    private Records.@Nullable Waiting reading;
    private Runnable alarm = () -> {};
    private boolean waits;
    private boolean looked;
    private boolean givenUp;

    Turn(Poll request, Consumer<Polled> done) {
        this.request = request;
        this.done = done;
        this.endNanos = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(Math.min(request.maxWait().toMillis(), MAX_WAIT_MS));
    }

    Poll request() {
        return request;
    }

    long remainingMs() {
        long left = endNanos - System.nanoTime();
        // rounded up, or the last ms would be waited for in a loop
        return left <= 0 || givenUp ? 0 : (left + 999_999) / 1_000_000;
    }

    /** Whether the offsets of the group may be asked for: the first time also when time is up. */
    boolean mayLook() {
        boolean first = !looked;
        looked = true;
        return first || remainingMs() > 0;
    }

    void begins(Records.Waiting waiting) {
        reading = waiting;
        if (givenUp) {
            waiting.cancel();
        }
    }

    boolean isReading() {
        return reading != null;
    }

    /** The read is answered; what was moved meanwhile is told. */
    Set<TopicPartition> endRead() {
        Set<TopicPartition> wrong = Set.copyOf(moved);
        moved.clear();
        reading = null;
        return wrong;
    }

    void move(Set<TopicPartition> partitions) {
        moved.addAll(partitions);
    }

    /** Ends a read early: there is something else to do first. */
    void interrupt() {
        if (reading != null) {
            reading.cancel();
        }
    }

    /** Waits for something other than records. */
    void waits(Runnable cancelAlarm) {
        waits = true;
        alarm = cancelAlarm;
    }

    /** Whether it has been waiting for something other than records, which it does no more. */
    boolean wake() {
        boolean waited = waits;
        waits = false;
        alarm.run();
        return waited;
    }

    void giveUp() {
        givenUp = true;
        interrupt();
    }

    void finish(Polled result) {
        alarm.run();
        done.accept(result);
    }
}
