package gossip.core.group;

import gossip.api.PartitionId;
import gossip.api.TopicPartition;
import gossip.core.group.ConsumerMember.ClassicSide;
import gossip.core.group.ConsumerMember.Holding;
import gossip.core.group.ConsumerMember.Profile;
import gossip.core.group.ConsumerMember.Progress;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A group of the classic protocol as one of the consumer protocol with the same members, who keep what they have and go on
 * speaking the classic protocol.
 *
 * @param group group id
 * @param limits what the group may take
 * @param now when it happens, and with which topics
 */
record Upgrade(String group, GroupLimits limits, Moment now) {
    /** The group, unless a member's subscription or assignment is not that of Kafka's consumers. */
    Optional<ConsumerMachine> of(Roster roster, int generation, String protocolName) {
        ConsumerMachine machine = new ConsumerMachine(group, limits);
        machine.core().now(now);
        for (ClassicMember member : roster.members()) {
            String protocol =
                    protocolName.isEmpty() ? member.protocols().getFirst().name() : protocolName;
            Optional<Subscription> subscription = Subscription.parse(member.metadata(protocol));
            Optional<Set<TopicPartition>> assigned = ClassicAssignment.decode(member.assignment);
            if (subscription.isEmpty() || assigned.isEmpty()) {
                return Optional.empty();
            }
            add(machine.core(), member, subscription.get(), assigned.get(), generation);
        }
        for (ClassicMember member : roster.members()) {
            addClaims(machine.core(), member.id);
        }
        machine.core().state.epochs(new ConsumerRecords.Epochs(generation, generation, 0, 0));
        return Optional.of(machine);
    }

    /**
     * A cooperative member may still read what it said to own when it joined, until it says that it does not: while its
     * assignment is on the way to it, and while it gives up what is not in it.
     */
    private static void addClaims(ConsumerCore core, String id) {
        ConsumerMember member = core.state.find(id).orElseThrow();
        Set<PartitionId> claims = member.profile().classic().stream()
                .flatMap(classic -> classic.protocols().stream())
                .flatMap(protocol -> Subscription.parse(protocol.metadata()).stream())
                .flatMap(subscription -> core.ids(subscription.owned()).stream())
                .filter(core.state::isFree)
                .collect(Collectors.toSet());
        if (!claims.isEmpty()) {
            Holding now = member.holding();
            core.state.put(member.with(
                    new Holding(now.epoch(), now.previousEpoch(), Progress.REVOKING, now.assigned(), claims)));
        }
    }

    private static void add(
            ConsumerCore core,
            ClassicMember member,
            Subscription subscription,
            Set<TopicPartition> assigned,
            int generation) {
        // an assignor of a client can give a partition to two members; the broker does not
        Set<PartitionId> owned =
                core.ids(assigned).stream().filter(core.state::isFree).collect(Collectors.toSet());
        Profile profile = new Profile(
                member.instanceId,
                subscription.rackId(),
                member.clientId,
                member.clientHost,
                member.rebalanceTimeoutMs(),
                Optional.empty(),
                subscription.topics(),
                "",
                Optional.of(new ClassicSide(member.sessionTimeoutMs(), member.protocols())));
        core.state.put(new ConsumerMember(
                member.id, profile, new Holding(generation, generation, Progress.STABLE, owned, Set.of())));
        core.state.target(member.id, owned);
        core.clocks.session(member.id, member.sessionTimeoutMs());
    }
}
