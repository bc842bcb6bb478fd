package gossip.api;

import java.util.Objects;
import java.util.UUID;

/**
 * A partition as storage and replication name it: a topic that is deleted and created again under the same name has
 * another id, so that old bytes can never be taken for new ones (KIP-516).
 *
 * @param topicId id given to the topic at creation
 * @param partition partition number, from 0
 */
public record PartitionId(UUID topicId, int partition) {
    /** Refuses a negative partition. */
    public PartitionId {
        Objects.requireNonNull(topicId, "topicId");
        if (partition < 0) {
            throw new IllegalArgumentException("partition is negative: " + partition);
        }
    }

    @Override
    public String toString() {
        return topicId + "-" + partition;
    }
}
