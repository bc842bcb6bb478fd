package gossip.plugins.simulation;

import gossip.api.TopicPartition;
import gossip.api.broker.Broker;
import gossip.api.group.OffsetStore;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Committed offsets in a map; gone with the process. Thread-safe. */
public final class MemoryOffsetStore implements OffsetStore {
    private final Map<String, Map<TopicPartition, Committed>> groups = new ConcurrentHashMap<>();

    /** Creates an empty store. */
    public MemoryOffsetStore() {
        // nothing to set up
    }

    @Override
    public void start(Broker broker) {
        // it keeps no records of its own
    }

    @Override
    public CompletionStage<Void> load(String group) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public Map<TopicPartition, Committed> offsets(String group) {
        return Map.copyOf(groups.getOrDefault(group, Map.of()));
    }

    @Override
    public CompletionStage<Void> commit(String group, Map<TopicPartition, Committed> offsets) {
        groups.computeIfAbsent(group, fresh -> new ConcurrentHashMap<>()).putAll(offsets);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> delete(String group, Optional<Set<TopicPartition>> partitions) {
        partitions.ifPresentOrElse(
                some -> groups.getOrDefault(group, new ConcurrentHashMap<>())
                        .keySet()
                        .removeAll(some),
                () -> groups.remove(group));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public Set<String> groups() {
        return Set.copyOf(groups.keySet());
    }

    @Override
    public void close() {
        // nothing is held
    }
}
