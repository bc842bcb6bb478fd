package gossip.core.group;

import gossip.api.PartitionId;
import gossip.api.TopicPartition;
import gossip.api.metadata.ConfigResource;
import gossip.api.metadata.MetadataImage;
import gossip.core.group.ConsumerMember.Holding;
import gossip.core.group.ConsumerMember.Progress;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The way of a group of the consumer protocol from one target to the next, which members take each at its own pace. Belongs to
 * one {@link ConsumerMachine}.
 */
final class ConsumerCore {
    final ConsumerState state = new ConsumerState();
    final Alarm alarm = new Alarm();
    final MemberClocks clocks = new MemberClocks(alarm);
    final TopicInterest interest = new TopicInterest(state);
    final Targets targets;
    private final ConfigResource resource;
    private final ConsumerLimits limits;

    private MetadataImage metadata = MetadataImage.EMPTY;

    ConsumerCore(String group, ConsumerLimits limits) {
        this.resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        this.limits = limits;
        this.targets = new Targets(state, interest, limits.assignors());
    }

    void now(Moment moment) {
        alarm.now(moment);
        metadata = moment.metadata();
    }

    int sessionTimeoutMs(ConsumerMember member) {
        return member.profile()
                .classic()
                .map(ConsumerMember.ClassicSide::sessionTimeoutMs)
                .orElseGet(this::sessionTimeoutMs);
    }

    private int sessionTimeoutMs() {
        return limits.times().sessionTimeoutMs(metadata.configs(resource));
    }

    int heartbeatIntervalMs() {
        return limits.times().heartbeatIntervalMs(metadata.configs(resource));
    }

    boolean isFullFor(String id) {
        return state.size() >= limits.maxSize() && state.find(id).isEmpty();
    }

    /**
     * Takes in what a member says, and takes it a step towards its target.
     *
     * @param before the member as it was; empty for a new one
     * @param member the member as it is
     * @param reported what it says that it owns, if it says so
     * @param sight which topics it may see
     * @return where it stands now
     */
    ConsumerMember advance(
            Optional<ConsumerMember> before,
            ConsumerMember member,
            Optional<Set<PartitionId>> reported,
            GroupEvent.Sight sight) {
        boolean changed =
                before.filter(b -> b.profile().wantsTheSameAs(member.profile())).isEmpty();
        state.put(member);
        TopicInterest.Look look = new TopicInterest.Look(metadata, alarm.nowMs(), sight.found(), sight.visible());
        boolean topicsChanged = changed ? interest.membersChanged(look) : interest.refresh(look);
        if (changed || topicsChanged) {
            state.bump();
        }
        targets.refresh(metadata);
        Reconciliation step =
                new Reconciliation(state.epochs().assignmentEpoch(), state.target(member.id()), state::isFree);
        ConsumerMember moved = member.with(step.next(member.holding(), reported));
        state.put(moved);
        watch(member, moved);
        return moved;
    }

    private void watch(ConsumerMember before, ConsumerMember after) {
        clocks.session(after.id(), sessionTimeoutMs(after));
        if (after.holding().progress() != Progress.REVOKING || after.isClassic()) {
            clocks.endRevocation(after.id());
        } else if (!after.holding().equals(before.holding())) {
            clocks.revocation(after.id(), after.profile().rebalanceTimeoutMs());
        }
    }

    /** Takes a member out; the others get new targets with the next heartbeat. */
    void remove(ConsumerMember member) {
        state.remove(member);
        clocks.forget(member.id());
        interest.membersLeft(metadata);
        state.bump();
        if (state.size() == 0) {
            ConsumerRecords.Epochs epochs = state.epochs();
            state.epochs(new ConsumerRecords.Epochs(
                    epochs.epoch(), epochs.assignmentEpoch(), epochs.topicsHash(), alarm.wallMs()));
        }
    }

    /** Puts a static member's new incarnation into the place of the old one. */
    void replace(ConsumerMember old, ConsumerMember incarnation) {
        clocks.forget(old.id());
        state.replace(old, incarnation);
    }

    /** Lets a static member go away for a while: what it was giving back is free, what it has it keeps. */
    void pause(ConsumerMember member, int epoch) {
        Holding holding = member.holding();
        state.put(member.with(
                new Holding(epoch, holding.previousEpoch(), Progress.STABLE, holding.assigned(), Set.of())));
        clocks.endRevocation(member.id());
    }

    /** Whether somebody else has not given back what is in a member's target. */
    boolean waitsForOthers(ConsumerMember member) {
        return member.holding().progress() == Progress.WAITING
                && state.target(member.id()).stream()
                        .filter(partition -> !member.holding().assigned().contains(partition))
                        .anyMatch(partition -> !state.isFree(partition));
    }

    /** Partitions by id, of the topics that exist. */
    Set<PartitionId> ids(Set<TopicPartition> partitions) {
        return partitions.stream()
                .flatMap(p ->
                        metadata.topic(p.topic()).map(topic -> new PartitionId(topic.id(), p.partition())).stream())
                .collect(Collectors.toSet());
    }

    /** Partitions by name, of the topics that exist. */
    Set<TopicPartition> names(Set<PartitionId> partitions) {
        Stream<Optional<TopicPartition>> names = partitions.stream()
                .map(p -> metadata.topic(p.topicId()).map(topic -> new TopicPartition(topic.name(), p.partition())));
        return names.flatMap(Optional::stream).collect(Collectors.toSet());
    }
}
