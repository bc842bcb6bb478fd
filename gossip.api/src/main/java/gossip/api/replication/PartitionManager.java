package gossip.api.replication;

import gossip.api.PartitionId;
import gossip.api.metadata.MetadataImage;

/** Decides which of the cluster's partitions this node has to have. Pure; any thread. */
public interface PartitionManager {
    /**
     * What a node is to a partition.
     *
     * @param image metadata to judge by
     * @param brokerId the node's number
     * @param id the partition
     * @return its role
     */
    Role role(MetadataImage image, int brokerId, PartitionId id);

    /**
     * Where to put the replicas of new partitions.
     *
     * @param image metadata to judge by
     * @param partitionCount how many partitions
     * @param replicationFactor replicas of each
     * @return the assignment
     * @throws gossip.api.BrokerException INVALID_REPLICATION_FACTOR if there are not enough brokers
     */
    gossip.api.metadata.Assignment place(MetadataImage image, int partitionCount, int replicationFactor);

    /** What a node is to a partition. */
    enum Role {
        /** It takes writes. */
        LEADER,
        /** It copies the leader. */
        FOLLOWER,
        /** It has no part in it. */
        NONE
    }
}
