package gossip.core.pipeline;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the produce requests under way, by number and by bytes. Any thread; never blocks. A request is let in while the
 * bytes are below their limit, so that one which is larger than the limit is not refused for ever.
 *
 * <p>Who was refused is told one by one as requests leave, and all together once half of the room is free.
 */
final class Admission {
    private final int maxRequests;
    private final long maxBytes;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    Admission(int maxRequests, long maxBytes) {
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
    }

    boolean tryEnter(long sizeBytes) {
        if (requests.incrementAndGet() > maxRequests) {
            requests.decrementAndGet();
            resumeOne();
            return false;
        }
        if (bytes.getAndAdd(sizeBytes) >= maxBytes) {
            release(sizeBytes);
            resume();
            return false;
        }
        return true;
    }

    /** Gives the room back; {@link #resume} follows once the request is answered. */
    void release(long sizeBytes) {
        bytes.addAndGet(-sizeBytes);
        requests.decrementAndGet();
    }

    /** Tells who was refused, as far as there is room. */
    void resume() {
        resumeOne();
        if (requests.get() <= maxRequests / 2 && bytes.get() <= maxBytes / 2) {
            resumeAll();
        }
    }

    /** Runs the action once there is room; at once if there is. One entry for each connection at most is expected. */
    void whenWritable(Runnable action) {
        waiting.add(action);
        resumeOne();
    }

    int requests() {
        return requests.get();
    }

    long bytes() {
        return bytes.get();
    }

    // A refused attempt resumes too: for a moment its own count may have hidden the room from somebody else.
    private void resumeOne() {
        if (!waiting.isEmpty() && requests.get() < maxRequests && bytes.get() < maxBytes) {
            run(waiting.poll());
        }
    }

    // No more than wait now: an action that finds no room again comes back at the end of the queue.
    private void resumeAll() {
        for (int left = waiting.size(); left > 0; left--) {
            run(waiting.poll());
        }
    }

    private static void run(@org.jspecify.annotations.Nullable Runnable action) {
        if (action != null) {
            action.run();
        }
    }
}
