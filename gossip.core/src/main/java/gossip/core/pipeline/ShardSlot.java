package gossip.core.pipeline;

import org.jspecify.annotations.Nullable;

/** A preallocated place in a shard's ring: a request, or a task of the broker itself. */
final class ShardSlot {
    private @Nullable ProduceRequest request;
    private @Nullable Runnable task;

    void set(@Nullable ProduceRequest produced, @Nullable Runnable internal) {
        request = produced;
        task = internal;
    }

    @Nullable
    ProduceRequest request() {
        return request;
    }

    @Nullable
    Runnable task() {
        return task;
    }
}
