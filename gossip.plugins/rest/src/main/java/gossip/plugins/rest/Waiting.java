package gossip.plugins.rest;

import gossip.api.BrokerException;
import gossip.api.schema.SchemaException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Waits for what the broker does. For virtual threads. */
public final class Waiting {
    private Waiting() {}

    /**
     * Waits for a result.
     *
     * @param stage completes with it
     * @param <T> of the result
     * @return the result
     * @throws BrokerException if the broker refuses
     * @throws SchemaException if the registry refuses
     * @throws InterruptedException if the server stops
     */
    public static <T> T of(CompletionStage<T> stage) throws InterruptedException {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            // the same failure may be told to several, so it must not be changed
            if (cause instanceof BrokerException refused) {
                throw refused;
            }
            if (cause instanceof SchemaException refused) {
                throw refused;
            }
            throw new IllegalStateException("the broker failed", cause);
        }
    }
}
