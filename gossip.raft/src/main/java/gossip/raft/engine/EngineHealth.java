package gossip.raft.engine;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Whether the engine runs, and why not. What fails once stays failed until the node is restarted. */
final class EngineHealth {
    private static final Logger LOG = System.getLogger(EngineHealth.class.getName());

    private final CompletableFuture<Void> leaderReady = new CompletableFuture<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile boolean closing;

    void leaderReady() {
        leaderReady.complete(null);
    }

    /** Completes when this node has led for the first time and applied all that was there before. */
    CompletableFuture<Void> ledOnce() {
        return leaderReady;
    }

    void fail(IOException cause) {
        if (end.completeExceptionally(cause)) {
            LOG.log(Level.ERROR, "metadata cannot change on this node until it is restarted", cause);
        }
    }

    /** The server has stopped, on demand or by itself. */
    void stopped() {
        if (!closing) {
            fail(new IOException("the Raft server has stopped by itself"));
        }
    }

    void closing() {
        closing = true;
        end.completeExceptionally(new IOException("the metadata log is closed"));
    }

    /** Why nothing works any more; empty as long as all is well. */
    Optional<Throwable> failure() {
        return end.isDone() ? Optional.of(end.exceptionNow()) : Optional.empty();
    }

    /** Has something done when the engine fails or is closed; at once if it is so already. */
    void onEnd(Consumer<Throwable> action) {
        end.whenComplete((never, cause) -> action.accept(cause));
    }

    /** Waits for something unless the engine fails first. */
    void await(CompletableFuture<Void> event, long timeoutMs, String what) throws IOException {
        try {
            CompletableFuture.anyOf(event, end).get(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause(), "cause");
            throw new IOException(cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new IOException(what + " took longer than " + timeoutMs + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted: " + what, e);
        }
    }
}
