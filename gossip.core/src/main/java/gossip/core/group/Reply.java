package gossip.core.group;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** An answer that is told also of failures in its own words, so that the stage which a caller holds is the one that waits. */
final class Reply<R> extends CompletableFuture<R> {
    private final Function<Throwable, R> failed;

    Reply(Function<Throwable, R> failed) {
        this.failed = failed;
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return complete(failed.apply(failure));
    }
}
