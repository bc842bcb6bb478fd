package gossip.core.group;

import gossip.api.ErrorCode;
import gossip.api.broker.Groups;
import java.util.List;

/** What is told of a group of the classic protocol. */
final class ClassicViews {
    private ClassicViews() {}

    static Groups.Described described(ClassicMachine machine, String group) {
        boolean stable = machine.state() == ClassicState.STABLE;
        String protocol = machine.protocolName();
        List<Groups.DescribedMember> members = machine.roster().members().stream()
                .map(m -> new Groups.DescribedMember(
                        m.id,
                        m.instanceId,
                        m.clientId,
                        m.clientHost,
                        stable ? m.metadata(protocol) : ClassicMember.NOTHING,
                        stable ? m.assignment.asReadOnlyBuffer() : ClassicMember.NOTHING))
                .toList();
        return new Groups.Described(
                ErrorCode.NONE,
                group,
                machine.state().label(),
                machine.protocolType(),
                stable ? protocol : "",
                members);
    }

    /** A group of which there is nothing to tell. */
    static Groups.Described described(ErrorCode error, String group, ClassicState state) {
        return new Groups.Described(error, group, state.label(), "", "", List.of());
    }
}
