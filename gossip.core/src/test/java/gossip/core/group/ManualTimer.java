package gossip.core.group;

import java.util.Comparator;
import java.util.PriorityQueue;

/** A timer that a test moves by hand. */
final class ManualTimer implements GroupTimer {
    private record Task(long atMs, Runnable work) {}

    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::atMs));
    private long nowMs;

    @Override
    public synchronized long nowMs() {
        return nowMs;
    }

    @Override
    public synchronized Runnable at(long atMs, Runnable work) {
        Task task = new Task(atMs, work);
        tasks.add(task);
        return () -> cancel(task);
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }

    void pass(long ms) {
        long untilMs = nowMs() + ms;
        for (Task next = next(untilMs); next != null; next = next(untilMs)) {
            next.work().run();
        }
        synchronized (this) {
            nowMs = untilMs;
        }
    }

    private synchronized Task next(long untilMs) {
        if (tasks.isEmpty() || tasks.peek().atMs() > untilMs) {
            return null;
        }
        nowMs = Math.max(nowMs, tasks.peek().atMs());
        return tasks.poll();
    }

    @Override
    public synchronized void close() {
        tasks.clear();
    }
}
