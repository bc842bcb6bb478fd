package gossip.core.group;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

        /** What led to the answer could not be kept. */
        void fail(Throwable cause) {
            reply.completeExceptionally(cause);
        }
    }

    /**
     * Keep changes of the group's entries.
     *
     * @param entries by name; empty to forget one
     */
    record Keep(Map<String, Optional<ByteBuffer>> entries) implements GroupEffect {}

    /**
     * Go on with another machine.
     *
     * @param machine which
     * @param events what it takes first, in order
     */
    record Become(GroupMachine machine, List<GroupEvent> events) implements GroupEffect {
        public Become {
            events = List.copyOf(events);
        }
    }

    /**
     * Tick at a time, and forget the time asked for before.
     *
     * @param atMs when
     */
    record WakeAt(long atMs) implements GroupEffect {}
}
