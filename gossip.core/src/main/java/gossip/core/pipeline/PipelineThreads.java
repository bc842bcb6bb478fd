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
    private static final int READER_IDLE_SECONDS = 30;

    private PipelineThreads() {}

    static Thread start(String name, Runnable body) {
        Thread thread = named(name, body);
        thread.start();
        return thread;
    }

    /** Readers come with work and go without; what the queue cannot take is rejected. */
    static ThreadPoolExecutor readers(int count, int queueCapacity) {
        AtomicInteger next = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                count,
                count,
                READER_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queueCapacity),
                body -> named("gossip-reader-" + next.getAndIncrement(), body));
        pool.allowCoreThreadTimeOut(true);
        return pool;
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
