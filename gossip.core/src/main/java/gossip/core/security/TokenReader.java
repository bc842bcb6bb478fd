package gossip.core.security;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.config.Settings;
import gossip.api.metrics.Metrics;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Looks through all delegation tokens, on a thread that is there while somebody asks. Thread-safe. */
final class TokenReader {
    private static final long KEPT_S = 5;

    private final int mostWaiting;
    private final Metrics.Counter refused;
    private final ThreadPoolExecutor thread;

    TokenReader(Settings settings, Metrics metrics) {
        mostWaiting = settings.value(SecuritySettings.TOKEN_LISTINGS_QUEUE);
        refused = metrics.counter(
                "gossip_delegation_token_listings_refused_total",
                "Requests for a list of delegation tokens that were refused; see"
                        + " security.delegation_token.listings_queue.");
        thread = new ThreadPoolExecutor(
                1,
                1,
                KEPT_S,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(mostWaiting),
                task -> Thread.ofPlatform().name("gossip-tokens").daemon().unstarted(task));
        thread.allowCoreThreadTimeOut(true);
        metrics.gauge(
                "gossip_delegation_token_listings_waiting",
                "Requests for a list of delegation tokens that wait; see security.delegation_token.listings_queue.",
                () -> thread.getQueue().size());
    }

    /** Completes on the thread. */
    <T> CompletionStage<T> read(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            thread.execute(() -> complete(result, work));
        } catch (RejectedExecutionException e) {
            refused.add(1);
            result.completeExceptionally(new BrokerException(
                    ErrorCode.REQUEST_TIMED_OUT,
                    mostWaiting + " requests for lists of delegation tokens wait already, as many as"
                            + " security.delegation_token.listings_queue allows; try again later",
                    e));
        }
        return result;
    }

    private static <T> void complete(CompletableFuture<T> result, Supplier<T> work) {
        try {
            result.complete(work.get());
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }
}
