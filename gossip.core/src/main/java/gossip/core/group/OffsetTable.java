package gossip.core.group;

import gossip.api.TopicPartition;
import gossip.api.group.OffsetStore.Committed;
import gossip.core.group.OffsetRecords.Key;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The newest offsets of the groups of one partition. Written by one thread at a time, read by any. */
final class OffsetTable {
    private final Map<String, Map<TopicPartition, Committed>> groups = new ConcurrentHashMap<>();

    void put(Key key, Committed committed) {
        groups.computeIfAbsent(key.group(), g -> new ConcurrentHashMap<>()).put(key.partition(), committed);
    }

    void remove(Key key) {
        groups.computeIfPresent(key.group(), (group, offsets) -> {
            offsets.remove(key.partition());
            return offsets.isEmpty() ? null : offsets;
        });
    }

    Map<TopicPartition, Committed> offsets(String group) {
        return Map.copyOf(groups.getOrDefault(group, Map.of()));
    }

    Set<String> groups() {
        return Set.copyOf(groups.keySet());
    }

    int size() {
        return groups.values().stream().mapToInt(Map::size).sum();
    }
}
