package gossip.core.group;

import gossip.api.ErrorCode;
import gossip.api.broker.ConsumerGroups;
import gossip.api.broker.ConsumerGroups.Beat;
import gossip.api.broker.ConsumerGroups.Beaten;
import gossip.api.broker.ConsumerGroups.DescribedConsumer;
import gossip.api.broker.ConsumerGroups.DescribedConsumers;
import gossip.api.broker.RequestContext;
import gossip.api.security.Operation;
import gossip.core.assign.Assignor;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Requests of the consumer protocol: checks them and brings them to their group. Thread-safe; never blocks. */
final class ConsumersService {
    /** Names of entries hold the id, and 32767 bytes. */
    private static final int MOST_ID_CHARACTERS = 8_192;

    private final Admission admission;
    private final Runners runners;
    private final ConsumerLimits limits;
    private final Patterns patterns;

    ConsumersService(Admission admission, Runners runners, ConsumerLimits limits, Patterns patterns) {
        this.patterns = patterns;
        this.admission = admission;
        this.runners = runners;
        this.limits = limits;
    }

    CompletionStage<Beaten> heartbeat(RequestContext context, Beat request) {
        Optional<Beaten> refusal = refuse(context, request);
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(refusal.get());
        }
        Predicate<String> visible = topic -> admission.mayTopic(context, Operation.DESCRIBE, topic);
        Set<String> unresolved = unresolved(request);
        if (unresolved.isEmpty()) {
            return heartbeat(context, request, new GroupEvent.Sight(visible));
        }
        return patterns.find(unresolved, admission.metadata(), visible)
                .thenCompose(found -> heartbeat(context, request, new GroupEvent.Sight(visible, found)))
                .exceptionally(ConsumersService::failed);
    }

    private Set<String> unresolved(Beat request) {
        if (request.memberEpoch() < ConsumerGroups.JOINING_EPOCH) {
            return Set.of();
        }
        Optional<String> fresh = request.topicRegex().filter(regex -> !regex.isEmpty());
        return runners.find(request.group())
                .map(runner -> runner.unresolvedPatterns(fresh))
                .orElseGet(() -> fresh.stream().collect(Collectors.toSet()));
    }

    private CompletionStage<Beaten> heartbeat(RequestContext context, Beat request, GroupEvent.Sight sight) {
        CompletableFuture<Beaten> reply = new CompletableFuture<>();
        GroupEvent.ConsumerHeartbeat event = new GroupEvent.ConsumerHeartbeat(
                reply, request, UUID.randomUUID().toString(), context, sight);
        if (request.memberEpoch() == ConsumerGroups.JOINING_EPOCH) {
            runners.apply(request.group(), event);
        } else if (!runners.applyIfPresent(request.group(), event)) {
            return CompletableFuture.completedFuture(ConsumerMachine.notFound(request.group()));
        }
        return reply.exceptionally(ConsumersService::failed);
    }

    private static Beaten failed(Throwable failure) {
        boolean isFull = failure instanceof RejectedExecutionException
                || failure.getCause() instanceof RejectedExecutionException;
        return isFull
                ? Beaten.failed(
                        ErrorCode.COORDINATOR_NOT_AVAILABLE,
                        "as many heartbeats as may wait for topics to be looked through ("
                                + ConsumerSettings.PATTERN_QUEUE.key() + "); try again")
                : Beaten.failed(
                        Admission.code(failure),
                        Optional.ofNullable(failure.getMessage()).orElse(""));
    }

    private Optional<Beaten> refuse(RequestContext context, Beat request) {
        ErrorCode problem = admission.check(context, Operation.READ, request.group());
        if (problem == ErrorCode.GROUP_AUTHORIZATION_FAILED) {
            return Optional.of(Beaten.failed(problem, context.principal() + " may not READ group"));
        }
        return malformed(request)
                .map(message -> Beaten.failed(ErrorCode.INVALID_REQUEST, message))
                .or(() -> unsupported(request))
                .or(() -> unseen(context, request))
                .or(() -> problem == ErrorCode.NONE ? overfull(request) : Optional.of(Beaten.failed(problem, "")));
    }

    private Optional<Beaten> overfull(Beat request) {
        return request.memberEpoch() != ConsumerGroups.JOINING_EPOCH || runners.hasRoomFor(request.group())
                ? Optional.empty()
                : Optional.of(Beaten.failed(
                        ErrorCode.GROUP_MAX_SIZE_REACHED,
                        "this broker coordinates " + runners.count()
                                + " groups, as many as it may (group.max_groups)"));
    }

    private static Optional<String> malformed(Beat request) {
        if (request.group().isEmpty()) {
            return Optional.of("GroupId can't be empty.");
        }
        if (request.memberId().length() > MOST_ID_CHARACTERS) {
            return Optional.of("the member id has " + request.memberId().length() + " characters, and may have "
                    + MOST_ID_CHARACTERS);
        }
        if (request.instanceId().filter(String::isEmpty).isPresent()) {
            return Optional.of("InstanceId can't be empty.");
        }
        if (request.rackId().filter(String::isEmpty).isPresent()) {
            return Optional.of("RackId can't be empty.");
        }
        return switch (request.memberEpoch()) {
            case ConsumerGroups.JOINING_EPOCH -> malformedJoin(request);
            case ConsumerGroups.PAUSING_EPOCH -> malformedPause(request);
            default -> malformedStay(request);
        };
    }

    private static Optional<String> malformedJoin(Beat request) {
        if (request.rebalanceTimeoutMs().isEmpty()) {
            return Optional.of("RebalanceTimeoutMs must be provided in first request.");
        }
        if (request.owned().filter(owned -> owned.isEmpty()).isEmpty()) {
            return Optional.of("TopicPartitions must be empty when (re-)joining.");
        }
        return request.topics().isEmpty() && request.topicRegex().isEmpty()
                ? Optional.of("Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.")
                : Optional.empty();
    }

    private static Optional<String> malformedPause(Beat request) {
        if (request.memberId().isEmpty()) {
            return Optional.of("MemberId can't be empty.");
        }
        return request.instanceId().isEmpty() ? Optional.of("InstanceId can't be null.") : Optional.empty();
    }

    private static Optional<String> malformedStay(Beat request) {
        if (request.memberEpoch() < ConsumerGroups.PAUSING_EPOCH) {
            return Optional.of("MemberEpoch is invalid.");
        }
        return request.memberId().isEmpty() ? Optional.of("MemberId can't be empty.") : Optional.empty();
    }

    private Optional<Beaten> unsupported(Beat request) {
        Optional<Beaten> assignor = request.serverAssignor()
                .filter(name ->
                        limits.assignors().stream().noneMatch(a -> a.name().equals(name)))
                .map(name -> Beaten.failed(
                        ErrorCode.UNSUPPORTED_ASSIGNOR,
                        "ServerAssignor " + name + " is not supported. Supported assignors: "
                                + limits.assignors().stream()
                                        .map(Assignor::name)
                                        .collect(Collectors.joining(", "))
                                + "."));
        return assignor.or(() -> request.topicRegex()
                .flatMap(patterns::problemWith)
                .map(problem -> Beaten.failed(ErrorCode.INVALID_REGULAR_EXPRESSION, problem)));
    }

    private Optional<Beaten> unseen(RequestContext context, Beat request) {
        return request.topics().stream()
                .flatMap(topics -> topics.stream())
                .filter(topic -> !admission.mayTopic(context, Operation.DESCRIBE, topic))
                .findFirst()
                .map(topic -> Beaten.failed(
                        ErrorCode.TOPIC_AUTHORIZATION_FAILED,
                        context.principal() + " may not DESCRIBE all topics that it is subscribed to"));
    }

    DescribedConsumers describe(RequestContext context, String group) {
        if (group.isEmpty()) {
            return DescribedConsumers.failed(group, ErrorCode.INVALID_GROUP_ID, "the group id is empty");
        }
        ErrorCode problem = admission.check(context, Operation.DESCRIBE, group);
        if (problem != ErrorCode.NONE) {
            return DescribedConsumers.failed(group, problem, "");
        }
        Optional<DescribedConsumers> described =
                runners.find(group).flatMap(runner -> runner.read(GroupMachine::describedConsumers));
        return described
                .filter(found -> found.members().stream().allMatch(member -> maySee(context, member)))
                .or(() -> described.map(hidden -> DescribedConsumers.failed(
                        group,
                        ErrorCode.TOPIC_AUTHORIZATION_FAILED,
                        context.principal() + " may not DESCRIBE all topics of the group")))
                .orElseGet(() -> DescribedConsumers.failed(
                        group,
                        ErrorCode.GROUP_ID_NOT_FOUND,
                        "there is no group '" + group + "' of the consumer protocol"));
    }

    private boolean maySee(RequestContext context, DescribedConsumer member) {
        return member.topics().stream().allMatch(topic -> admission.mayTopic(context, Operation.DESCRIBE, topic))
                && Stream.of(member.assigned(), member.target())
                        .flatMap(partitions -> admission.names(partitions).stream())
                        .allMatch(topic -> admission.mayTopic(context, Operation.DESCRIBE, topic));
    }
}
