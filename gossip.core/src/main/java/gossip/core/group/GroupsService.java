package gossip.core.group;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Groups;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Transactions.OffsetCommit;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.group.GroupStore;
import gossip.api.metadata.MetadataStore;
import gossip.api.metrics.Metrics;
import gossip.api.security.Operation;
import gossip.core.security.Guard;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Coordinates the consumer groups whose partition of the offsets topic this node leads. Thread-safe; never blocks; groups do
 * not wait for each other. A group exists from its first member or commit on; only a request for the coordinator creates the
 * offsets topic, others are told COORDINATOR_NOT_AVAILABLE before.
 */
public final class GroupsService implements Groups, OffsetsInTransactions, AutoCloseable {
    /** Its settings. */
    public static final List<Setting<?>> SETTINGS = GroupSettings.ALL;

    private static final Logger LOG = System.getLogger(GroupsService.class.getName());
    private static final int NEW_MEMBER_JOIN_MS = 300_000;

    private final Admission admission;
    private final Coordinators coordinators;
    private final Runners runners;
    private final GroupOffsets groupOffsets;
    private final ConsumersService consumers;
    private final Patterns patterns;
    private final GroupStore offsets;
    private final Housekeeping housekeeping;
    private final GroupTimer timer;
    private final long minSessionMs;
    private final long maxSessionMs;

    /**
     * Creates the service and its thread.
     *
     * @param parts what it works with
     */
    public GroupsService(Parts parts) {
        this(parts, new TimerThread());
    }

    GroupsService(Parts parts, GroupTimer timer) {
        Settings settings = parts.settings();
        this.timer = timer;
        this.offsets = parts.offsets();
        this.coordinators = new Coordinators(parts.brokerId(), parts.metadata(), offsets, settings, timer);
        this.runners = new Runners(
                settings.value(GroupSettings.MAX_GROUPS),
                new GroupLimits(
                        (int) settings.value(GroupSettings.INITIAL_REBALANCE_DELAY)
                                .toMillis(),
                        settings.value(GroupSettings.MAX_SIZE),
                        NEW_MEMBER_JOIN_MS,
                        ConsumerSettings.limits(settings)),
                timer,
                offsets,
                parts.metadata(),
                parts.clock());
        this.admission = new Admission(parts.brokerId(), parts.metadata(), offsets, parts.guard(), runners);
        this.groupOffsets = new GroupOffsets(
                admission,
                runners,
                offsets,
                parts.clock(),
                new OffsetLimits(
                        GroupSettings.mostOffsets(settings),
                        parts.clock(),
                        parts.metrics()
                                .counter(
                                        "gossip_group_offsets_refused_total",
                                        "Commits that were refused because there are as many offsets as there may"
                                                + " be.")),
                parts.metrics().counter("gossip_group_committed_offsets_total", "Offsets that groups have committed."));
        this.patterns = new Patterns(
                settings.value(ConsumerSettings.PATTERN_SIZE),
                settings.value(ConsumerSettings.PATTERN_QUEUE),
                parts.metrics());
        this.consumers = new ConsumersService(admission, runners, ConsumerSettings.limits(settings), patterns);
        this.minSessionMs = settings.value(GroupSettings.MIN_SESSION_TIMEOUT).toMillis();
        this.maxSessionMs = settings.value(GroupSettings.MAX_SESSION_TIMEOUT).toMillis();
        this.housekeeping = new Housekeeping(
                runners,
                offsets,
                parts.metadata(),
                parts.clock(),
                timer,
                settings.value(GroupSettings.OFFSETS_RETENTION).toMillis());
        parts.metrics().gauge("gossip_groups", "Groups that have or lately had members here.", runners::count);
        parts.metrics()
                .limit(GroupSettings.MAX_GROUPS.key(), () -> settings.value(GroupSettings.MAX_GROUPS), runners::count);
        parts.metrics()
                .gauge(
                        "gossip_groups_unreadable",
                        "Groups whose state is damaged or was written by a newer version.",
                        runners::unreadableCount);
        parts.metrics()
                .gauge(
                        "gossip_group_members",
                        "Members of the groups that are coordinated here.",
                        runners::memberCount);
        parts.metadata().listen((before, after) -> housekeeping.topicsChanged(before, after));
        sweepLater();
    }

    /**
     * What the service works with.
     *
     * @param brokerId number of this broker
     * @param metadata where the offsets topic is found, and created
     * @param offsets where committed offsets are kept
     * @param guard decides what a client may do
     * @param settings effective settings
     * @param clock stamps commits
     * @param metrics where figures go
     */
    public record Parts(
            int brokerId,
            MetadataStore metadata,
            GroupStore offsets,
            Guard guard,
            Settings settings,
            InstantSource clock,
            Metrics metrics) {}

    @Override
    public CompletionStage<Integer> coordinator(RequestContext context, String group) {
        if (!admission.mayGroup(context, Operation.DESCRIBE, group)) {
            return CompletableFuture.failedFuture(new BrokerException(
                    ErrorCode.GROUP_AUTHORIZATION_FAILED,
                    context.principal() + " may not DESCRIBE group '" + group + "'"));
        }
        return coordinators.find(group);
    }

    @Override
    public CompletionStage<Joined> join(RequestContext context, Join request) {
        ErrorCode problem = admission.checkNamed(context, Operation.READ, request.group());
        if (problem == ErrorCode.NONE
                && (request.sessionTimeoutMs() < minSessionMs || request.sessionTimeoutMs() > maxSessionMs)) {
            problem = ErrorCode.INVALID_SESSION_TIMEOUT;
        }
        if (problem == ErrorCode.NONE && !runners.hasRoomFor(request.group())) {
            problem = ErrorCode.GROUP_MAX_SIZE_REACHED;
        }
        if (problem != ErrorCode.NONE) {
            return done(Outbox.failedJoin(problem, request.memberId()));
        }
        Reply<Joined> reply = new Reply<>(failure -> Outbox.failedJoin(Admission.code(failure), request.memberId()));
        String newMemberId = request.instanceId().orElse(context.clientId()) + "-" + UUID.randomUUID();
        GroupEvent.Join event = new GroupEvent.Join(reply, request, newMemberId, context, visible(context));
        if (request.memberId().isEmpty()) {
            runners.apply(request.group(), event);
        } else if (!runners.applyIfPresent(request.group(), event)) {
            return done(Outbox.failedJoin(ErrorCode.UNKNOWN_MEMBER_ID, request.memberId()));
        }
        return reply;
    }

    @Override
    public CompletionStage<Synced> sync(RequestContext context, Sync request) {
        String group = request.member().group();
        ErrorCode problem = admission.checkNamed(context, Operation.READ, group);
        Reply<Synced> reply = new Reply<>(failure -> Outbox.failedSync(Admission.code(failure)));
        if (problem != ErrorCode.NONE) {
            return done(Outbox.failedSync(problem));
        }
        return runners.applyIfPresent(group, new GroupEvent.Sync(reply, request))
                ? reply
                : done(Outbox.failedSync(ErrorCode.UNKNOWN_MEMBER_ID));
    }

    @Override
    public CompletionStage<ErrorCode> heartbeat(RequestContext context, Member member) {
        ErrorCode problem = admission.checkNamed(context, Operation.READ, member.group());
        if (problem == ErrorCode.COORDINATOR_LOAD_IN_PROGRESS) {
            return done(ErrorCode.NONE);
        }
        if (problem != ErrorCode.NONE) {
            return done(problem);
        }
        CompletableFuture<ErrorCode> reply = new CompletableFuture<>();
        return runners.applyIfPresent(member.group(), new GroupEvent.Heartbeat(reply, member))
                ? reply.exceptionally(Admission::code)
                : done(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Override
    public CompletionStage<Left> leave(RequestContext context, String group, List<Leaving> members) {
        ErrorCode problem = admission.checkNamed(context, Operation.READ, group);
        if (problem != ErrorCode.NONE) {
            return done(new Left(problem, List.of()));
        }
        CompletableFuture<Left> reply = new CompletableFuture<>();
        return runners.applyIfPresent(group, new GroupEvent.Leave(reply, members))
                ? reply.exceptionally(failure -> new Left(Admission.code(failure), List.of()))
                : done(new Left(
                        ErrorCode.NONE,
                        members.stream().map(m -> ErrorCode.UNKNOWN_MEMBER_ID).toList()));
    }

    @Override
    public void abandoned(String group, CompletionStage<?> waiting) {
        if (!waiting.toCompletableFuture().isDone()) {
            try {
                runners.applyIfPresent(group, new GroupEvent.Abandoned(waiting));
            } catch (BrokerException e) {
                LOG.log(Level.DEBUG, "group {0} is another broker's by now: {1}", group, e);
            }
        }
    }

    @Override
    public CompletionStage<Map<TopicPartition, ErrorCode>> commit(RequestContext context, Commit request) {
        return groupOffsets.commit(context, request);
    }

    @Override
    public CompletionStage<CommittedOffsets> committed(
            RequestContext context, Member member, Optional<Set<TopicPartition>> partitions) {
        return groupOffsets.committed(context, member, partitions);
    }

    @Override
    public CompletionStage<TopicPartition> partitionOf(String group) {
        return coordinators.partitionOf(group);
    }

    @Override
    public CompletionStage<Map<TopicPartition, ErrorCode>> commit(RequestContext context, OffsetCommit request) {
        return groupOffsets.commit(context, request);
    }

    @Override
    public void ended(TopicPartition partition, long producerId, boolean committed) {
        offsets.transactionEnded(partition, producerId, committed);
    }

    @Override
    public CompletionStage<OffsetsDeleted> deleteOffsets(
            RequestContext context, String group, Set<TopicPartition> partitions) {
        return groupOffsets.delete(context, group, partitions);
    }

    @Override
    public CompletionStage<List<Listed>> list(RequestContext context) {
        if (offsets.isLoading()) {
            return CompletableFuture.failedFuture(
                    new BrokerException(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, "groups are being read; try again"));
        }
        Map<String, Listed> groups = new TreeMap<>();
        for (String group : offsets.groups()) {
            listed(group).ifPresent(listed -> groups.put(group, listed));
        }
        runners.all().stream()
                .filter(runner -> !runner.isRetired())
                .forEach(runner -> groups.put(runner.group(), runner.read(GroupMachine::listed)));
        boolean all = admission.mayDescribeCluster(context);
        return done(groups.values().stream()
                .filter(group -> all || admission.maySee(context, group.group()))
                .toList());
    }

    /** A group of the store; empty if it is another broker's by now. */
    private Optional<Listed> listed(String group) {
        try {
            return Optional.of(runners.find(group)
                    .map(runner -> runner.read(GroupMachine::listed))
                    .orElse(new Listed(group, "", ClassicState.EMPTY.label(), GroupMachine.CLASSIC)));
        } catch (BrokerException e) {
            LOG.log(Level.DEBUG, "group {0} is not listed as it is: {1}", group, e);
            return runners.isUnreadable(group)
                    ? Optional.of(new Listed(group, "", "Unknown", "unknown"))
                    : Optional.empty();
        }
    }

    @Override
    public CompletionStage<List<Described>> describe(RequestContext context, List<String> groups) {
        return done(groups.stream().map(group -> describe(context, group)).toList());
    }

    private Described describe(RequestContext context, String group) {
        ErrorCode problem = admission.check(context, Operation.DESCRIBE, group);
        if (problem != ErrorCode.NONE) {
            return ClassicViews.described(problem, group, ClassicState.DEAD);
        }
        Optional<GroupRunner> runner = runners.find(group);
        boolean keepsOffsets = runner.isEmpty() && !offsets.offsets(group).isEmpty();
        return runner.flatMap(r -> r.read(GroupMachine::described))
                .orElseGet(() -> ClassicViews.described(
                        ErrorCode.NONE, group, keepsOffsets ? ClassicState.EMPTY : ClassicState.DEAD));
    }

    @Override
    public CompletionStage<Map<String, ErrorCode>> delete(RequestContext context, List<String> groups) {
        CompletableFuture<Map<String, ErrorCode>> all = CompletableFuture.completedFuture(new HashMap<>());
        for (String group : Set.copyOf(groups)) {
            all = all.thenCombine(delete(context, group), (outcomes, outcome) -> {
                admission.noteDeletion(context, group, outcome);
                outcomes.put(group, outcome);
                return outcomes;
            });
        }
        return all;
    }

    private CompletionStage<ErrorCode> delete(RequestContext context, String group) {
        ErrorCode problem = admission.check(context, Operation.DELETE, group);
        if (problem == ErrorCode.UNKNOWN_SERVER_ERROR && runners.isUnreadable(group)) {
            // nobody can be a member of it; this is the way to get rid of it
            return offsets.delete(group).thenApply(done -> ErrorCode.NONE).exceptionally(Admission::code);
        }
        if (problem != ErrorCode.NONE) {
            return done(problem);
        }
        CompletableFuture<ErrorCode> reply = new CompletableFuture<>();
        if (runners.applyIfPresent(group, new GroupEvent.Delete(reply))) {
            return reply.exceptionally(Admission::code);
        }
        boolean keepsOffsets =
                !offsets.offsets(group).isEmpty() || !offsets.undecided(group).isEmpty();
        return keepsOffsets
                ? offsets.delete(group).thenApply(done -> ErrorCode.NONE).exceptionally(Admission::code)
                : done(ErrorCode.GROUP_ID_NOT_FOUND);
    }

    /**
     * Goes on with groups that were read back, so that members that stay away are noticed.
     *
     * @param loaded their ids
     */
    public void loaded(Set<String> loaded) {
        loaded.forEach(this::goOn);
    }

    private void goOn(String group) {
        try {
            runners.find(group);
        } catch (BrokerException e) {
            // the other groups must not suffer from it; whoever asks for this one is told
            LOG.log(Level.DEBUG, "group {0} does not go on: {1}", group, e);
        }
    }

    @Override
    public CompletionStage<Beaten> consumerHeartbeat(RequestContext context, Beat request) {
        return consumers.heartbeat(context, request);
    }

    @Override
    public CompletionStage<List<DescribedConsumers>> describeConsumers(RequestContext context, List<String> groups) {
        return done(
                groups.stream().map(group -> consumers.describe(context, group)).toList());
    }

    private Predicate<String> visible(RequestContext context) {
        return topic -> admission.mayTopic(context, Operation.DESCRIBE, topic);
    }

    private void sweepLater() {
        timer.at(timer.nowMs() + Housekeeping.INTERVAL_MS, () -> {
            sweepLater();
            housekeeping.sweep();
        });
    }

    /** Answers whoever waits with NOT_COORDINATOR. The offset store is closed by whoever made it. */
    @Override
    public void close() {
        timer.close();
        patterns.close();
        runners.all().forEach(runner -> runner.apply(new GroupEvent.Unload()));
    }

    private static <T> CompletionStage<T> done(T result) {
        return CompletableFuture.completedFuture(result);
    }
}
