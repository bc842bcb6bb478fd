package gossip.cli.cluster;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;

/** Waits for what the admin client promised. Its own timeout bounds the wait. */
public final class Answers {
    private Answers() {}

    /**
     * The answer about one of several things that were asked for together.
     *
     * @param <K> type of the things
     * @param <T> type of the answer
     * @param futures a promise for each
     * @param key the thing
     * @return the answer
     */
    public static <K, T> T await(Map<K, KafkaFuture<T>> futures, K key) {
        return await(Objects.requireNonNull(futures.get(key)));
    }

    /**
     * The answer, or its error as it came from the cluster.
     *
     * @param <T> type of the answer
     * @param future the promise
     * @return the answer
     */
    public static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
