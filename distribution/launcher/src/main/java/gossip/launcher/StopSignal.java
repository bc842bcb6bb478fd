package gossip.launcher;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * Brings SIGTERM and SIGINT to the thread that runs the broker, and keeps the process until that thread has stopped it. While
 * the broker is still starting, the thread is interrupted; afterwards never, because an interrupt would close the files that
 * are being flushed.
 *
 * <p>The process ends with the status that the stop had: by itself a JVM ends with that of the signal, and nobody could tell an
 * orderly stop from one that left something unflushed.
 */
final class StopSignal {
    private final Thread runner = Thread.currentThread();
    private final CountDownLatch requested = new CountDownLatch(1);
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private boolean isStarting = true;

    private StopSignal() {}

    /** Begins to listen, on behalf of the calling thread. */
    static StopSignal listen() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::received, "gossip-shutdown"));
        return signal;
    }

    private void received() {
        request();
        Runtime.getRuntime().halt(status.join());
    }

    synchronized void request() {
        requested.countDown();
        if (isStarting) {
            runner.interrupt();
        }
    }

    /** No more interrupts from here on; one that came too late is forgotten, for the request stays. */
    synchronized void started() {
        isStarting = false;
        Thread.interrupted();
    }

    boolean isRequested() {
        return requested.getCount() == 0;
    }

    void await() {
        boolean interrupted = false;
        while (isRequested() == false) {
            try {
                requested.await();
            } catch (InterruptedException e) {
                interrupted = true; // nobody but this class stops the broker
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The broker is stopped; the process may end with this status. */
    void done(int stopStatus) {
        status.complete(stopStatus);
    }
}
