package gossip.core.topic;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.metadata.MetadataResult;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What came of one change, for the client.
 *
 * @param error NONE if it was done
 * @param message why not, for a person; else empty
 */
public record Verdict(ErrorCode error, String message) {
    /** It was done. */
    public static final Verdict OK = new Verdict(ErrorCode.NONE, "");

    private static final Logger LOG = System.getLogger(Verdict.class.getName());

    /**
     * Whether it was done.
     *
     * @return true if so
     */
    public boolean isOk() {
        return error == ErrorCode.NONE;
    }

    /**
     * Reads how a submitted command ended.
     *
     * @param result null if it failed
     * @param failure null if it did not
     * @return what to tell the client
     */
    public static Verdict of(@Nullable MetadataResult result, @Nullable Throwable failure) {
        if (failure != null) {
            return of(failure);
        }
        return result instanceof MetadataResult.Refused refused ? new Verdict(refused.code(), refused.message()) : OK;
    }

    /**
     * Reads a failure; one that nobody expects is logged.
     *
     * @param failure why not
     * @return what to tell the client
     */
    public static Verdict of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof BrokerException refused) {
            String message = refused.getMessage();
            return new Verdict(refused.code(), message == null ? "" : message);
        }
        LOG.log(Level.ERROR, "a change of the metadata failed", cause);
        return new Verdict(ErrorCode.UNKNOWN_SERVER_ERROR, "the broker failed; its log says why");
    }

    /**
     * Waits for all and keeps their order.
     *
     * @param <T> of what
     * @param stages any
     * @return fails with the first failure
     */
    public static <T> CompletionStage<List<T>> inOrder(List<? extends CompletionStage<T>> stages) {
        CompletableFuture<List<T>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (CompletionStage<T> stage : stages) {
            all = all.thenCombine(stage, (list, item) -> {
                list.add(item);
                return list;
            });
        }
        return all.thenApply(List::copyOf);
    }
}
