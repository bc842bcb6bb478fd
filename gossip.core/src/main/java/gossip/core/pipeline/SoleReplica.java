package gossip.core.pipeline;

import gossip.api.PartitionId;
import gossip.api.replication.ReplicationManager;

/** Replication with one replica: what is durable here is committed. */
public final class SoleReplica implements ReplicationManager {
    /** Creates it. */
    public SoleReplica() {
        // no state
    }

    @Override
    public void leads(PartitionId id, int leaderEpoch, long highWatermark) {
        // nobody else to agree with
    }

    @Override
    public long persisted(PartitionId id, long endOffset) {
        return endOffset;
    }

    @Override
    public int inSyncReplicas(PartitionId id) {
        return 1;
    }

    @Override
    public void resigns(PartitionId id) {
        // nothing was kept
    }
}
