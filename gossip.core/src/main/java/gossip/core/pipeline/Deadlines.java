package gossip.core.pipeline;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ends things at their time, on the thread {@code gossip-timer}. Adding and cancelling take no lock, and wake the thread only
 * for a deadline earlier than the one it sleeps towards: most are cancelled long before. Bounded by who adds.
 */
final class Deadlines implements AutoCloseable {
    private static final long NEVER = Long.MAX_VALUE;

    private final long origin = System.nanoTime();
    private final AtomicLong sequence = new AtomicLong();
    private final ConcurrentSkipListMap<Deadline, Runnable> pending = new ConcurrentSkipListMap<>();
    private volatile long wakesAt = NEVER;
    private volatile boolean stopping;
    private @Nullable Thread thread;

    void start() {
        thread = PipelineThreads.start("gossip-timer", this::run);
    }

    /** Runs the action, which must be quick, once the time is over; see {@link #cancel}. */
    Deadline add(long delayMs, Runnable action) {
        long atNanos = now() + Math.clamp(delayMs, 0, Integer.MAX_VALUE) * 1_000_000L;
        Deadline deadline = new Deadline(atNanos, sequence.getAndIncrement());
        pending.put(deadline, action);
        if (stopping) {
            expireAfterEnd(deadline);
        } else if (atNanos < wakesAt) {
            LockSupport.unpark(thread);
        }
        return deadline;
    }

    private void expireAfterEnd(Deadline deadline) {
        Runnable action = pending.remove(deadline);
        if (action != null) {
            action.run();
        }
    }

    void cancel(Deadline deadline) {
        pending.remove(deadline);
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    private void run() {
        while (!stopping) {
            expire(now());
            sleep();
        }
        expire(NEVER);
    }

    private void expire(long untilNanos) {
        Map.Entry<Deadline, Runnable> first = pending.firstEntry();
        while (first != null && first.getKey().atNanos <= untilNanos) {
            if (pending.remove(first.getKey()) != null) {
                first.getValue().run();
            }
            first = pending.firstEntry();
        }
    }

    private void sleep() {
        wakesAt = firstAt();
        // One that was added before it could see when this thread wakes.
        if (firstAt() >= wakesAt && !stopping) {
            if (wakesAt == NEVER) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, wakesAt - now());
            }
        }
    }

    private long firstAt() {
        Map.Entry<Deadline, Runnable> first = pending.firstEntry();
        return first == null ? NEVER : first.getKey().atNanos;
    }

    /** Runs everything that is pending, and ends; what is added later runs at once. */
    @Override
    public void close() {
        stopping = true;
        Thread running = thread;
        if (running != null) {
            LockSupport.unpark(running);
            PipelineThreads.join(running);
        }
    }

    /** A moment, distinct from all others. */
    record Deadline(long atNanos, long number) implements Comparable<Deadline> {
        @Override
        public int compareTo(Deadline other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }
}
