package gossip.plugins.rest.http;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Bytes that many share. Those who wait get their turn in order. Thread-safe. */
public final class ByteBudget {
    private final long capacity;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition freed = lock.newCondition();
    private long used;

    /**
     * Creates a budget.
     *
     * @param capacity bytes there are
     */
    public ByteBudget(long capacity) {
        this.capacity = capacity;
    }

    /**
     * Takes bytes, if there are as many. Does not wait.
     *
     * @param bytes how many
     * @return false if nothing was taken
     */
    public boolean tryTake(long bytes) {
        lock.lock();
        try {
            if (used + bytes > capacity) {
                return false;
            }
            used += bytes;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes bytes, and waits for them if need be. One who wants more than there are at all gets them when nobody else has any.
     *
     * @param bytes how many
     * @param timeoutNanos how long to wait
     * @return false if nothing was taken
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public boolean take(long bytes, long timeoutNanos) throws InterruptedException {
        long left = timeoutNanos;
        lock.lockInterruptibly();
        try {
            while (used > 0 && used + bytes > capacity) {
                if (left <= 0) {
                    return false;
                }
                left = freed.awaitNanos(left);
            }
            used += bytes;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Counts bytes that are there already, even if there are more then than there should be: others wait for longer.
     *
     * @param bytes how many
     */
    public void add(long bytes) {
        lock.lock();
        try {
            used += bytes;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives bytes back.
     *
     * @param bytes how many
     */
    public void give(long bytes) {
        if (bytes == 0) {
            return;
        }
        lock.lock();
        try {
            used -= bytes;
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Bytes that are taken.
     *
     * @return at least 0
     */
    public long used() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Bytes there are.
     *
     * @return as configured
     */
    public long capacity() {
        return capacity;
    }
}
