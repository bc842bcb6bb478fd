package gossip.core.group;

import static gossip.api.ErrorCode.COORDINATOR_NOT_AVAILABLE;
import static gossip.api.ErrorCode.FENCED_INSTANCE_ID;
import static gossip.api.ErrorCode.GROUP_ID_NOT_FOUND;
import static gossip.api.ErrorCode.GROUP_MAX_SIZE_REACHED;
import static gossip.api.ErrorCode.ILLEGAL_GENERATION;
import static gossip.api.ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
import static gossip.api.ErrorCode.MEMBER_ID_REQUIRED;
import static gossip.api.ErrorCode.NONE;
import static gossip.api.ErrorCode.NON_EMPTY_GROUP;
import static gossip.api.ErrorCode.NOT_COORDINATOR;
import static gossip.api.ErrorCode.REBALANCE_IN_PROGRESS;
import static gossip.core.group.ClassicState.COMPLETING_REBALANCE;
import static gossip.core.group.ClassicState.DEAD;
import static gossip.core.group.ClassicState.EMPTY;
import static gossip.core.group.ClassicState.PREPARING_REBALANCE;
import static gossip.core.group.ClassicState.STABLE;

import gossip.api.ErrorCode;
import gossip.api.broker.ConsumerGroups;
import gossip.api.broker.Groups;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * A group of the classic protocol.
 *
 * <p>A group gathers its members (PREPARING_REBALANCE), answers their joins with a new generation, waits for the leader's
 * assignment (COMPLETING_REBALANCE), hands it out (STABLE), and begins again when members come, go or change; see {@link
 * Rebalance}. Assignments and subscriptions are opaque, so eager and cooperative assignors are the same to it. The protocol is
 * Kafka's with KIP-62, KIP-134, KIP-345, KIP-394 and KIP-814.
 */
final class ClassicMachine implements GroupMachine {
    private final String group;
    private final GroupLimits limits;
    private final Alarm alarm = new Alarm();
    private final Outbox outbox = new Outbox();
    private final Roster roster = new Roster();
    private final Rebalance rebalance;

    ClassicMachine(String group, GroupLimits limits) {
        this.group = group;
        this.limits = limits;
        this.rebalance = new Rebalance(roster, outbox, alarm, limits.initialRebalanceDelayMs());
    }

    @Override
    public List<GroupEffect> apply(GroupEvent event, Moment now) {
        alarm.now(now);
        switch (event) {
            case GroupEvent.Join e -> join(e);
            case GroupEvent.ConsumerHeartbeat e -> upgrade(e, now);
            case GroupEvent.Sync e -> sync(e);
            case GroupEvent.Heartbeat e -> outbox.answer(e.reply(), heartbeat(e.member()));
            case GroupEvent.Commit e -> outbox.answer(e.reply(), commit(e));
            case GroupEvent.Read e -> outbox.answer(e.reply(), NONE);
            case GroupEvent.Leave e -> leave(e);
            case GroupEvent.Abandoned e -> abandoned(e.reply());
            case GroupEvent.Delete e -> outbox.answer(e.reply(), delete());
            case GroupEvent.Restore e -> restore(e);
            case GroupEvent.Regather e -> rebalance.membersChanged();
            case GroupEvent.Unload e -> unload();
            case GroupEvent.Tick e -> tick();
        }
        rebalance.takeToKeep().ifPresent(kept -> outbox.keep(Map.of(ClassicRecord.ENTRY, Optional.of(kept.encode()))));
        alarm.wish().ifPresent(outbox::put);
        return outbox.take();
    }

    ClassicState state() {
        return rebalance.state();
    }

    @Override
    public boolean isDead() {
        return state() == DEAD;
    }

    @Override
    public boolean isVacant() {
        return state() == EMPTY && roster.pending().isEmpty();
    }

    @Override
    public long emptySinceMs() {
        return rebalance.emptySinceMs();
    }

    @Override
    public int memberCount() {
        return roster.size();
    }

    @Override
    public int generation() {
        return rebalance.generation();
    }

    /** Empty before the first member. */
    String protocolType() {
        return rebalance.protocolType();
    }

    /** Empty while there is none. */
    String protocolName() {
        return rebalance.protocolName();
    }

    @Override
    public boolean isSubscribed(String topic) {
        return roster.members().stream()
                .map(m -> Subscription.parse(m.metadata(protocolName())))
                .anyMatch(parsed -> parsed.map(s -> s.topics().contains(topic)).orElse(true));
    }

    @Override
    public boolean isOpaque() {
        return !roster.isEmpty() && !protocolType().equals(ClassicGuests.TYPE);
    }

    @Override
    public Set<String> unresolvedPatterns(Optional<String> fresh, long nowMs) {
        return fresh.stream().collect(Collectors.toSet());
    }

    @Override
    public Groups.Listed listed() {
        return new Groups.Listed(group, protocolType(), state().label(), CLASSIC);
    }

    @Override
    public Optional<Groups.Described> described() {
        return Optional.of(ClassicViews.described(this, group));
    }

    @Override
    public Optional<ConsumerGroups.DescribedConsumers> describedConsumers() {
        return Optional.empty();
    }

    Roster roster() {
        return roster;
    }

    private void restore(GroupEvent.Restore event) {
        Optional.ofNullable(event.entries().get(ClassicRecord.ENTRY))
                .map(ClassicRecord::decode)
                .ifPresent(kept -> {
                    roster.restore(kept);
                    rebalance.restore(kept);
                });
    }

    private void join(GroupEvent.Join event) {
        Groups.Join request = event.request();
        String id = request.memberId();
        if (state() == DEAD) {
            outbox.refuse(event, COORDINATOR_NOT_AVAILABLE, id);
        } else if (!hasRoomFor(id)) {
            outbox.refuse(event, GROUP_MAX_SIZE_REACHED, "");
            turnAway(id);
        } else if (!supports(request)) {
            outbox.refuse(event, INCONSISTENT_GROUP_PROTOCOL, id);
        } else if (id.isEmpty()) {
            joinAnew(event);
        } else if (roster.pending().containsKey(id) && request.instanceId().isEmpty()) {
            add(event, id);
        } else {
            rejoin(event, id);
        }
    }

    private boolean hasRoomFor(String id) {
        return switch (state()) {
            case EMPTY, DEAD -> true;
            case PREPARING_REBALANCE ->
                roster.find(id).filter(m -> m.joining.isPresent()).isPresent()
                        || roster.countJoining() < limits.maxSize();
            case COMPLETING_REBALANCE, STABLE -> roster.find(id).isPresent() || roster.size() < limits.maxSize();
        };
    }

    /** Takes out who came back too late for a full group, so that nobody waits for it. */
    private void turnAway(String id) {
        roster.find(id).ifPresent(rebalance::drop);
        roster.pending().remove(id);
        rebalance.completeIfGathered();
    }

    private boolean supports(Groups.Join request) {
        if (request.protocolType().isEmpty() || request.protocols().isEmpty()) {
            return false;
        }
        return state() == EMPTY
                || protocolType().equals(request.protocolType()) && roster.supportOneOf(request.protocols());
    }

    private void joinAnew(GroupEvent.Join event) {
        Groups.Join request = event.request();
        Optional<ClassicMember> incarnation =
                roster.idOfInstance(request.instanceId()).map(roster::member);
        if (incarnation.isPresent()) {
            replace(incarnation.get(), event);
        } else if (request.instanceId().isEmpty() && request.memberIdRequired()) {
            roster.pending().put(event.newMemberId(), alarm.in(request.sessionTimeoutMs()));
            outbox.refuse(event, MEMBER_ID_REQUIRED, event.newMemberId());
        } else {
            add(event, event.newMemberId());
        }
    }

    private void add(GroupEvent.Join event, String id) {
        ClassicMember member = new ClassicMember(id, event.request(), event.context());
        member.joining = Optional.of(event.reply());
        member.deadlineMs = alarm.in(limits.newMemberJoinMs());
        roster.add(member);
        rebalance.memberAdded(event.request().protocolType());
        rebalance.membersChanged();
    }

    /** A static member has come back without its id: it takes its old place, in a stable group without a rebalance. */
    private void replace(ClassicMember old, GroupEvent.Join event) {
        ClassicMember member = new ClassicMember(event.newMemberId(), event.request(), event.context());
        outbox.answerJoin(old, Outbox.failedJoin(FENCED_INSTANCE_ID, old.id));
        outbox.answerSync(old, Outbox.failedSync(FENCED_INSTANCE_ID));
        roster.replace(old, member);
        rebalance.replaced(old);
        rebalance.touch(member);
        if (state() == STABLE && roster.electProtocol().equals(protocolName())) {
            outbox.answer(event.reply(), rebalance.joined(member, roster.isLeader(member.id)));
            return;
        }
        member.joining = Optional.of(event.reply());
        rebalance.membersChanged();
    }

    private void rejoin(GroupEvent.Join event, String id) {
        ErrorCode problem = roster.identify(id, event.request().instanceId());
        if (problem != NONE) {
            outbox.refuse(event, problem, id);
            return;
        }
        ClassicMember member = roster.member(id);
        if (keepsGeneration(member, event.request())) {
            outbox.answer(event.reply(), rebalance.joined(member, false));
            return;
        }
        member.update(event.request());
        // an older request of the same member is on a connection that its client has given up
        outbox.answerJoin(member, Outbox.failedJoin(REBALANCE_IN_PROGRESS, id));
        member.joining = Optional.of(event.reply());
        rebalance.membersChanged();
    }

    /** Whether a rejoin changes nothing, as when an answer was lost. The leader of a stable group always asks for more. */
    private boolean keepsGeneration(ClassicMember member, Groups.Join request) {
        return member.matches(request)
                && (state() == COMPLETING_REBALANCE || state() == STABLE && !roster.isLeader(member.id));
    }

    private void sync(GroupEvent.Sync event) {
        ErrorCode problem = checkSync(event.request());
        if (problem == NONE) {
            rebalance.sync(roster.member(event.request().member().memberId()), event);
        } else {
            outbox.answer(event.reply(), Outbox.failedSync(problem));
        }
    }

    private ErrorCode checkSync(Groups.Sync request) {
        ErrorCode problem = check(request.member());
        if (problem != NONE) {
            return problem;
        }
        boolean agrees = request.protocolType().orElse(protocolType()).equals(protocolType())
                && request.protocolName().orElse(protocolName()).equals(protocolName());
        if (!agrees) {
            return INCONSISTENT_GROUP_PROTOCOL;
        }
        return state() == PREPARING_REBALANCE ? REBALANCE_IN_PROGRESS : NONE;
    }

    private ErrorCode heartbeat(Groups.Member from) {
        ErrorCode problem = check(from);
        if (problem != NONE) {
            return problem;
        }
        rebalance.touch(roster.member(from.memberId()));
        return state() == PREPARING_REBALANCE ? REBALANCE_IN_PROGRESS : NONE;
    }

    /** Whether somebody may commit: a member, or while there are none also somebody from outside. */
    private ErrorCode commit(GroupEvent.Commit event) {
        Groups.Member from = event.member();
        if (state() == EMPTY && from.generationId() < 0) {
            return NONE;
        }
        if (state() != DEAD && event.isAnonymousTransaction()) {
            return NONE;
        }
        ErrorCode problem = check(from);
        if (problem != NONE || event.isTransactional()) {
            return problem;
        }
        if (state() == COMPLETING_REBALANCE) {
            return REBALANCE_IN_PROGRESS;
        }
        rebalance.touch(roster.member(from.memberId()));
        return NONE;
    }

    /** Whether somebody is a member of the present generation. */
    private ErrorCode check(Groups.Member from) {
        if (state() == DEAD) {
            return COORDINATOR_NOT_AVAILABLE;
        }
        ErrorCode problem = roster.identify(from.memberId(), from.instanceId());
        return problem == NONE && from.generationId() != generation() ? ILLEGAL_GENERATION : problem;
    }

    private void leave(GroupEvent.Leave event) {
        if (state() == DEAD) {
            outbox.answer(event.reply(), new Groups.Left(COORDINATOR_NOT_AVAILABLE, List.of()));
            return;
        }
        int before = roster.size();
        List<ErrorCode> outcomes = event.members().stream().map(this::leave).toList();
        outbox.answer(event.reply(), new Groups.Left(NONE, outcomes));
        if (roster.size() < before) {
            rebalance.membersChanged();
        } else {
            rebalance.completeIfGathered();
        }
    }

    private ErrorCode leave(Groups.Leaving leaving) {
        if (roster.pending().remove(leaving.memberId()) != null) {
            return NONE;
        }
        String id = leaving.memberId().isEmpty()
                ? roster.idOfInstance(leaving.instanceId()).orElse("")
                : leaving.memberId();
        ErrorCode problem = roster.identify(id, leaving.instanceId());
        if (problem == NONE) {
            rebalance.drop(roster.member(id));
        }
        return problem;
    }

    private ErrorCode delete() {
        return switch (state()) {
            case DEAD -> GROUP_ID_NOT_FOUND;
            case PREPARING_REBALANCE, COMPLETING_REBALANCE, STABLE -> NON_EMPTY_GROUP;
            case EMPTY -> {
                rebalance.die();
                yield NONE;
            }
        };
    }

    /** A member of the consumer protocol joins: the group goes on under that protocol, if it can. */
    private void upgrade(GroupEvent.ConsumerHeartbeat event, Moment now) {
        boolean joins = event.request().memberEpoch() == ConsumerGroups.JOINING_EPOCH && state() != DEAD;
        Optional<ConsumerMachine> upgraded = Optional.empty();
        if (joins && state() == EMPTY) {
            // ids that were given out are of no use; who comes with one is a new member of the other protocol
            upgraded = Optional.of(new ConsumerMachine(group, limits));
        } else if (joins && mayUpgrade()) {
            upgraded = new Upgrade(group, limits, now).of(roster, generation(), protocolName());
        }
        if (upgraded.isEmpty()) {
            outbox.answer(event.reply(), ConsumerMachine.notFound(group));
            return;
        }
        for (ClassicMember member : roster.members()) {
            outbox.answerJoin(member, Outbox.failedJoin(REBALANCE_IN_PROGRESS, member.id));
            outbox.answerSync(member, Outbox.failedSync(REBALANCE_IN_PROGRESS));
        }
        rebalance.die();
        outbox.keep(Map.of(ClassicRecord.ENTRY, Optional.empty()));
        outbox.put(new GroupEffect.Become(upgraded.get(), List.of(event)));
    }

    private boolean mayUpgrade() {
        return limits.consumer().migration().allowsUpgrade()
                && protocolType().equals(ClassicGuests.TYPE)
                && roster.size() <= limits.consumer().maxSize();
    }

    /**
     * Somebody who waited has gone. Its silence counts from now on and not only from the answer that it would not have got,
     * so that the others do not wait for it twice; until then it may come back.
     */
    private void abandoned(CompletionStage<?> reply) {
        for (ClassicMember member : roster.members()) {
            if (member.joining.filter(reply::equals).isPresent()) {
                outbox.answerJoin(member, Outbox.failedJoin(REBALANCE_IN_PROGRESS, member.id));
                rebalance.touch(member);
            } else if (member.syncing.filter(reply::equals).isPresent()) {
                outbox.answerSync(member, Outbox.failedSync(REBALANCE_IN_PROGRESS));
                rebalance.touch(member);
            }
        }
    }

    private void unload() {
        rebalance.die();
        for (ClassicMember member : roster.members()) {
            outbox.answerJoin(member, Outbox.failedJoin(NOT_COORDINATOR, member.id));
            outbox.answerSync(member, Outbox.failedSync(NOT_COORDINATOR));
        }
    }

    private void tick() {
        if (state() == DEAD) {
            return;
        }
        if (roster.pending().values().removeIf(alarm::isDue)) {
            rebalance.completeIfGathered();
        }
        roster.snapshot().forEach(this::expire);
        rebalance.expire();
        alarm.reset();
        rebalance.renewDeadlines();
        roster.members().forEach(member -> alarm.by(member.deadlineMs));
        roster.pending().values().forEach(alarm::by);
    }

    private void expire(ClassicMember member) {
        // expiring another may have renewed the deadline of this one, or dropped it
        if (!alarm.isDue(member.deadlineMs) || roster.find(member.id).isEmpty()) {
            return;
        }
        if (member.isExcused()) {
            member.deadlineMs = Alarm.NEVER; // it begins anew with the answer
            return;
        }
        rebalance.drop(member);
        rebalance.membersChanged();
    }
}
