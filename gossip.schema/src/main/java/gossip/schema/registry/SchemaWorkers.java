package gossip.schema.registry;

import gossip.api.schema.SchemaError;
import gossip.api.schema.SchemaException;
import gossip.schema.RegistrySettings;
import gossip.schema.format.Invalid;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The threads that read and compare schemas: few, so that costly schemas cannot keep the broker from its work, and with deep
 * stacks, because parsers recurse. They end when there is nothing to do. Thread-safe.
 */
final class SchemaWorkers implements AutoCloseable {
    private static final int THREADS = 2;
    private static final long STACK_BYTES = 32L << 20;
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;
    private final Duration timeout;
    private final int capacity;

    SchemaWorkers(Duration timeout, int capacity) {
        AtomicInteger number = new AtomicInteger();
        this.timeout = timeout;
        this.capacity = capacity;
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(capacity),
                task -> new Worker(task, "gossip-schema-" + number.incrementAndGet()));
        threads.allowCoreThreadTimeOut(true);
    }

    int queued() {
        return threads.getQueue().size();
    }

    /** Does a task, and waits for it. */
    <T> T call(Supplier<T> task) {
        if (Thread.currentThread() instanceof Worker) {
            return task.get();
        }
        CompletableFuture<T> result = submit(task);
        try {
            return result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw Failures.of(e);
        } catch (TimeoutException e) {
            result.cancel(false);
            throw new SchemaException(
                    SchemaError.TIMEOUT,
                    "The schema was not read and compared within the " + timeout.toMillis() + " ms that "
                            + RegistrySettings.CHECK_TIMEOUT.key() + " allows",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SchemaException(SchemaError.TIMEOUT, "Interrupted while the schema was read", e);
        }
    }

    /** Does a task. The stage fails with SchemaException only. */
    <T> CompletableFuture<T> submit(Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            threads.execute(() -> run(task, result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new SchemaException(
                    SchemaError.BUSY,
                    capacity + " schemas wait to be read already, as many as " + RegistrySettings.CHECK_QUEUE.key()
                            + " allows; try again later",
                    e));
        }
        return result;
    }

    private static <T> void run(Supplier<T> task, CompletableFuture<T> result) {
        if (result.isDone()) {
            return; // nobody waits any longer
        }
        try {
            result.complete(task.get());
        } catch (StackOverflowError e) { // what the limits should have kept out
            result.completeExceptionally(Invalid.because("The schema is nested too deeply to be read"));
        } catch (RuntimeException | LinkageError e) {
            result.completeExceptionally(Failures.of(e));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static final class Worker extends Thread {
        Worker(Runnable task, String name) {
            super(null, task, name, STACK_BYTES);
            setDaemon(true);
        }
    }
}
