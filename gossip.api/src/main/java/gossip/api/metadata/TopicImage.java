package gossip.api.metadata;

import gossip.api.PartitionId;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * A topic as the metadata knows it. Immutable. Leadership follows the assignment: the leader of a partition is its first
 * replica, in leader epoch {@link #leaderEpoch}.
 *
 * @param name topic name
 * @param id given at creation, never used again
 * @param assignment replicas of all partitions
 * @param configs overrides of topic settings, by name
 */
public record TopicImage(String name, UUID id, Assignment assignment, Map<String, String> configs) {
    /** Copies the configs. */
    public TopicImage {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(assignment, "assignment");
        configs = Map.copyOf(configs);
    }

    /**
     * How many partitions there are.
     *
     * @return a count
     */
    public int partitionCount() {
        return assignment.partitionCount();
    }

    /**
     * Whether a partition exists.
     *
     * @param partition partition number
     * @return true if so
     */
    public boolean has(int partition) {
        return partition >= 0 && partition < partitionCount();
    }

    /**
     * The broker that leads a partition.
     *
     * @param partition partition number
     * @return a broker id
     */
    public int leader(int partition) {
        return assignment.preferredLeader(partition);
    }

    /**
     * The epoch of that leader.
     *
     * @param partition partition number
     * @return an epoch, from 0
     */
    public int leaderEpoch(int partition) {
        Objects.checkIndex(partition, partitionCount());
        return 0;
    }

    /**
     * The name of a partition in storage.
     *
     * @param partition partition number
     * @return its id
     */
    public PartitionId partitionId(int partition) {
        return new PartitionId(id, partition);
    }
}
