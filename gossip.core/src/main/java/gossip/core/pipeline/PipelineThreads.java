package gossip.core.pipeline;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the threads of the pipeline: named {@code gossip-...}, daemons, and loud when they die. */
final class PipelineThreads {
    private static final Logger LOG = System.getLogger(PipelineThreads.class.getName());
    private static final int IDLE_SECONDS = 30;

    private PipelineThreads() {}

    static Thread start(String name, Runnable body) {
        Thread thread = named(name, body);
        thread.start();
        return thread;
    }

    /** Threads that come with work and go without; what the queue cannot take is rejected. */
    static ThreadPoolExecutor pool(String name, int count, int queueCapacity) {
        AtomicInteger next = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                count,
                count,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queueCapacity),
                body -> named(name + "-" + next.getAndIncrement(), body));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Lets a pool do what it has, and ends it; false if that took too long. */
    static boolean end(ThreadPoolExecutor pool, long timeoutNanos) {
        pool.shutdown();
        try {
            return pool.awaitTermination(timeoutNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Thread named(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((dead, e) -> LOG.log(Level.ERROR, "thread " + dead.getName() + " died", e));
        return thread;
    }

    /** Waits for a thread's end, however often the caller is interrupted meanwhile. */
    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
