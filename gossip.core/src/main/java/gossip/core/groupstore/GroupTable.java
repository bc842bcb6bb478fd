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
    /** By producer id; as many as have a transaction open in the partition, which it bounds. */
    private final Map<Long, Map<StoreKey.Offset, Logged>> proposals = new ConcurrentHashMap<>();

    /** What one group has. Its maps take no space while they are empty. */
    private static final class Kept {
        final Map<TopicPartition, Logged> offsets = new ConcurrentHashMap<>();
        final Map<String, byte[]> entries = new ConcurrentHashMap<>();
    }

    /**
     * An offset with the place of its record.
     *
     * @param committed the offset
     * @param logOffset of the batch that it stands in: of two for the same partition the later counts
     */
    private record Logged(Committed committed, long logOffset) {}

    void put(StoreKey key, ByteBuffer value, long logOffset) {
        switch (key) {
            case StoreKey.Offset offset -> put(offset, OffsetRecords.value(value), logOffset);
            case StoreKey.Entry entry -> put(entry, copy(value));
        }
    }

    void put(StoreKey.Offset key, Committed committed, long logOffset) {
        kept(key.group()).offsets.put(key.partition(), new Logged(committed, logOffset));
    }

    /** Keeps an offset until it is decided whether it counts. */
    void propose(long producerId, StoreKey.Offset key, Committed committed, long logOffset) {
        proposals
                .computeIfAbsent(producerId, id -> new ConcurrentHashMap<>())
                .put(key, new Logged(committed, logOffset));
    }

    /**
     * A producer's transaction has ended. Its offsets count before they are no longer undecided: whoever asks what is undecided
     * first, and for the offsets then, misses none.
     */
    void decide(long producerId, boolean committed) {
        Map<StoreKey.Offset, Logged> decided = proposals.get(producerId);
        if (decided == null) {
            return;
        }
        if (committed) {
            decided.forEach((key, proposed) -> kept(key.group())
                    .offsets
                    .merge(
                            key.partition(),
                            proposed,
                            (present, late) -> present.logOffset > late.logOffset ? present : late));
        }
        proposals.remove(producerId);
    }

    /** Partitions of a group of which it is not decided yet whether newer offsets count. */
    Set<TopicPartition> undecided(String group) {
        if (proposals.isEmpty()) {
            return Set.of();
        }
        return proposals.values().stream()
                .flatMap(proposed -> proposed.keySet().stream())
                .filter(key -> key.group().equals(group))
                .map(StoreKey.Offset::partition)
                .collect(Collectors.toSet());
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
        Map<TopicPartition, Committed> copy = new HashMap<>();
        find(group)
                .ifPresent(kept -> kept.offsets.forEach((partition, logged) -> copy.put(partition, logged.committed)));
        return copy;
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
