package gossip.core.group;

import static gossip.api.ErrorCode.NONE;
import static gossip.api.ErrorCode.REBALANCE_IN_PROGRESS;
import static gossip.api.ErrorCode.UNKNOWN_MEMBER_ID;
import static gossip.core.group.Alarm.NEVER;
import static gossip.core.group.ClassicState.COMPLETING_REBALANCE;
import static gossip.core.group.ClassicState.DEAD;
import static gossip.core.group.ClassicState.EMPTY;
import static gossip.core.group.ClassicState.PREPARING_REBALANCE;
import static gossip.core.group.ClassicState.STABLE;

import gossip.api.ErrorCode;
import gossip.api.broker.Groups;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The way of a group from one generation to the next: gathering its members, waiting for the leader's assignment, handing it
 * out. Belongs to one {@link ClassicMachine}.
 */
final class Rebalance {
    private final Roster roster;
    private final Outbox outbox;
    private final Alarm alarm;
    private final InitialDelay initialDelay;
    /** Members of this generation that have not asked for their assignment. */
    private final Set<String> unsynced = new TreeSet<>();

    private ClassicState state = EMPTY;
    private int generation;
    private String protocolType = "";
    private String protocolName = "";
    private long joinDeadlineMs = NEVER;
    private long syncDeadlineMs = NEVER;
    private long emptySinceMs;
    private boolean toBeKept;

    Rebalance(Roster roster, Outbox outbox, Alarm alarm, int initialDelayMs) {
        this.roster = roster;
        this.outbox = outbox;
        this.alarm = alarm;
        this.initialDelay = new InitialDelay(initialDelayMs);
    }

    ClassicState state() {
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

    long emptySinceMs() {
        return emptySinceMs;
    }

    /** Puts back what was kept. */
    void restore(ClassicRecord kept) {
        generation = kept.generation();
        protocolType = kept.protocolType();
        protocolName = kept.protocolName();
        emptySinceMs = kept.emptySinceMs();
        state = roster.isEmpty() ? EMPTY : STABLE;
        roster.members().forEach(this::touch);
    }

    /** What has to be kept, if that has changed since the last time. */
    Optional<ClassicRecord> takeToKeep() {
        if (!toBeKept) {
            return Optional.empty();
        }
        toBeKept = false;
        return Optional.of(new ClassicRecord(
                generation,
                protocolType,
                protocolName,
                roster.leader(),
                emptySinceMs,
                roster.members().stream().map(ClassicMember::toKeep).toList()));
    }

    /** A member has been added, the first of an empty group with its type of protocol. */
    void memberAdded(String itsProtocolType) {
        if (roster.size() == 1) {
            protocolType = itsProtocolType;
        }
        initialDelay.memberAdded();
    }

    /** Members came, went or changed: gathers them anew, or goes on if it was them that were waited for. */
    void membersChanged() {
        switch (state) {
            case EMPTY, COMPLETING_REBALANCE, STABLE -> prepare();
            case PREPARING_REBALANCE -> completeIfGathered();
            case DEAD -> throw new IllegalStateException("a deleted group cannot rebalance");
        }
    }

    /** Goes on if nobody has to be waited for any more. */
    void completeIfGathered() {
        if (state == PREPARING_REBALANCE && !initialDelay.isRunning() && roster.haveAllJoined()) {
            completeJoin();
        }
    }

    void die() {
        state = DEAD;
    }

    private void prepare() {
        if (state == COMPLETING_REBALANCE) {
            handOut(Map.of(), REBALANCE_IN_PROGRESS);
        }
        unsynced.clear();
        syncDeadlineMs = NEVER;
        boolean wasEmpty = state == EMPTY;
        state = PREPARING_REBALANCE;
        if (wasEmpty && initialDelay.isWanted()) {
            joinDeadlineMs = alarm.by(initialDelay.start(alarm.nowMs(), roster.rebalanceTimeoutMs()));
        } else if (roster.haveAllJoined()) {
            completeJoin();
        } else {
            joinDeadlineMs = alarm.in(roster.rebalanceTimeoutMs());
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
            joinDeadlineMs = alarm.in(roster.rebalanceTimeoutMs());
            return;
        }
        generation++;
        if (roster.isEmpty()) {
            protocolName = "";
            state = EMPTY;
            emptySinceMs = alarm.wallMs();
            toBeKept = true;
            return;
        }
        protocolName = roster.electProtocol();
        state = COMPLETING_REBALANCE;
        syncDeadlineMs = alarm.in(roster.rebalanceTimeoutMs());
        for (ClassicMember member : roster.members()) {
            outbox.answerJoin(member, joined(member, false));
            member.isNew = false;
            touch(member);
            unsynced.add(member.id);
        }
    }

    /** A member of the present generation asks for its assignment, in a group that does not gather. */
    void sync(ClassicMember member, GroupEvent.Sync event) {
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
            handOut(event.request().assignments(), NONE);
            toBeKept = true;
        }
    }

    private void handOut(Map<String, ByteBuffer> assignments, ErrorCode error) {
        for (ClassicMember member : roster.members()) {
            member.assignment = assignments.getOrDefault(member.id, ClassicMember.NOTHING);
            if (member.syncing.isPresent()) {
                outbox.answerSync(member, error == NONE ? synced(member) : Outbox.failedSync(error));
                touch(member);
            }
        }
    }

    /** A static member's old incarnation is gone; the new one asks for itself. */
    void replaced(ClassicMember old) {
        unsynced.remove(old.id);
        toBeKept = state == STABLE;
    }

    /** Takes a member out and answers what it waits for. */
    void drop(ClassicMember member) {
        outbox.answerJoin(member, Outbox.failedJoin(UNKNOWN_MEMBER_ID, ""));
        outbox.answerSync(member, Outbox.failedSync(UNKNOWN_MEMBER_ID));
        roster.remove(member.id);
        unsynced.remove(member.id);
    }

    /** A member is alive. */
    void touch(ClassicMember member) {
        member.deadlineMs = alarm.in(member.sessionTimeoutMs());
    }

    /** Goes on without those who are late. */
    void expire() {
        if (alarm.isDue(syncDeadlineMs)) {
            syncDeadlineMs = NEVER;
            expireSync();
        }
        if (alarm.isDue(joinDeadlineMs)) {
            expireJoin();
        }
    }

    private void expireSync() {
        if (!unsynced.isEmpty()) {
            List.copyOf(unsynced).forEach(id -> roster.find(id).ifPresent(this::drop));
            prepare();
        }
    }

    private void expireJoin() {
        long extendedMs = initialDelay.extend(alarm.nowMs());
        if (extendedMs < NEVER) {
            joinDeadlineMs = alarm.by(extendedMs);
        } else {
            completeJoin();
        }
    }

    /** Sets the alarm again. */
    void renewDeadlines() {
        alarm.by(joinDeadlineMs);
        alarm.by(syncDeadlineMs);
    }

    Groups.Joined joined(ClassicMember member, boolean skipAssignment) {
        List<Groups.JoinedMember> members = roster.isLeader(member.id) ? roster.forLeader(protocolName) : List.of();
        return new Groups.Joined(
                NONE, member.id, generation, protocolType, protocolName, roster.leader(), skipAssignment, members);
    }

    private Groups.Synced synced(ClassicMember member) {
        return new Groups.Synced(NONE, protocolType, protocolName, member.assignment.asReadOnlyBuffer());
    }
}
