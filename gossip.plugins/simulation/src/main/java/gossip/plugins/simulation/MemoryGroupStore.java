package gossip.plugins.simulation;

import gossip.api.TopicPartition;
import gossip.api.broker.Broker;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Records.ProducerTransaction;
import gossip.api.group.GroupStore;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Offsets and entries of groups in maps; gone with the process. Thread-safe. */
public final class MemoryGroupStore implements GroupStore {
    private final Map<String, Map<TopicPartition, Committed>> offsets = new HashMap<>();
    /** By producer id and group. */
    private final Map<Long, Map<String, Map<TopicPartition, Committed>>> proposals = new HashMap<>();

    private final Map<String, Map<String, ByteBuffer>> entries = new HashMap<>();

    /** Creates an empty store. */
    public MemoryGroupStore() {
        // nothing to set up
    }

    @Override
    public void start(Broker broker, Listener listener) {
        // it keeps no records of its own, and finds no groups
    }

    @Override
    public CompletionStage<Void> load(String group) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized Map<TopicPartition, Committed> offsets(String group) {
        return Map.copyOf(offsets.getOrDefault(group, Map.of()));
    }

    @Override
    public synchronized Usage usage(String group, Set<TopicPartition> partitions) {
        Map<TopicPartition, Committed> held = offsets.getOrDefault(group, Map.of());
        int absent = (int) partitions.stream()
                .filter(partition -> !held.containsKey(partition))
                .count();
        long proposed = proposals.values().stream()
                .flatMap(groups -> groups.values().stream())
                .mapToLong(Map::size)
                .sum();
        return new Usage(
                absent,
                held.size(),
                proposed + offsets.values().stream().mapToLong(Map::size).sum());
    }

    @Override
    public synchronized Map<String, ByteBuffer> entries(String group) {
        Map<String, ByteBuffer> copy = new HashMap<>();
        entries.getOrDefault(group, Map.of()).forEach((name, value) -> copy.put(name, value.asReadOnlyBuffer()));
        return copy;
    }

    @Override
    public synchronized CompletionStage<Void> write(String group, Changes changes) {
        change(offsets, group, changes.offsets());
        changes.offsets().forEach((partition, committed) -> {
            if (committed.isEmpty()) {
                withdraw(group, proposed -> proposed.remove(partition));
            }
        });
        change(entries, group, changes.entries());
        return CompletableFuture.completedStage(null);
    }

    private static <K, V> void change(Map<String, Map<K, V>> groups, String group, Map<K, Optional<V>> changes) {
        Map<K, V> held = groups.computeIfAbsent(group, fresh -> new HashMap<>());
        changes.forEach((key, value) -> value.ifPresentOrElse(v -> held.put(key, v), () -> held.remove(key)));
        if (held.isEmpty()) {
            groups.remove(group);
        }
    }

    @Override
    public synchronized CompletionStage<Void> delete(String group) {
        offsets.remove(group);
        entries.remove(group);
        withdraw(group, Map::clear);
        return CompletableFuture.completedStage(null);
    }

    private void withdraw(String group, Consumer<Map<TopicPartition, Committed>> change) {
        proposals.values().stream()
                .flatMap(groups -> Optional.ofNullable(groups.get(group)).stream())
                .forEach(change);
    }

    @Override
    public synchronized CompletionStage<Void> writeInTransaction(
            String group,
            ProducerIdentity producer,
            ProducerTransaction transaction,
            Map<TopicPartition, Committed> proposed) {
        proposals
                .computeIfAbsent(producer.producerId(), id -> new HashMap<>())
                .computeIfAbsent(group, id -> new HashMap<>())
                .putAll(proposed);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized Set<TopicPartition> undecided(String group) {
        Set<TopicPartition> undecided = new HashSet<>();
        proposals
                .values()
                .forEach(proposed ->
                        undecided.addAll(proposed.getOrDefault(group, Map.of()).keySet()));
        return undecided;
    }

    @Override
    public synchronized void transactionEnded(TopicPartition partition, long producerId, boolean committed) {
        Map<String, Map<TopicPartition, Committed>> decided = proposals.remove(producerId);
        if (decided != null && committed) {
            decided.forEach((group, proposed) -> {
                if (!proposed.isEmpty()) {
                    offsets.computeIfAbsent(group, id -> new HashMap<>()).putAll(proposed);
                }
            });
        }
    }

    @Override
    public synchronized Set<String> groups() {
        Set<String> all = new TreeSet<>(offsets.keySet());
        all.addAll(entries.keySet());
        return all;
    }

    @Override
    public boolean isLoading() {
        return false;
    }

    @Override
    public void close() {
        // nothing is held
    }
}
