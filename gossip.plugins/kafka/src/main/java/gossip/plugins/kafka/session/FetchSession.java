package gossip.plugins.kafka.session;

import java.util.LinkedHashMap;
import java.util.Map;

/** The partitions that one client follows. Confined to an event loop, but for {@link #evict} and {@link #lastUsedMs}. */
final class FetchSession {
    private final int id;
    private final boolean usesTopicIds;
    private final Map<PartitionKey, PartitionFetch> partitions = new LinkedHashMap<>();
    private int nextEpoch = 1;
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
