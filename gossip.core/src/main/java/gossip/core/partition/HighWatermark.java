package gossip.core.partition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The exclusive end of what consumers may see of a partition, with those who wait for it to move. Any thread. Moving it
 * takes no lock while nobody waits.
 */
public final class HighWatermark {
    private static final VarHandle VALUE;
    private static final Waiter[] NOBODY = {};

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(HighWatermark.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // through VALUE
    private volatile long value;

    private final Set<Waiter> waiters = new LinkedHashSet<>(2);
    private volatile boolean awaited;

    /**
     * Where it is.
     *
     * @return an offset, exclusive
     */
    public long value() {
        return value;
    }

    /**
     * Moves it on, and tells who waits.
     *
     * @param to where it is now; below the present value for no effect on it
     * @param bytes how much became visible
     */
    public void advance(long to, int bytes) {
        long present = value;
        while (to > present && !VALUE.compareAndSet(this, present, to)) {
            present = value;
        }
        if (awaited) {
            for (Waiter waiter : waiters()) {
                waiter.advanced(bytes);
            }
        }
    }

    /**
     * Adds one who waits.
     *
     * @param waiter told of every move until removed
     * @param seen the value that the waiter has judged by
     * @return false if it has moved since; the waiter is added nevertheless
     */
    public boolean await(Waiter waiter, long seen) {
        synchronized (waiters) {
            waiters.add(waiter);
            awaited = true;
        }
        return value == seen;
    }

    /**
     * Removes one who waited.
     *
     * @param waiter who; no effect if it is not there
     */
    public void forget(Waiter waiter) {
        synchronized (waiters) {
            waiters.remove(waiter);
            awaited = !waiters.isEmpty();
        }
    }

    /** Tells all who wait that the partition is gone from here. */
    public void close() {
        for (Waiter waiter : waiters()) {
            waiter.gone();
        }
    }

    /**
     * Whether somebody waits.
     *
     * @return true if so
     */
    public boolean isAwaited() {
        return awaited;
    }

    private Waiter[] waiters() {
        synchronized (waiters) {
            return waiters.toArray(NOBODY);
        }
    }

    /** Waits for a high watermark to move. Called by the thread that moves it: must be quick and must not block. */
    public interface Waiter {
        /**
         * It has moved.
         *
         * @param bytes how much became visible
         */
        void advanced(int bytes);

        /** It will never move again. */
        void gone();
    }
}
