package gossip.core.group;

import java.util.concurrent.CompletableFuture;

/** What a group wants to be done. */
sealed interface GroupEffect {
    /**
     * Answer a request.
     *
     * @param <R> type of the result
     * @param reply whom
     * @param result with what
     */
    record Answer<R>(CompletableFuture<R> reply, R result) implements GroupEffect {
        void send() {
            reply.complete(result);
        }
    }

    /**
     * Tick at a time, and forget the time asked for before.
     *
     * @param atMs when
     */
    record WakeAt(long atMs) implements GroupEffect {}
}
