package gossip.core.pipeline;

import gossip.api.PartitionId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Partitions that are not compacted any more until the broker is restarted, because of what was found in them. Any thread. */
final class Uncleanable {
    private final Set<PartitionId> partitions = ConcurrentHashMap.newKeySet();

    boolean contains(PartitionId id) {
        return !partitions.isEmpty() && partitions.contains(id);
    }

    void add(PartitionId id) {
        partitions.add(id);
    }

    /** Forgets those that are gone. */
    void removeIf(Predicate<PartitionId> gone) {
        partitions.removeIf(gone);
    }

    int count() {
        return partitions.size();
    }
}
