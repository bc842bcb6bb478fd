package gossip.core.groupstore;

import gossip.api.TopicPartition;
import gossip.api.group.GroupStore.Committed;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What is newest of the groups of one partition. Written by one thread at a time, read by any. */
final class GroupTable {
    private final Map<String, Kept> groups = new ConcurrentHashMap<>();
    /** By producer id; as many as have a transaction open in the partition, which it bounds. */
    private final Map<Long, Map<StoreKey.Offset, Logged>> proposals = new ConcurrentHashMap<>();

    private final AtomicLong offsetCount = new AtomicLong();

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
            case StoreKey.Entry entry -> {
                byte[] copy = copy(value);
                change(entry.group(), kept -> kept.entries.put(entry.name(), copy));
            }
        }
    }

    void put(StoreKey.Offset key, Committed committed, long logOffset) {
        accept(key, new Logged(committed, logOffset));
    }

    /** Keeps an offset until it is decided whether it counts. */
    void propose(long producerId, StoreKey.Offset key, Committed committed, long logOffset) {
        proposals.compute(producerId, (id, present) -> {
            Map<StoreKey.Offset, Logged> proposed = present == null ? new ConcurrentHashMap<>() : present;
            grownBy(proposed.put(key, new Logged(committed, logOffset)) == null ? 1 : 0);
            return proposed;
        });
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
        decided.forEach((key, proposed) -> {
            if (committed) {
                accept(key, proposed);
            }
            grownBy(decided.remove(key) == null ? 0 : -1);
        });
        proposals.computeIfPresent(producerId, (id, left) -> left.isEmpty() ? null : left);
    }

    /** Of two offsets the one that is later in the log counts, as after a restart. */
    private void accept(StoreKey.Offset key, Logged logged) {
        change(key.group(), kept -> {
            Logged present = kept.offsets.get(key.partition());
            if (present == null || present.logOffset <= logged.logOffset) {
                kept.offsets.put(key.partition(), logged);
                grownBy(present == null ? 1 : 0);
            }
        });
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

    /**
     * Forgets what is older than a place in the log, as a compacted log would: also offsets that are still undecided.
     *
     * @param logOffset of the batch that says so
     */
    void remove(StoreKey key, long logOffset) {
        switch (key) {
            case StoreKey.Offset offset -> {
                change(offset.group(), kept -> drop(kept, offset.partition(), logOffset));
                proposals.values().forEach(proposed -> withdraw(proposed, offset, logOffset));
            }
            case StoreKey.Entry entry -> change(entry.group(), kept -> kept.entries.remove(entry.name()));
        }
    }

    private void drop(Kept kept, TopicPartition partition, long logOffset) {
        Logged present = kept.offsets.get(partition);
        if (present != null && present.logOffset <= logOffset) {
            kept.offsets.remove(partition);
            grownBy(-1);
        }
    }

    private void withdraw(Map<StoreKey.Offset, Logged> proposed, StoreKey.Offset key, long logOffset) {
        proposed.computeIfPresent(key, (same, logged) -> {
            boolean isOlder = logged.logOffset < logOffset;
            grownBy(isOlder ? -1 : 0);
            return isOlder ? null : logged;
        });
    }

    private void change(String group, Consumer<Kept> change) {
        groups.compute(group, (id, present) -> {
            Kept kept = present == null ? new Kept() : present;
            change.accept(kept);
            return kept.offsets.isEmpty() && kept.entries.isEmpty() ? null : kept;
        });
    }

    private void grownBy(int count) {
        offsetCount.addAndGet(count);
    }

    /** How many of some partitions have no offset of a group. */
    int countAbsent(String group, Set<TopicPartition> partitions) {
        Optional<Kept> kept = find(group);
        return (int) partitions.stream()
                .filter(partition ->
                        kept.filter(k -> k.offsets.containsKey(partition)).isEmpty())
                .count();
    }

    /** Offsets of a group. */
    int countOffsets(String group) {
        return find(group).map(kept -> kept.offsets.size()).orElse(0);
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

    /** Offsets of all groups, with those that are undecided. */
    long offsetCount() {
        return offsetCount.get();
    }

    private static byte[] copy(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        return bytes;
    }
}
