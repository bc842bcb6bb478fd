package gossip.core.group;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Groups.Commit;
import gossip.api.broker.Groups.CommittedOffsets;
import gossip.api.broker.Groups.Member;
import gossip.api.broker.Groups.OffsetsDeleted;
import gossip.api.broker.Records.ProducerTransaction;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Transactions.OffsetCommit;
import gossip.api.group.GroupStore;
import gossip.api.group.GroupStore.Changes;
import gossip.api.group.GroupStore.Committed;
import gossip.api.metadata.TopicImage;
import gossip.api.metrics.Metrics;
import gossip.api.security.Operation;
import gossip.core.group.GroupEvent.Commit.Origin;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Commits, reads and deletes offsets of groups. Thread-safe; never blocks. */
final class GroupOffsets {
    private final Admission admission;
    private final Runners runners;
    private final GroupStore offsets;
    private final InstantSource clock;
    private final OffsetLimits limits;
    private final Metrics.Counter commits;

    GroupOffsets(
            Admission admission,
            Runners runners,
            GroupStore offsets,
            InstantSource clock,
            OffsetLimits limits,
            Metrics.Counter commits) {
        this.admission = admission;
        this.runners = runners;
        this.offsets = offsets;
        this.clock = clock;
        this.limits = limits;
        this.commits = commits;
    }

    CompletionStage<Map<TopicPartition, ErrorCode>> commit(RequestContext context, Commit request) {
        Member member = request.member();
        return commit(
                context,
                member,
                request.offsets(),
                () -> mayCommit(member, request.knowsEpochs() ? Origin.MEMBER : Origin.OLD_MEMBER),
                accepted -> write(member.group(), accepted));
    }

    CompletionStage<Map<TopicPartition, ErrorCode>> commit(RequestContext context, OffsetCommit request) {
        return commit(
                context,
                request.member(),
                request.offsets(),
                () -> mayCommit(request.member(), Origin.TRANSACTION),
                accepted -> writeInTransaction(request, accepted));
    }

    private CompletionStage<Map<TopicPartition, ErrorCode>> commit(
            RequestContext context,
            Member member,
            Map<TopicPartition, Committed> toCommit,
            Supplier<CompletionStage<ErrorCode>> mayCommit,
            Function<Map<TopicPartition, Committed>, CompletionStage<ErrorCode>> write) {
        ErrorCode problem = admission.check(context, Operation.READ, member.group());
        if (problem != ErrorCode.NONE) {
            return done(all(toCommit.keySet(), problem));
        }
        Map<TopicPartition, ErrorCode> outcomes = new HashMap<>();
        Map<TopicPartition, Committed> accepted = new HashMap<>();
        long nowMs = clock.millis();
        toCommit.forEach((partition, committed) -> {
            Optional<TopicImage> topic = admission.topic(partition);
            ErrorCode outcome = check(context, partition, topic, committed);
            outcomes.put(partition, outcome);
            if (outcome == ErrorCode.NONE) {
                accepted.put(
                        partition,
                        new Committed(
                                committed.offset(),
                                committed.leaderEpoch(),
                                committed.metadata(),
                                nowMs,
                                topic.map(TopicImage::id)));
            }
        });
        if (accepted.isEmpty()) {
            return done(outcomes);
        }
        return mayCommit
                .get()
                .thenCompose(refusal ->
                        refusal == ErrorCode.NONE ? writeWithin(member.group(), accepted, write) : done(refusal))
                .exceptionally(Admission::code)
                .thenApply(outcome -> {
                    accepted.keySet().forEach(partition -> outcomes.put(partition, outcome));
                    return outcomes;
                });
    }

    private CompletionStage<ErrorCode> writeWithin(
            String group,
            Map<TopicPartition, Committed> accepted,
            Function<Map<TopicPartition, Committed>, CompletionStage<ErrorCode>> write) {
        return limits.hasRoomFor(group, offsets.usage(group, accepted.keySet()))
                ? write.apply(accepted)
                : done(ErrorCode.INVALID_COMMIT_OFFSET_SIZE);
    }

    private CompletionStage<ErrorCode> write(String group, Map<TopicPartition, Committed> accepted) {
        commits.add(accepted.size());
        return offsets.write(group, Changes.commit(accepted)).thenApply(done -> ErrorCode.NONE);
    }

    private CompletionStage<ErrorCode> writeInTransaction(
            OffsetCommit request, Map<TopicPartition, Committed> accepted) {
        ProducerTransaction transaction = new ProducerTransaction(request.transactionalId(), request.client());
        return offsets.writeInTransaction(request.member().group(), request.producer(), transaction, accepted)
                .thenApply(done -> ErrorCode.NONE);
    }

    private ErrorCode check(
            RequestContext context, TopicPartition partition, Optional<TopicImage> topic, Committed committed) {
        if (!admission.mayTopic(context, Operation.READ, partition.topic())) {
            return ErrorCode.TOPIC_AUTHORIZATION_FAILED;
        }
        // a topic that was created anew since the client named it by id is not the one that is meant
        if (topic.isEmpty()
                || committed
                        .topicId()
                        .filter(meant -> !meant.equals(topic.get().id()))
                        .isPresent()) {
            return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
        }
        return limits.isTooLong(committed.metadata()) ? ErrorCode.OFFSET_METADATA_TOO_LARGE : ErrorCode.NONE;
    }

    private CompletionStage<ErrorCode> mayCommit(Member member, Origin origin) {
        CompletableFuture<ErrorCode> reply = new CompletableFuture<>();
        if (runners.applyIfPresent(member.group(), new GroupEvent.Commit(reply, member, origin))) {
            return reply;
        }
        return done(member.generationId() < 0 ? ErrorCode.NONE : ErrorCode.GROUP_ID_NOT_FOUND);
    }

    private CompletionStage<ErrorCode> mayRead(Member member) {
        CompletableFuture<ErrorCode> reply = new CompletableFuture<>();
        return runners.applyIfPresent(member.group(), new GroupEvent.Read(reply, member))
                ? reply
                : done(ErrorCode.NONE);
    }

    CompletionStage<CommittedOffsets> committed(
            RequestContext context, Member member, Optional<Set<TopicPartition>> partitions) {
        ErrorCode problem = admission.check(context, Operation.DESCRIBE, member.group());
        if (problem != ErrorCode.NONE) {
            return done(new CommittedOffsets(problem, Map.of()));
        }
        return mayRead(member)
                .exceptionally(Admission::code)
                .thenApply(refusal -> refusal == ErrorCode.NONE
                        ? read(context, member.group(), partitions)
                        : new CommittedOffsets(refusal, Map.of()));
    }

    private CommittedOffsets read(RequestContext context, String group, Optional<Set<TopicPartition>> partitions) {
        // before the offsets: what is decided in between is then known as undecided, or found
        Set<TopicPartition> undecided = new HashSet<>(offsets.undecided(group));
        Map<TopicPartition, Committed> found = new HashMap<>(offsets.offsets(group));
        found.values().removeIf(admission::isOfTopicThatIsGone);
        partitions.ifPresent(wanted -> {
            undecided.retainAll(wanted);
            found.keySet().retainAll(wanted);
        });
        Set<TopicPartition> asked = new HashSet<>(partitions.orElse(found.keySet()));
        asked.addAll(undecided);
        Set<TopicPartition> forbidden = forbidden(context, asked);
        found.keySet().removeAll(forbidden);
        undecided.removeAll(forbidden);
        return new CommittedOffsets(
                ErrorCode.NONE,
                Map.copyOf(found),
                Set.copyOf(undecided),
                partitions.isPresent() ? forbidden : Set.of());
    }

    private Set<TopicPartition> forbidden(RequestContext context, Set<TopicPartition> partitions) {
        Map<String, Boolean> allowed = partitions.stream()
                .map(TopicPartition::topic)
                .distinct()
                .collect(Collectors.toMap(
                        Function.identity(), topic -> admission.mayTopic(context, Operation.DESCRIBE, topic)));
        return partitions.stream()
                .filter(partition -> Boolean.FALSE.equals(allowed.get(partition.topic())))
                .collect(Collectors.toSet());
    }

    CompletionStage<OffsetsDeleted> delete(RequestContext context, String group, Set<TopicPartition> partitions) {
        ErrorCode problem = admission.check(context, Operation.DELETE, group);
        return problem == ErrorCode.NONE
                ? delete(context, group, runners.find(group), partitions)
                : done(new OffsetsDeleted(problem, Map.of()));
    }

    private CompletionStage<OffsetsDeleted> delete(
            RequestContext context, String group, Optional<GroupRunner> runner, Set<TopicPartition> partitions) {
        if (runner.isEmpty() && offsets.offsets(group).isEmpty()) {
            return done(new OffsetsDeleted(ErrorCode.GROUP_ID_NOT_FOUND, Map.of()));
        }
        if (runner.filter(r -> r.read(GroupMachine::isOpaque)).isPresent()) {
            return done(new OffsetsDeleted(ErrorCode.NON_EMPTY_GROUP, Map.of()));
        }
        Map<TopicPartition, ErrorCode> outcomes = new HashMap<>();
        partitions.forEach(partition -> outcomes.put(partition, checkDeletion(context, runner, partition)));
        Set<TopicPartition> accepted = outcomes.entrySet().stream()
                .filter(outcome -> outcome.getValue() == ErrorCode.NONE)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return offsets.write(group, Changes.forget(accepted)).handle((done, failure) -> {
            ErrorCode outcome = failure == null ? ErrorCode.NONE : Admission.code(failure);
            accepted.forEach(partition -> outcomes.put(partition, outcome));
            return new OffsetsDeleted(ErrorCode.NONE, outcomes);
        });
    }

    private ErrorCode checkDeletion(RequestContext context, Optional<GroupRunner> runner, TopicPartition partition) {
        if (!admission.mayTopic(context, Operation.READ, partition.topic())) {
            return ErrorCode.TOPIC_AUTHORIZATION_FAILED;
        }
        if (admission.topic(partition).isEmpty()) {
            return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
        }
        return runner.filter(r -> r.read(machine -> machine.isSubscribed(partition.topic())))
                        .isPresent()
                ? ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC
                : ErrorCode.NONE;
    }

    static Map<TopicPartition, ErrorCode> all(Collection<TopicPartition> partitions, ErrorCode outcome) {
        return partitions.stream().collect(Collectors.toMap(Function.identity(), p -> outcome));
    }

    private static <T> CompletionStage<T> done(T result) {
        return CompletableFuture.completedFuture(result);
    }
}
