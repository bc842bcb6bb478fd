package gossip.core.transaction;

import gossip.api.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Where the answer to a request goes.
 *
 * @param <R> type of the answer
 * @param future completed with it
 * @param failed makes an answer of a failure
 */
record Reply<R>(CompletableFuture<R> future, Function<ErrorCode, R> failed) {
    static <R> Reply<R> of(Function<ErrorCode, R> failed) {
        return new Reply<>(new CompletableFuture<>(), failed);
    }

    void refuse(ErrorCode error) {
        future.complete(failed.apply(error));
    }
}
