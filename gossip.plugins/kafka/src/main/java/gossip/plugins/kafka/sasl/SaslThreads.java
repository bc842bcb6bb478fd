package gossip.plugins.kafka.sasl;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that evaluate what clients prove themselves with. There are none while nobody does. Thread-safe. */
public final class SaslThreads implements AutoCloseable {
    private static final long KEPT_S = 10;

    private final ThreadPoolExecutor pool;

    /**
     * Prepares.
     *
     * @param count how many at most
     * @param queue what may wait
     */
    public SaslThreads(int count, int queue) {
        AtomicInteger next = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                count,
                count,
                KEPT_S,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(queue),
                task -> Thread.ofPlatform()
                        .name("gossip-sasl-" + next.getAndIncrement())
                        .daemon()
                        .unstarted(task));
        pool.allowCoreThreadTimeOut(true);
    }

    /** Returns false if too many wait. */
    boolean execute(Runnable task) {
        try {
            pool.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
