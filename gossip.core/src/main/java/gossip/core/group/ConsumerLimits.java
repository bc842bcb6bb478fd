package gossip.core.group;

import gossip.core.assign.Assignor;
import java.util.List;

/**
 * What a group of the consumer protocol may take.
 *
 * @param maxSize most members of a group
 * @param sessionTimeoutMs silence after which a member is taken out
 * @param heartbeatIntervalMs how often members are to be heard from
 * @param migration which way groups may change their protocol
 * @param assignors those to choose from, the default first; at least one
 */
record ConsumerLimits(
        int maxSize,
        int sessionTimeoutMs,
        int heartbeatIntervalMs,
        MigrationPolicy migration,
        List<Assignor> assignors) {
    ConsumerLimits {
        assignors = List.copyOf(assignors);
    }
}
