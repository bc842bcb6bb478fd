package gossip.core.group;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The thread {@code gossip-group-timer}. Its queue holds one wake-up for each group with members, and few others. */
final class TimerThread implements GroupTimer {
    private static final Logger LOG = System.getLogger(TimerThread.class.getName());

    private final ScheduledThreadPoolExecutor executor;

    TimerThread() {
        executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "gossip-group-timer");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long nowMs() {
        return System.nanoTime() / 1_000_000;
    }

    @Override
    public Runnable at(long atMs, Runnable task) {
        try {
            ScheduledFuture<?> future =
                    executor.schedule(() -> run(task), Math.max(0, atMs - nowMs()), TimeUnit.MILLISECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "no more wake-ups: the broker stops", e);
            return () -> {};
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a consumer group's timer failed; its members may have to rejoin", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
