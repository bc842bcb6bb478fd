package gossip.plugins.kafka.memory;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Administration;
import gossip.api.broker.RequestContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One broker with one directory, which leads all there is. */
final class MemoryAdministration implements Administration {
    private static final Outcome UNKNOWN = new Outcome(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "no such partition");

    private final MemoryCluster cluster;

    MemoryAdministration(MemoryCluster cluster) {
        this.cluster = cluster;
    }

    private boolean isKnown(TopicPartition partition) {
        return cluster.metadata()
                .topic(partition.topic())
                .filter(topic -> topic.has(partition.partition()))
                .isPresent();
    }

    @Override
    public CompletionStage<List<LogDirectory>> logDirectories(
            RequestContext context, Optional<Set<TopicPartition>> partitions) {
        Map<TopicPartition, Long> sizes = new HashMap<>();
        partitions.orElse(Set.of()).stream().filter(this::isKnown).forEach(partition -> sizes.put(partition, 7L));
        return CompletableFuture.completedFuture(List.of(new LogDirectory(ErrorCode.NONE, "/memory", 100, 50, sizes)));
    }

    @Override
    public Map<TopicPartition, ErrorCode> moveLogs(RequestContext context, Map<TopicPartition, String> targets) {
        Map<TopicPartition, ErrorCode> outcomes = new HashMap<>();
        targets.forEach((partition, target) ->
                outcomes.put(partition, target.equals("/memory") ? ErrorCode.NONE : ErrorCode.LOG_DIR_NOT_FOUND));
        return outcomes;
    }

    @Override
    public Map<TopicPartition, Outcome> electLeaders(RequestContext context, Optional<Set<TopicPartition>> partitions) {
        Map<TopicPartition, Outcome> outcomes = new HashMap<>();
        partitions
                .orElse(Set.of())
                .forEach(partition -> outcomes.put(
                        partition,
                        isKnown(partition) ? new Outcome(ErrorCode.ELECTION_NOT_NEEDED, "it leads") : UNKNOWN));
        return outcomes;
    }

    @Override
    public Map<TopicPartition, Outcome> reassign(
            RequestContext context, Map<TopicPartition, Optional<List<Integer>>> replicas, boolean mayChangeCount) {
        Map<TopicPartition, Outcome> outcomes = new HashMap<>();
        replicas.forEach((partition, wanted) -> outcomes.put(partition, isKnown(partition) ? Outcome.DONE : UNKNOWN));
        return outcomes;
    }

    @Override
    public Set<TopicPartition> reassignments(RequestContext context, Optional<Set<TopicPartition>> partitions) {
        return Set.of();
    }

    @Override
    public Quorum quorum(RequestContext context) {
        return new Quorum(OptionalInt.of(1), 3, 10, List.of(new QuorumVoter(1, 10, 1000, 1000, Optional.empty())));
    }

    @Override
    public CompletionStage<Outcome> unregister(RequestContext context, int brokerId) {
        return CompletableFuture.completedFuture(
                new Outcome(ErrorCode.BROKER_ID_NOT_REGISTERED, "there is no broker " + brokerId));
    }

    @Override
    public List<Feature> features() {
        return List.of(new Feature("group.version", (short) 1));
    }

    @Override
    public Outcome updateFeatures(RequestContext context, List<FeatureUpdate> updates) {
        return Outcome.DONE;
    }
}
