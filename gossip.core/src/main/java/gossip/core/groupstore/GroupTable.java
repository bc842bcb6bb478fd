package gossip.core.groupstore;

import gossip.api.TopicPartition;
import gossip.api.group.GroupStore.Committed;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What is newest of the groups of one partition. Written by one thread at a time, read by any. */
final class GroupTable {
    private final Map<String, Kept> groups = new ConcurrentHashMap<>();

    /** What one group has. Its maps take no space while they are empty. */
    private static final class Kept {
        final Map<TopicPartition, Committed> offsets = new ConcurrentHashMap<>();
        final Map<String, byte[]> entries = new ConcurrentHashMap<>();
    }

    void put(StoreKey key, ByteBuffer value) {
        switch (key) {
            case StoreKey.Offset offset -> put(offset, OffsetRecords.value(value));
            case StoreKey.Entry entry -> put(entry, copy(value));
        }
    }

    void put(StoreKey.Offset key, Committed committed) {
        kept(key.group()).offsets.put(key.partition(), committed);
    }

    private void put(StoreKey.Entry key, byte[] value) {
        kept(key.group()).entries.put(key.name(), value);
    }

    private Kept kept(String group) {
        return groups.computeIfAbsent(group, fresh -> new Kept());
    }

    void remove(StoreKey key) {
        switch (key) {
            case StoreKey.Offset offset -> shrink(key.group(), kept -> kept.offsets.remove(offset.partition()));
            case StoreKey.Entry entry -> shrink(key.group(), kept -> kept.entries.remove(entry.name()));
        }
    }

    private void shrink(String group, Consumer<Kept> removal) {
        groups.computeIfPresent(group, (id, kept) -> {
            removal.accept(kept);
            return kept.offsets.isEmpty() && kept.entries.isEmpty() ? null : kept;
        });
    }

    Map<TopicPartition, Committed> offsets(String group) {
        return find(group).map(kept -> Map.copyOf(kept.offsets)).orElse(Map.of());
    }

    Map<String, ByteBuffer> entries(String group) {
        Map<String, ByteBuffer> copy = new HashMap<>();
        find(group)
                .ifPresent(kept -> kept.entries.forEach(
                        (name, value) -> copy.put(name, ByteBuffer.wrap(value).asReadOnlyBuffer())));
        return copy;
    }

    private Optional<Kept> find(String group) {
        return Optional.ofNullable(groups.get(group));
    }

    Set<String> groups() {
        return Set.copyOf(groups.keySet());
    }

    Set<String> groupsWithEntries() {
        return groups.entrySet().stream()
                .filter(group -> !group.getValue().entries.isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    int offsetCount() {
        return groups.values().stream().mapToInt(kept -> kept.offsets.size()).sum();
    }

    private static byte[] copy(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        return bytes;
    }
}
