package gossip.core.group;

import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.broker.ConsumerGroups;
import gossip.api.broker.ConsumerGroups.Beat;
import gossip.api.broker.ConsumerGroups.Beaten;
import gossip.core.group.ConsumerMember.Holding;
import gossip.core.group.ConsumerMember.Profile;
import java.util.Optional;
import java.util.Set;

/** Members that speak the consumer protocol: joining, staying in, leaving. Belongs to one {@link ConsumerMachine}. */
final class ConsumerBeats {
    private final ConsumerCore core;
    private final ConsumerState state;

    ConsumerBeats(ConsumerCore core) {
        this.core = core;
        this.state = core.state;
    }

    Beaten beat(GroupEvent.ConsumerHeartbeat event) {
        Beat beat = event.request();
        String id = beat.memberId().isEmpty() ? event.newMemberId() : beat.memberId();
        if (core.isFullFor(id)) {
            return Beaten.failed(
                    ErrorCode.GROUP_MAX_SIZE_REACHED,
                    "group '" + beat.group() + "' has " + state.size() + " members, as many as it may"
                            + " (group.consumer_max_size)");
        }
        Optional<Beaten> refusal = refuse(beat, id);
        return refusal.orElseGet(() -> proceed(event, id));
    }

    private Optional<Beaten> refuse(Beat beat, String id) {
        Optional<ConsumerMember> member =
                beat.instanceId().isEmpty() ? state.find(id) : state.ofInstance(beat.instanceId());
        if (beat.memberEpoch() == ConsumerGroups.JOINING_EPOCH) {
            return member.filter(m -> beat.instanceId().isPresent() && !mayReplace(m, id))
                    .map(m -> Beaten.failed(
                            ErrorCode.UNRELEASED_INSTANCE_ID,
                            "instance '" + beat.instanceId().orElse("") + "' is in use by member " + m.id()
                                    + ", which has not left"));
        }
        return refuseUnknown(beat, id, member).or(() -> member.flatMap(m -> refuseEpoch(beat, m)));
    }

    private static boolean mayReplace(ConsumerMember member, String id) {
        return member.id().equals(id) || member.isAway() || member.isClassic();
    }

    private static Optional<Beaten> refuseUnknown(Beat beat, String id, Optional<ConsumerMember> member) {
        if (member.isEmpty()) {
            String who = beat.instanceId().map(i -> "instance '" + i + "'").orElse("member " + id);
            return Optional.of(
                    Beaten.failed(ErrorCode.UNKNOWN_MEMBER_ID, who + " is not in group '" + beat.group() + "'"));
        }
        if (!member.get().id().equals(id)) {
            return Optional.of(Beaten.failed(
                    ErrorCode.FENCED_INSTANCE_ID,
                    "member " + id + " was replaced by " + member.get().id() + " of the same instance"));
        }
        return Optional.empty();
    }

    /** A member may speak under its epoch, and under the last one while it cannot know of the new one. */
    private static Optional<Beaten> refuseEpoch(Beat beat, ConsumerMember member) {
        boolean isAnswerLost = beat.memberEpoch() == member.holding().previousEpoch()
                && beat.memberEpoch() < member.epoch()
                && beat.owned()
                        .filter(owned -> member.holding().assigned().containsAll(owned))
                        .isPresent();
        return beat.memberEpoch() == member.epoch() || isAnswerLost
                ? Optional.empty()
                : Optional.of(Beaten.failed(
                        ErrorCode.FENCED_MEMBER_EPOCH,
                        "member " + member.id() + " has epoch " + member.epoch() + ", not " + beat.memberEpoch()
                                + "; it must give up its partitions and rejoin"));
    }

    private Beaten proceed(GroupEvent.ConsumerHeartbeat event, String id) {
        Beat beat = event.request();
        state.ofInstance(beat.instanceId())
                .filter(member -> !member.id().equals(id))
                .ifPresent(member -> core.replace(member, incarnation(member, id)));
        Optional<ConsumerMember> before = state.find(id);
        ConsumerMember member = before.orElseGet(() -> new ConsumerMember(id, unknown(event), Holding.NOTHING));
        if (member.isAway()) {
            member = incarnation(member, id);
        }
        ConsumerMember moved =
                core.advance(before, member.with(profile(event, member.profile())), beat.owned(), event.sight());
        boolean isFull = beat.memberEpoch() == ConsumerGroups.JOINING_EPOCH
                || beat.rebalanceTimeoutMs().isPresent()
                        && (beat.topics().isPresent() || beat.topicRegex().isPresent())
                        && beat.owned().isPresent();
        boolean changed = !before.map(b -> b.holding().assigned())
                .equals(Optional.of(moved.holding().assigned()));
        Optional<Set<PartitionId>> assignment =
                isFull || changed ? Optional.of(moved.holding().assigned()) : Optional.empty();
        return new Beaten(ErrorCode.NONE, "", id, moved.epoch(), core.heartbeatIntervalMs(), assignment);
    }

    private static ConsumerMember incarnation(ConsumerMember old, String id) {
        Holding held = old.holding();
        return new ConsumerMember(
                id, old.profile(), new Holding(0, 0, held.progress(), held.assigned(), held.revoking()));
    }

    private static Profile unknown(GroupEvent.ConsumerHeartbeat event) {
        return new Profile(
                Optional.empty(),
                Optional.empty(),
                event.context().clientId(),
                event.context().clientHost(),
                0,
                Optional.empty(),
                Set.of(),
                "",
                Optional.empty());
    }

    private static Profile profile(GroupEvent.ConsumerHeartbeat event, Profile before) {
        Beat beat = event.request();
        return new Profile(
                beat.instanceId().or(before::instanceId),
                beat.rackId().or(before::rackId),
                event.context().clientId(),
                event.context().clientHost(),
                beat.rebalanceTimeoutMs().orElse(before.rebalanceTimeoutMs()),
                beat.serverAssignor().or(before::assignor),
                beat.topics().orElse(before.topics()),
                beat.topicRegex().orElse(before.regex()),
                Optional.empty());
    }

    /**
     * Whether a member may leave.
     *
     * @return who leaves, or what is wrong
     */
    Departure leave(Beat beat) {
        Optional<ConsumerMember> member =
                beat.instanceId().isEmpty() ? state.find(beat.memberId()) : state.ofInstance(beat.instanceId());
        Optional<Beaten> refusal = refuseUnknown(beat, beat.memberId(), member);
        if (refusal.isPresent()) {
            return new Departure(refusal.get(), Optional.empty());
        }
        Beaten farewell = new Beaten(ErrorCode.NONE, "", beat.memberId(), beat.memberEpoch(), 0, Optional.empty());
        if (beat.memberEpoch() == ConsumerGroups.PAUSING_EPOCH) {
            member.ifPresent(m -> core.pause(m, ConsumerGroups.PAUSING_EPOCH));
            return new Departure(farewell, Optional.empty());
        }
        return new Departure(farewell, member);
    }

    /**
     * What comes of a wish to leave.
     *
     * @param answer for the member
     * @param leaving the member, if it has to be taken out
     */
    record Departure(Beaten answer, Optional<ConsumerMember> leaving) {}
}
