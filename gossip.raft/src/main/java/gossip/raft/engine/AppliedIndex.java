package gossip.raft.engine;

import java.util.concurrent.CompletableFuture;

/** How far the log has been applied on this node. Advanced by the apply thread, read by any. */
final class AppliedIndex {
    private long index = -1;
    private long awaited = -1;
    private CompletableFuture<Void> reached = new CompletableFuture<>();

    synchronized long index() {
        return index;
    }

    synchronized void advance(long index) {
        this.index = index;
        if (index >= awaited) {
            reached.complete(null);
        }
    }

    /** Completes when the log has been applied up to an index; for the one thread that starts the engine. */
    synchronized CompletableFuture<Void> await(long index) {
        awaited = index;
        reached = new CompletableFuture<>();
        if (this.index >= index) {
            reached.complete(null);
        }
        return reached;
    }
}
