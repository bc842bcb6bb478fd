package gossip.core.message;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The thread {@code gossip-message-timer}, which ends when it has had nothing to do for a while. Bounded by who adds. */
final class MessageTimer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(MessageTimer.class.getName());
    private static final int IDLE_SECONDS = 30;

    private final ScheduledThreadPoolExecutor executor;
    private final Set<Runnable> answers = ConcurrentHashMap.newKeySet();

    MessageTimer() {
        executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "gossip-message-timer");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a quick action at its time; never if the broker stops before.
     *
     * @return to prevent it
     */
    Runnable after(long delayMs, Runnable action) {
        try {
            ScheduledFuture<?> future = executor.schedule(() -> run(action), delayMs, TimeUnit.MILLISECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "nothing waits for its time any more: the broker stops", e);
            return () -> {};
        }
    }

    /** Runs what somebody is owed at its time, or when the broker stops. */
    void answerAfter(long delayMs, Runnable action) {
        // an object of its own, for an action may be added more than once
        Runnable answer = new Runnable() {
            @Override
            public void run() {
                if (answers.remove(this)) {
                    MessageTimer.run(action);
                }
            }
        };
        answers.add(answer);
        try {
            executor.schedule(answer, delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "no answer is held back any more: the broker stops", e);
            answer.run();
        }
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "an answer or a heartbeat for a client of the doors for single records failed", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        answers.forEach(Runnable::run);
    }
}
