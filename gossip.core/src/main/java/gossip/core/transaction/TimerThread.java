package gossip.core.transaction;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The thread {@code gossip-transaction-timer}. Its queue holds the next look at all ids, and markers that are tried again. */
final class TimerThread implements TransactionTimer {
    private static final Logger LOG = System.getLogger(TimerThread.class.getName());

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, work -> {
        Thread thread = new Thread(work, "gossip-transaction-timer");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public void after(long delayMs, Runnable task) {
        try {
            executor.schedule(() -> run(task), delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "nothing is done later any more: the broker stops", e);
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "what was due for transactions failed", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
