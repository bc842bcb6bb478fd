package gossip.core.group;

import gossip.core.assign.Assignor;
import gossip.core.resource.GroupConfigs;
import java.util.List;

/**
 * What a group of the consumer protocol may take.
 *
 * @param maxSize most members of a group
 * @param times what groups have settings of their own for
 * @param migration which way groups may change their protocol
 * @param assignors those to choose from, the default first; at least one
 */
record ConsumerLimits(int maxSize, GroupConfigs times, MigrationPolicy migration, List<Assignor> assignors) {
    ConsumerLimits {
        assignors = List.copyOf(assignors);
    }
}
