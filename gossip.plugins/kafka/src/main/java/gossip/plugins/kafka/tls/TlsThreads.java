package gossip.plugins.kafka.tls;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that compute handshakes and look for new certificates. Started when they are first needed. */
public final class TlsThreads implements AutoCloseable {
    private final ScheduledThreadPoolExecutor pool;

    /**
     * Prepares.
     *
     * @param count how many at most
     */
    public TlsThreads(int count) {
        AtomicInteger next = new AtomicInteger();
        ThreadFactory factory = task -> Thread.ofPlatform()
                .name("gossip-tls-" + next.getAndIncrement())
                .daemon()
                .unstarted(task);
        pool = new ScheduledThreadPoolExecutor(count, factory);
        pool.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    }

    Executor executor() {
        return pool;
    }

    void repeat(Runnable task, long periodMs) {
        pool.scheduleWithFixedDelay(task, periodMs, periodMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
