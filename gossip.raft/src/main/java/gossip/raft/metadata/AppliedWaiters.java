package gossip.raft.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Those who wait until this node has applied a command. Any thread. As many as there are proposals under way. */
final class AppliedWaiters {
    private final TreeMap<Long, CompletableFuture<Void>> waiting = new TreeMap<>();
    private long appliedIndex = -1;
    private @Nullable RuntimeException abandoned;

    synchronized CompletableFuture<Void> await(long index) {
        if (index <= appliedIndex) {
            return CompletableFuture.completedFuture(null);
        }
        if (abandoned != null) {
            return CompletableFuture.failedFuture(abandoned);
        }
        return waiting.computeIfAbsent(index, absent -> new CompletableFuture<>());
    }

    void advance(long index) {
        reached(index).forEach(waiter -> waiter.complete(null));
    }

    void abandon(RuntimeException cause) {
        all(cause).forEach(waiter -> waiter.completeExceptionally(cause));
    }

    private synchronized List<CompletableFuture<Void>> reached(long index) {
        appliedIndex = index;
        var reached = waiting.headMap(index, true);
        List<CompletableFuture<Void>> waiters = new ArrayList<>(reached.values());
        reached.clear();
        return waiters;
    }

    private synchronized List<CompletableFuture<Void>> all(RuntimeException cause) {
        abandoned = cause;
        List<CompletableFuture<Void>> waiters = new ArrayList<>(waiting.values());
        waiting.clear();
        return waiters;
    }
}
