package gossip.core.group;

import gossip.api.PartitionId;
import gossip.core.group.ClassicRecord.MemberRecord;
import gossip.core.group.ConsumerMember.ClassicSide;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A group of the consumer protocol, whose last member that speaks it goes, as a group of the classic protocol with the others.
 *
 * @param core the group
 * @param without the member that goes
 */
record Downgrade(ConsumerCore core, Optional<ConsumerMember> without) {
    /** The group as it is to be kept from now on; its members have to gather. */
    ClassicRecord record() {
        List<MemberRecord> members = core.state.members().stream()
                .filter(member -> !Optional.of(member).equals(without))
                .sorted(Comparator.comparing(ConsumerMember::id))
                .flatMap(member -> member.profile().classic().map(classic -> record(member, classic)).stream())
                .toList();
        Roster roster = new Roster();
        members.forEach(member -> roster.add(new ClassicMember(member)));
        return new ClassicRecord(
                core.state.epochs().epoch(),
                ClassicGuests.TYPE,
                roster.electProtocol(),
                roster.leader(),
                core.state.epochs().emptySinceMs(),
                members);
    }

    private MemberRecord record(ConsumerMember member, ClassicSide classic) {
        short version = Subscription.parse(classic.protocols().getFirst().metadata())
                .map(Subscription::version)
                .orElse((short) 0);
        // what it may still read counts, not what it was to read: the group can become another again before it gathers
        Set<PartitionId> held = new HashSet<>(member.holding().assigned());
        held.addAll(member.holding().revoking());
        ByteBuffer assignment = ClassicAssignment.encode(version, core.names(held));
        return new MemberRecord(
                member.id(),
                member.profile().instanceId(),
                member.profile().clientId(),
                member.profile().clientHost(),
                classic.sessionTimeoutMs(),
                member.profile().rebalanceTimeoutMs(),
                classic.protocols(),
                assignment);
    }
}
