package gossip.core.group;

import gossip.api.ErrorCode;
import gossip.api.broker.ConsumerGroups;
import gossip.api.broker.ConsumerGroups.Beaten;
import gossip.api.broker.Groups;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A group of the consumer protocol (KIP-848), in which the broker assigns. The group's epoch changes with its members and
 * what they are subscribed to; for each epoch there is one target for every member; and each member comes to its target at
 * its own pace, giving back first and taking what is free, so that a partition never has two owners and nobody waits for
 * everybody. Members that speak the classic protocol are served, too, while there are others.
 */
final class ConsumerMachine implements GroupMachine {
    private final String group;
    private final GroupLimits limits;
    private final ConsumerCore core;
    private final ConsumerBeats beats;
    private final ClassicGuests guests;
    private final Outbox outbox = new Outbox();

    private boolean dead;
    private boolean downgraded;

    ConsumerMachine(String group, GroupLimits limits) {
        this.group = group;
        this.limits = limits;
        this.core = new ConsumerCore(group, limits.consumer());
        this.beats = new ConsumerBeats(core);
        this.guests = new ClassicGuests(core);
    }

    @Override
    public List<GroupEffect> apply(GroupEvent event, Moment now) {
        core.now(now);
        switch (event) {
            case GroupEvent.ConsumerHeartbeat e -> beat(e);
            case GroupEvent.Join e -> join(e);
            case GroupEvent.Sync e -> outbox.answer(e.reply(), guests.sync(e.request()));
            case GroupEvent.Heartbeat e -> outbox.answer(e.reply(), guests.heartbeat(e.member()));
            case GroupEvent.Leave e -> leave(e);
            case GroupEvent.Abandoned e -> {
                // nobody waits here
            }
            case GroupEvent.Commit e -> outbox.answer(e.reply(), commit(e));
            case GroupEvent.Read e -> outbox.answer(e.reply(), read(e.member()));
            case GroupEvent.Delete e -> outbox.answer(e.reply(), delete());
            case GroupEvent.Restore e -> restore(e);
            case GroupEvent.Unload e -> dead = true;
            case GroupEvent.Regather e -> throw new IllegalStateException("only a classic group gathers its members");
            case GroupEvent.Tick e -> tick();
        }
        if (!downgraded && !dead) {
            outbox.keep(core.state.takeChanges());
            core.alarm.wish().ifPresent(outbox::put);
        }
        return outbox.take();
    }

    ConsumerCore core() {
        return core;
    }

    private void beat(GroupEvent.ConsumerHeartbeat event) {
        ConsumerGroups.Beat request = event.request();
        if (request.memberEpoch() >= 0) {
            outbox.answer(event.reply(), beats.beat(event));
            return;
        }
        ConsumerBeats.Departure departure = beats.leave(request);
        departure.leaving().ifPresent(this::remove);
        outbox.answer(event.reply(), departure.answer());
    }

    private void join(GroupEvent.Join event) {
        if (core.state.size() == 0) {
            // nothing is left that the consumer protocol would be needed for
            become(new ClassicMachine(group, limits), List.of(event));
            return;
        }
        Optional<ConsumerMember> replaced = event.request().memberId().isEmpty()
                ? core.state.ofInstance(event.request().instanceId()).filter(member -> !member.isClassic())
                : Optional.empty();
        Groups.Joined joined = guests.join(event);
        if (joined.error() == ErrorCode.NONE && replaced.isPresent() && isClassicWithout(Optional.empty())) {
            downgrade(Optional.empty());
        }
        outbox.answer(event.reply(), joined);
    }

    private void leave(GroupEvent.Leave event) {
        List<ErrorCode> outcomes = new ArrayList<>();
        for (Groups.Leaving leaving : event.members()) {
            Optional<ConsumerMember> member = guests.leaving(leaving);
            outcomes.add(member.isPresent() ? ErrorCode.NONE : guests.problemOf(leaving));
            member.ifPresent(core::remove);
        }
        outbox.answer(event.reply(), new Groups.Left(ErrorCode.NONE, outcomes));
    }

    /** Takes a member out, and goes back to the classic protocol if only members are left that speak it. */
    private void remove(ConsumerMember member) {
        if (isClassicWithout(Optional.of(member))) {
            downgrade(Optional.of(member));
        } else {
            core.remove(member);
        }
    }

    private boolean isClassicWithout(Optional<ConsumerMember> member) {
        List<ConsumerMember> others = core.state.members().stream()
                .filter(other -> !Optional.of(other).equals(member))
                .toList();
        return !others.isEmpty()
                && others.stream().allMatch(ConsumerMember::isClassic)
                && others.size() <= limits.maxSize()
                && limits.consumer().migration().allowsDowngrade();
    }

    private void downgrade(Optional<ConsumerMember> without) {
        ByteBuffer entry = new Downgrade(core, without).record().encode();
        become(
                new ClassicMachine(group, limits),
                List.of(new GroupEvent.Restore(Map.of(ClassicRecord.ENTRY, entry)), new GroupEvent.Regather()));
        outbox.keep(Map.of(ClassicRecord.ENTRY, Optional.of(entry)));
    }

    private void become(GroupMachine machine, List<GroupEvent> events) {
        downgraded = true;
        outbox.keep(core.state.tombstones());
        outbox.put(new GroupEffect.Become(machine, events));
    }

    /** Whether somebody may commit: a member of its epoch, or while there are none also somebody from outside. */
    private ErrorCode commit(GroupEvent.Commit event) {
        Groups.Member from = event.member();
        if (from.generationId() < 0 && core.state.size() == 0 || event.isAnonymousTransaction()) {
            return ErrorCode.NONE;
        }
        boolean knowsNoEpochs = event.origin() == GroupEvent.Commit.Origin.OLD_MEMBER;
        boolean hasEpochs = core.state
                .find(from.memberId())
                .filter(member -> !member.isClassic())
                .isPresent();
        return knowsNoEpochs && hasEpochs ? ErrorCode.UNSUPPORTED_VERSION : check(from);
    }

    /** Whether somebody may read offsets: a member of its epoch, or somebody who does not say to be one. */
    private ErrorCode read(Groups.Member from) {
        return from.memberId().isEmpty() && from.generationId() < 0 ? ErrorCode.NONE : check(from);
    }

    private ErrorCode check(Groups.Member from) {
        Optional<ConsumerMember> member = core.state.find(from.memberId());
        if (member.isEmpty()) {
            return ErrorCode.UNKNOWN_MEMBER_ID;
        }
        if (member.get().epoch() == from.generationId()) {
            return ErrorCode.NONE;
        }
        return member.get().isClassic() ? ErrorCode.ILLEGAL_GENERATION : ErrorCode.STALE_MEMBER_EPOCH;
    }

    private ErrorCode delete() {
        if (dead) {
            return ErrorCode.GROUP_ID_NOT_FOUND;
        }
        if (core.state.size() > 0) {
            return ErrorCode.NON_EMPTY_GROUP;
        }
        dead = true;
        return ErrorCode.NONE;
    }

    private void restore(GroupEvent.Restore event) {
        core.state.restore(event.entries());
        for (ConsumerMember member : core.state.members()) {
            core.clocks.session(member.id(), core.sessionTimeoutMs(member));
            if (member.holding().progress() == ConsumerMember.Progress.REVOKING && !member.isClassic()) {
                core.clocks.revocation(member.id(), member.profile().rebalanceTimeoutMs());
            }
        }
    }

    private void tick() {
        for (String id : core.clocks.late()) {
            if (!downgraded) {
                core.state.find(id).ifPresentOrElse(this::remove, () -> core.clocks.forget(id));
            }
        }
        core.alarm.reset();
        core.clocks.renew();
    }

    @Override
    public boolean isDead() {
        return dead;
    }

    @Override
    public boolean isVacant() {
        return core.state.size() == 0;
    }

    @Override
    public long emptySinceMs() {
        return core.state.epochs().emptySinceMs();
    }

    @Override
    public int generation() {
        return core.state.epochs().epoch();
    }

    @Override
    public int memberCount() {
        return core.state.size();
    }

    @Override
    public boolean isSubscribed(String topic) {
        return core.interest.isWanted(topic);
    }

    @Override
    public boolean isOpaque() {
        return false;
    }

    @Override
    public Set<String> unresolvedPatterns(Optional<String> fresh, long nowMs) {
        return core.interest.unresolved(fresh, nowMs);
    }

    @Override
    public Groups.Listed listed() {
        return new Groups.Listed(group, ClassicGuests.TYPE, stateLabel(), GroupMachine.CONSUMER);
    }

    @Override
    public Optional<Groups.Described> described() {
        return Optional.empty();
    }

    @Override
    public Optional<ConsumerGroups.DescribedConsumers> describedConsumers() {
        return Optional.of(new ConsumerGroups.DescribedConsumers(
                ErrorCode.NONE,
                "",
                group,
                stateLabel(),
                core.state.epochs().epoch(),
                core.state.epochs().assignmentEpoch(),
                core.targets.assignor().name(),
                core.state.members().stream().map(this::described).toList()));
    }

    private ConsumerGroups.DescribedConsumer described(ConsumerMember member) {
        return new ConsumerGroups.DescribedConsumer(
                member.id(),
                member.profile().instanceId(),
                member.profile().rackId(),
                member.epoch(),
                member.profile().clientId(),
                member.profile().clientHost(),
                member.profile().topics(),
                member.profile().regex(),
                member.isClassic(),
                member.holding().assigned(),
                core.state.target(member.id()));
    }

    private String stateLabel() {
        ConsumerRecords.Epochs epochs = core.state.epochs();
        if (core.state.size() == 0) {
            return "Empty";
        }
        if (epochs.epoch() > epochs.assignmentEpoch()) {
            return "Assigning";
        }
        boolean stable = core.state.members().stream().allMatch(m -> m.isReconciledTo(epochs.assignmentEpoch()));
        return stable ? "Stable" : "Reconciling";
    }

    /** The answer to a heartbeat of a group that is not there. */
    static Beaten notFound(String group) {
        return Beaten.failed(
                ErrorCode.GROUP_ID_NOT_FOUND, "there is no group '" + group + "' of the consumer protocol");
    }
}
