package gossip.plugins.kafka.session;

import gossip.api.broker.Records.Waiting;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The partitions that one client follows. Confined to an event loop, but for {@link #evict} and {@link #lastUsedMs}. */
final class FetchSession {
    private final int id;
    private final boolean usesTopicIds;
    private final Map<PartitionKey, PartitionFetch> partitions = new LinkedHashMap<>();
    private int nextEpoch = 1;
    private @Nullable Waiting waiting;
    private volatile boolean evicted;
    private volatile long lastUsedMs;

    FetchSession(int id, boolean usesTopicIds, long nowMs) {
        this.id = id;
        this.usesTopicIds = usesTopicIds;
        this.lastUsedMs = nowMs;
    }

    int id() {
        return id;
    }

    boolean usesTopicIds() {
        return usesTopicIds;
    }

    Map<PartitionKey, PartitionFetch> partitions() {
        return partitions;
    }

    boolean isNext(int epoch) {
        return epoch == nextEpoch;
    }

    void used(long nowMs) {
        nextEpoch = nextEpoch == Integer.MAX_VALUE ? 1 : nextEpoch + 1;
        lastUsedMs = nowMs;
    }

    /** Lets partitions that did not get their turn come first next time, when not all fit into a response. */
    void moveToEnd(PartitionFetch served) {
        if (partitions.remove(served.key(), served)) {
            partitions.put(served.key(), served);
        }
    }

    /** Takes note of the newest fetch, which may wait for records. */
    void waitsFor(Waiting fetch) {
        waiting = fetch;
    }

    /** Forgets a fetch that has been answered. */
    void waitsNoMoreFor(Waiting fetch) {
        if (fetch.equals(waiting)) {
            waiting = null;
        }
    }

    /** Has a fetch that waits for records answered at once. */
    void wake() {
        Waiting present = waiting;
        waiting = null;
        if (present != null) {
            present.cancel();
        }
    }

    long lastUsedMs() {
        return lastUsedMs;
    }

    void evict() {
        evicted = true;
    }

    boolean isEvicted() {
        return evicted;
    }
}
