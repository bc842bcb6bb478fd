package gossip.core.assign;

import gossip.api.PartitionId;
import java.util.Map;
import java.util.Set;

/** Divides partitions among the members of a group. Pure; the same demand gets the same answer on every node. */
public sealed interface Assignor permits RangeAssignor, UniformAssignor {
    /**
     * What members ask for it by.
     *
     * @return its name
     */
    String name();

    /**
     * Gives every partition of a subscribed topic to exactly one of the topic's subscribers.
     *
     * @param demand who wants what
     * @return partitions of every member; none is missing
     */
    Map<String, Set<PartitionId>> assign(Demand demand);
}
