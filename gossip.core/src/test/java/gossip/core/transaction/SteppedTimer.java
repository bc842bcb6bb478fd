package gossip.core.transaction;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Does what is due when the test lets time pass. */
final class SteppedTimer implements TransactionTimer {
    private final PriorityQueue<Due> tasks = new PriorityQueue<>(Comparator.comparingLong(Due::atMs));
    private long nowMs;
    private boolean closed;

    private record Due(long atMs, Runnable task) {}

    @Override
    public synchronized void after(long delayMs, Runnable task) {
        if (!closed) {
            tasks.add(new Due(nowMs + delayMs, task));
        }
    }

    void advance(long ms) {
        long endMs;
        synchronized (this) {
            endMs = nowMs + ms;
        }
        for (Due due = next(endMs); due != null; due = next(endMs)) {
            due.task().run();
        }
        synchronized (this) {
            nowMs = endMs;
        }
    }

    private synchronized @Nullable Due next(long endMs) {
        Due due = tasks.peek();
        if (due == null || due.atMs() > endMs) {
            return null;
        }
        nowMs = Math.max(nowMs, due.atMs());
        return tasks.remove();
    }

    @Override
    public synchronized void close() {
        closed = true;
        tasks.clear();
    }
}
