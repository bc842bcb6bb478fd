package gossip.core.assign;

import gossip.api.PartitionId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Gives all members as nearly as possible the same number of partitions, and lets them keep what they have. When all want
 * the same topics no two differ by more than one; otherwise none could give a partition to another that has two fewer.
 */
public final class UniformAssignor implements Assignor {
    /** Creates the assignor. */
    public UniformAssignor() {
        // it has no state
    }

    @Override
    public String name() {
        return "uniform";
    }

    @Override
    public Map<String, Set<PartitionId>> assign(Demand demand) {
        Map<String, Set<PartitionId>> assignment = new HashMap<>();
        if (demand.isHomogeneous()) {
            new Quotas(demand).assign().forEach((id, owned) -> assignment.put(id, new HashSet<>(owned)));
        } else {
            new Levelling(demand).assign().forEach((id, owned) -> assignment.put(id, new HashSet<>(owned)));
        }
        return assignment;
    }
}
