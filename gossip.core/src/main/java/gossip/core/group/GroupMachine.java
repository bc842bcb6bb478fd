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
import static gossip.api.ErrorCode.UNKNOWN_MEMBER_ID;
import static gossip.core.group.GroupState.COMPLETING_REBALANCE;
import static gossip.core.group.GroupState.DEAD;
import static gossip.core.group.GroupState.EMPTY;
import static gossip.core.group.GroupState.PREPARING_REBALANCE;
import static gossip.core.group.GroupState.STABLE;

import gossip.api.ErrorCode;
import gossip.api.broker.Groups;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One consumer group of the classic protocol as a pure state machine: events and the time go in, answers and the wish to be
 * woken come out. It never completes a reply itself, reads no clock and starts nothing. Callers come one at a time.
 *
 * <p>A group gathers its members (PREPARING_REBALANCE), answers their joins with a new generation, waits for the leader's
 * assignment (COMPLETING_REBALANCE), hands it out (STABLE), and begins again when members come, go or change. Assignments and
 * subscriptions are opaque, so eager and cooperative assignors are the same to it.
 * The protocol is Kafka's with KIP-62, KIP-134, KIP-345, KIP-394 and KIP-814.
 */
final class GroupMachine {
    static final long NEVER = Long.MAX_VALUE;

    private final GroupLimits limits;
    private final Outbox outbox = new Outbox();
    private final Roster roster = new Roster();
    /** Members of this generation that have not asked for their assignment. */
    private final Set<String> unsynced = new TreeSet<>();

    private GroupState state = EMPTY;
    private int generation;
    private String protocolType = "";
    private String protocolName = "";
    private final InitialDelay initialDelay;

    private long joinDeadlineMs = NEVER;
    private long syncDeadlineMs = NEVER;
    private long wakeAtMs = NEVER;
    private long askedForMs = NEVER;

    private long nowMs;

    GroupMachine(GroupLimits limits) {
        this.limits = limits;
        this.initialDelay = new InitialDelay(limits.initialRebalanceDelayMs());
    }

    /**
     * Takes an event.
     *
     * @param event what happened
     * @param now ms since 1970; not before the time of the last event
     * @return what to do, in order
     */
    List<GroupEffect> apply(GroupEvent event, long now) {
        nowMs = now;
        switch (event) {
            case GroupEvent.Join e -> join(e);
            case GroupEvent.Sync e -> sync(e);
            case GroupEvent.Heartbeat e -> outbox.answer(e.reply(), heartbeat(e.member()));
            case GroupEvent.Commit e -> outbox.answer(e.reply(), commit(e.member()));
            case GroupEvent.Leave e -> leave(e);
            case GroupEvent.Delete e -> outbox.answer(e.reply(), delete());
            case GroupEvent.Unload e -> unload();
            case GroupEvent.Tick e -> tick();
        }
        if (wakeAtMs < askedForMs) {
            askedForMs = wakeAtMs;
            outbox.put(new GroupEffect.WakeAt(wakeAtMs));
        }
        return outbox.take();
    }

    GroupState state() {
        return state;
    }

    int generation() {
        return generation;
    }

    String protocolType() {
        return protocolType;
    }

    String protocolName() {
        return protocolName;
    }

    Roster roster() {
        return roster;
    }

    /** Whether nothing would be lost if the machine were replaced by a new one. */
    boolean isForgettable() {
        return state == DEAD || state == EMPTY && roster.pending().isEmpty();
    }

    private void join(GroupEvent.Join event) {
        Groups.Join request = event.request();
        String id = request.memberId();
        if (state == DEAD) {
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

    /** Takes out who came back too late for a full group, so that nobody waits for it. */
    private void turnAway(String id) {
        roster.find(id).ifPresent(this::drop);
        roster.pending().remove(id);
        if (state == PREPARING_REBALANCE) {
            completeJoinIfGathered();
        }
    }

    private boolean hasRoomFor(String id) {
        return switch (state) {
            case EMPTY, DEAD -> true;
            case PREPARING_REBALANCE ->
                roster.find(id).filter(m -> m.joining.isPresent()).isPresent()
                        || roster.countJoining() < limits.maxSize();
            case COMPLETING_REBALANCE, STABLE -> roster.find(id).isPresent() || roster.size() < limits.maxSize();
        };
    }

    private boolean supports(Groups.Join request) {
        if (request.protocolType().isEmpty() || request.protocols().isEmpty()) {
            return false;
        }
        return state == EMPTY
                || protocolType.equals(request.protocolType()) && roster.supportOneOf(request.protocols());
    }

    private void joinAnew(GroupEvent.Join event) {
        Groups.Join request = event.request();
        Optional<GroupMember> incarnation =
                roster.idOfInstance(request.instanceId()).map(roster::member);
        if (incarnation.isPresent()) {
            replace(incarnation.get(), event);
        } else if (request.instanceId().isEmpty() && request.memberIdRequired()) {
            roster.pending().put(event.newMemberId(), wakeBy(nowMs + request.sessionTimeoutMs()));
            outbox.refuse(event, MEMBER_ID_REQUIRED, event.newMemberId());
        } else {
            add(event, event.newMemberId());
        }
    }

    private void add(GroupEvent.Join event, String id) {
        GroupMember member = new GroupMember(id, event.request(), event.context());
        member.joining = Optional.of(event.reply());
        if (roster.isEmpty()) {
            protocolType = event.request().protocolType();
        }
        roster.add(member);
        initialDelay.memberAdded();
        excuseUntil(member, nowMs + limits.newMemberJoinMs());
        rebalanceOrCompleteJoin();
    }

    /** A static member has come back without its id: it takes its old place, in a stable group without a rebalance. */
    private void replace(GroupMember old, GroupEvent.Join event) {
        GroupMember member = new GroupMember(event.newMemberId(), event.request(), event.context());
        outbox.answerJoin(old, Outbox.failedJoin(FENCED_INSTANCE_ID, old.id));
        outbox.answerSync(old, Outbox.failedSync(FENCED_INSTANCE_ID));
        roster.replace(old, member);
        unsynced.remove(old.id);
        touch(member);
        if (state == STABLE && roster.electProtocol().equals(protocolName)) {
            outbox.answer(event.reply(), joined(member, roster.isLeader(member.id)));
            return;
        }
        member.joining = Optional.of(event.reply());
        rebalanceOrCompleteJoin();
    }

    private void rejoin(GroupEvent.Join event, String id) {
        ErrorCode problem = roster.identify(id, event.request().instanceId());
        if (problem != NONE) {
            outbox.refuse(event, problem, id);
            return;
        }
        GroupMember member = roster.member(id);
        if (keepsGeneration(member, event.request())) {
            outbox.answer(event.reply(), joined(member, false));
            return;
        }
        member.update(event.request());
        // an older request of the same member is on a connection that its client has given up
        outbox.answerJoin(member, Outbox.failedJoin(REBALANCE_IN_PROGRESS, id));
        member.joining = Optional.of(event.reply());
        rebalanceOrCompleteJoin();
    }

    /** Whether a rejoin changes nothing, as when an answer was lost. The leader of a stable group always asks for more. */
    private boolean keepsGeneration(GroupMember member, Groups.Join request) {
        return member.matches(request)
                && (state == COMPLETING_REBALANCE || state == STABLE && !roster.isLeader(member.id));
    }

    private void rebalanceOrCompleteJoin() {
        switch (state) {
            case EMPTY, COMPLETING_REBALANCE, STABLE -> prepareRebalance();
            case PREPARING_REBALANCE -> completeJoinIfGathered();
            case DEAD -> throw new IllegalStateException("a deleted group cannot rebalance");
        }
    }

    private void completeJoinIfGathered() {
        if (!initialDelay.isRunning() && roster.haveAllJoined()) {
            completeJoin();
        }
    }

    private void prepareRebalance() {
        if (state == COMPLETING_REBALANCE) {
            handOut(Map.of(), REBALANCE_IN_PROGRESS);
        }
        unsynced.clear();
        syncDeadlineMs = NEVER;
        boolean wasEmpty = state == EMPTY;
        state = PREPARING_REBALANCE;
        if (wasEmpty && initialDelay.isWanted()) {
            joinDeadlineMs = wakeBy(initialDelay.start(nowMs, roster.rebalanceTimeoutMs()));
        } else if (roster.haveAllJoined()) {
            completeJoin();
        } else {
            joinDeadlineMs = wakeBy(nowMs + roster.rebalanceTimeoutMs());
        }
    }

    /** Begins a generation with those who have joined, and static members, who may be restarting. */
    private void completeJoin() {
        joinDeadlineMs = NEVER;
        initialDelay.stop();
        roster.snapshot().stream()
                .filter(m -> m.joining.isEmpty() && m.instanceId.isEmpty())
                .forEach(this::drop);
        if (!roster.isEmpty() && !roster.electJoinedLeader()) {
            joinDeadlineMs = wakeBy(nowMs + roster.rebalanceTimeoutMs());
            return;
        }
        generation++;
        if (roster.isEmpty()) {
            protocolName = "";
            state = EMPTY;
            return;
        }
        protocolName = roster.electProtocol();
        state = COMPLETING_REBALANCE;
        syncDeadlineMs = wakeBy(nowMs + roster.rebalanceTimeoutMs());
        for (GroupMember member : roster.members()) {
            outbox.answerJoin(member, joined(member, false));
            member.isNew = false;
            touch(member);
            unsynced.add(member.id);
        }
    }

    private void sync(GroupEvent.Sync event) {
        Groups.Sync request = event.request();
        ErrorCode problem = checkSync(request);
        if (problem != NONE) {
            outbox.answer(event.reply(), Outbox.failedSync(problem));
            return;
        }
        GroupMember member = roster.member(request.member().memberId());
        unsynced.remove(member.id);
        if (unsynced.isEmpty()) {
            syncDeadlineMs = NEVER;
        }
        if (state == STABLE) {
            outbox.answer(event.reply(), synced(member));
            return;
        }
        outbox.answerSync(member, Outbox.failedSync(REBALANCE_IN_PROGRESS));
        member.syncing = Optional.of(event.reply());
        if (roster.isLeader(member.id)) {
            state = STABLE;
            handOut(request.assignments(), NONE);
        }
    }

    private ErrorCode checkSync(Groups.Sync request) {
        Groups.Member member = request.member();
        ErrorCode problem = check(member);
        if (problem != NONE) {
            return problem;
        }
        boolean agrees = request.protocolType()
                        .filter(t -> !t.equals(protocolType))
                        .isEmpty()
                && request.protocolName().filter(n -> !n.equals(protocolName)).isEmpty();
        if (!agrees) {
            return INCONSISTENT_GROUP_PROTOCOL;
        }
        return state == PREPARING_REBALANCE ? REBALANCE_IN_PROGRESS : NONE;
    }

    private void handOut(Map<String, ByteBuffer> assignments, ErrorCode error) {
        for (GroupMember member : roster.members()) {
            member.assignment = assignments.getOrDefault(member.id, GroupMember.NOTHING);
            if (member.syncing.isPresent()) {
                outbox.answerSync(member, error == NONE ? synced(member) : Outbox.failedSync(error));
                touch(member);
            }
        }
    }

    private ErrorCode heartbeat(Groups.Member from) {
        ErrorCode problem = check(from);
        if (problem != NONE) {
            return problem;
        }
        touch(roster.member(from.memberId()));
        return state == PREPARING_REBALANCE ? REBALANCE_IN_PROGRESS : NONE;
    }

    private ErrorCode commit(Groups.Member from) {
        if (state == DEAD) {
            return COORDINATOR_NOT_AVAILABLE;
        }
        if (from.generationId() < 0 && state == EMPTY) {
            return NONE;
        }
        if (from.generationId() < 0
                && from.memberId().isEmpty()
                && from.instanceId().isEmpty()) {
            return UNKNOWN_MEMBER_ID;
        }
        ErrorCode problem = check(from);
        if (problem != NONE) {
            return problem;
        }
        touch(roster.member(from.memberId()));
        return state == COMPLETING_REBALANCE ? REBALANCE_IN_PROGRESS : NONE;
    }

    /** Whether somebody is a member of the present generation. */
    private ErrorCode check(Groups.Member from) {
        if (state == DEAD) {
            return COORDINATOR_NOT_AVAILABLE;
        }
        ErrorCode problem = roster.identify(from.memberId(), from.instanceId());
        if (problem == NONE && from.generationId() != generation) {
            return ILLEGAL_GENERATION;
        }
        return problem;
    }

    private void leave(GroupEvent.Leave event) {
        if (state == DEAD) {
            outbox.answer(event.reply(), new Groups.Left(COORDINATOR_NOT_AVAILABLE, List.of()));
            return;
        }
        int before = roster.size();
        List<ErrorCode> outcomes = event.members().stream().map(this::leave).toList();
        outbox.answer(event.reply(), new Groups.Left(NONE, outcomes));
        if (roster.size() < before) {
            rebalanceOrCompleteJoin();
        } else if (state == PREPARING_REBALANCE) {
            completeJoinIfGathered();
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
            drop(roster.member(id));
        }
        return problem;
    }

    private ErrorCode delete() {
        return switch (state) {
            case DEAD -> GROUP_ID_NOT_FOUND;
            case PREPARING_REBALANCE, COMPLETING_REBALANCE, STABLE -> NON_EMPTY_GROUP;
            case EMPTY -> {
                state = DEAD;
                roster.pending().clear();
                yield NONE;
            }
        };
    }

    private void unload() {
        state = DEAD;
        for (GroupMember member : roster.members()) {
            outbox.answerJoin(member, Outbox.failedJoin(NOT_COORDINATOR, member.id));
            outbox.answerSync(member, Outbox.failedSync(NOT_COORDINATOR));
        }
    }

    private void tick() {
        if (state == DEAD) {
            return;
        }
        expirePending();
        roster.snapshot().stream().filter(m -> m.deadlineMs <= nowMs).forEach(this::expire);
        if (syncDeadlineMs <= nowMs) {
            expireSync();
        }
        if (joinDeadlineMs <= nowMs) {
            expireJoin();
        }
        askedForMs = NEVER;
        wakeAtMs = Math.min(joinDeadlineMs, syncDeadlineMs);
        roster.members().forEach(m -> wakeBy(m.deadlineMs));
        roster.pending().values().forEach(this::wakeBy);
    }

    private void expirePending() {
        if (roster.pending().values().removeIf(deadlineMs -> deadlineMs <= nowMs) && state == PREPARING_REBALANCE) {
            completeJoinIfGathered();
        }
    }

    private void expire(GroupMember member) {
        if (roster.find(member.id).isEmpty() || member.deadlineMs > nowMs) {
            return;
        }
        if (member.isExcused()) {
            member.deadlineMs = NEVER; // it begins anew with the answer
            return;
        }
        drop(member);
        rebalanceOrCompleteJoin();
    }

    private void expireSync() {
        syncDeadlineMs = NEVER;
        if (!unsynced.isEmpty()) {
            List.copyOf(unsynced).forEach(id -> roster.find(id).ifPresent(this::drop));
            prepareRebalance();
        }
    }

    private void expireJoin() {
        long extendedMs = initialDelay.extend(nowMs);
        if (extendedMs < NEVER) {
            joinDeadlineMs = wakeBy(extendedMs);
        } else {
            completeJoin();
        }
    }

    /** Takes a member out and answers what it waits for. */
    private void drop(GroupMember member) {
        outbox.answerJoin(member, Outbox.failedJoin(UNKNOWN_MEMBER_ID, ""));
        outbox.answerSync(member, Outbox.failedSync(UNKNOWN_MEMBER_ID));
        roster.remove(member.id);
        unsynced.remove(member.id);
    }

    private void touch(GroupMember member) {
        excuseUntil(member, nowMs + member.sessionTimeoutMs());
    }

    private void excuseUntil(GroupMember member, long deadlineMs) {
        member.deadlineMs = wakeBy(deadlineMs);
    }

    private long wakeBy(long deadlineMs) {
        wakeAtMs = Math.min(wakeAtMs, deadlineMs);
        return deadlineMs;
    }

    private Groups.Joined joined(GroupMember member, boolean skipAssignment) {
        List<Groups.JoinedMember> members = roster.isLeader(member.id) ? roster.forLeader(protocolName) : List.of();
        return new Groups.Joined(
                NONE, member.id, generation, protocolType, protocolName, roster.leader(), skipAssignment, members);
    }

    private Groups.Synced synced(GroupMember member) {
        return new Groups.Synced(NONE, protocolType, protocolName, member.assignment.asReadOnlyBuffer());
    }
}
