package gossip.api.replication;

import gossip.api.PartitionId;

/**
 * Decides up to where a partition's records are committed. Its place is behind the append in the shard's pipeline; all
 * methods are called by the shard's threads and must not block.
 */
public interface ReplicationManager {
    /**
     * This node has begun to lead a partition.
     *
     * @param id the partition
     * @param leaderEpoch the epoch it leads in
     * @param highWatermark committed end known from before
     */
    void leads(PartitionId id, int leaderEpoch, long highWatermark);

    /**
     * Records of the leader are as durable here as their topic asks for.
     *
     * @param id the partition
     * @param endOffset exclusive end of those records
     * @return the high watermark after that, exclusive; it never goes back within an epoch
     */
    long persisted(PartitionId id, long endOffset);

    /**
     * Replicas that hold everything committed, this one included.
     *
     * @param id the partition
     * @return a count, at least 1 for a partition led here
     */
    int inSyncReplicas(PartitionId id);

    /**
     * This node leads the partition no more, or it is deleted.
     *
     * @param id the partition
     */
    void resigns(PartitionId id);
}
