package gossip.plugins.kafka.memory;

import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.TopicPartition;
import gossip.api.broker.Groups;
import gossip.api.broker.RequestContext;
import gossip.api.group.GroupStore.Committed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** Groups of one broker. Everything belongs to the broker's thread. */
final class MemoryGroups implements Groups {
    private final MemoryCluster cluster;
    private final ScheduledExecutorService thread;
    private final Map<String, MemoryGroup> groups = new TreeMap<>();
    private final List<String> abandoned = new CopyOnWriteArrayList<>();
    /** Ids of members that have epochs. */
    private final Set<String> consumers = new HashSet<>();

    MemoryGroups(MemoryCluster cluster, ScheduledExecutorService thread) {
        this.cluster = cluster;
        this.thread = thread;
    }

    @Override
    public CompletionStage<Integer> coordinator(RequestContext context, String group) {
        return CompletableFuture.completedFuture(cluster.brokerId());
    }

    @Override
    public CompletionStage<Joined> join(RequestContext context, Join request) {
        return later(() -> group(request.group()).join(context, request)).thenCompose(stage -> stage);
    }

    @Override
    public CompletionStage<Synced> sync(RequestContext context, Sync request) {
        return later(() -> group(request.member().group()).sync(request)).thenCompose(stage -> stage);
    }

    @Override
    public CompletionStage<ErrorCode> heartbeat(RequestContext context, Member member) {
        return later(() -> group(member.group()).heartbeat(member));
    }

    @Override
    public CompletionStage<Left> leave(RequestContext context, String group, List<Leaving> members) {
        return later(() -> new Left(
                ErrorCode.NONE,
                members.stream().map(member -> group(group).leave(member)).toList()));
    }

    @Override
    public void abandoned(String group, CompletionStage<?> waiting) {
        abandoned.add(group);
    }

    /** Groups whose joins and syncs were abandoned. */
    List<String> abandoned() {
        return List.copyOf(abandoned);
    }

    @Override
    public CompletionStage<Map<TopicPartition, ErrorCode>> commit(RequestContext context, Commit request) {
        return later(() -> {
            Map<TopicPartition, Committed> known = new HashMap<>(request.offsets());
            known.keySet().removeIf(partition -> !exists(partition));
            Map<TopicPartition, ErrorCode> outcomes = new HashMap<>();
            if (!request.knowsEpochs() && consumers.contains(request.member().memberId())) {
                request.offsets().keySet().forEach(partition -> outcomes.put(partition, ErrorCode.UNSUPPORTED_VERSION));
                return outcomes;
            }
            group(request.member().group()).offsets().putAll(known);
            for (TopicPartition partition : request.offsets().keySet()) {
                boolean isThere = known.containsKey(partition);
                outcomes.put(partition, isThere ? ErrorCode.NONE : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
            }
            return outcomes;
        });
    }

    private boolean exists(TopicPartition partition) {
        return cluster.metadata()
                .topic(partition.topic())
                .filter(topic -> topic.has(partition.partition()))
                .isPresent();
    }

    @Override
    public CompletionStage<CommittedOffsets> committed(
            RequestContext context, Member member, Optional<Set<TopicPartition>> partitions) {
        return later(() -> {
            Map<TopicPartition, Committed> offsets =
                    new HashMap<>(group(member.group()).offsets());
            partitions.ifPresent(wanted -> offsets.keySet().retainAll(wanted));
            return new CommittedOffsets(ErrorCode.NONE, offsets);
        });
    }

    @Override
    public CompletionStage<OffsetsDeleted> deleteOffsets(
            RequestContext context, String group, Set<TopicPartition> partitions) {
        return later(() -> {
            if (!groups.containsKey(group)) {
                return new OffsetsDeleted(ErrorCode.GROUP_ID_NOT_FOUND, Map.of());
            }
            Map<TopicPartition, ErrorCode> outcomes = new HashMap<>();
            for (TopicPartition partition : partitions) {
                groups.get(group).offsets().remove(partition);
                outcomes.put(partition, ErrorCode.NONE);
            }
            return new OffsetsDeleted(ErrorCode.NONE, outcomes);
        });
    }

    @Override
    public CompletionStage<List<Listed>> list(RequestContext context) {
        return later(() -> groups.values().stream().map(MemoryGroup::listed).toList());
    }

    @Override
    public CompletionStage<List<Described>> describe(RequestContext context, List<String> names) {
        return later(() -> names.stream()
                .map(name -> groups.containsKey(name)
                        ? groups.get(name).described()
                        : new Described(ErrorCode.NONE, name, "Dead", "", "", List.of()))
                .toList());
    }

    @Override
    public CompletionStage<Map<String, ErrorCode>> delete(RequestContext context, List<String> names) {
        return later(() -> {
            Map<String, ErrorCode> outcomes = new HashMap<>();
            for (String name : names) {
                MemoryGroup group = groups.get(name);
                if (group == null) {
                    outcomes.put(name, ErrorCode.GROUP_ID_NOT_FOUND);
                } else if (group.isEmpty()) {
                    groups.remove(name);
                    outcomes.put(name, ErrorCode.NONE);
                } else {
                    outcomes.put(name, ErrorCode.NON_EMPTY_GROUP);
                }
            }
            return outcomes;
        });
    }

    @Override
    public CompletionStage<Beaten> consumerHeartbeat(RequestContext context, Beat request) {
        return later(() -> {
            String id = request.memberId().isEmpty() ? "given" : request.memberId();
            if (request.memberEpoch() < 0) {
                consumers.remove(id);
                return new Beaten(ErrorCode.NONE, "", id, request.memberEpoch(), 0, Optional.empty());
            }
            consumers.add(id);
            Optional<Set<PartitionId>> assignment = request.owned().filter(owned -> !owned.isEmpty());
            return new Beaten(ErrorCode.NONE, "", id, request.memberEpoch() + 1, 3_000, assignment);
        });
    }

    @Override
    public CompletionStage<List<DescribedConsumers>> describeConsumers(RequestContext context, List<String> names) {
        return later(() -> names.stream()
                .map(name -> DescribedConsumers.failed(name, ErrorCode.GROUP_ID_NOT_FOUND, "all are classic here"))
                .toList());
    }

    private MemoryGroup group(String name) {
        return groups.computeIfAbsent(name, key -> new MemoryGroup(key, thread));
    }

    private <T> CompletionStage<T> later(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, thread);
    }
}
