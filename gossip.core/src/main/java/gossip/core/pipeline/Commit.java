package gossip.core.pipeline;

import gossip.api.Acks;
import gossip.api.ErrorCode;
import gossip.api.replication.ReplicationManager;
import gossip.core.partition.PartitionRuntime;

/** The last step of an append: what is now durable becomes visible and is answered. Shard or commit thread. */
final class Commit {
    private final ReplicationManager replication;

    Commit(ReplicationManager replication) {
        this.replication = replication;
    }

    void persisted(PartitionAppend append) {
        PartitionRuntime partition = append.partition();
        long highWatermark = replication.persisted(partition.id(), append.endOffset());
        partition.highWatermark().advance(highWatermark, append.batches().remaining());
        partition.stable().advance(highWatermark);
        if (append.request().acks() == Acks.ALL && highWatermark < append.endOffset()) {
            append.refuse(
                    ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND,
                    "the records are on this broker, but not on all in-sync replicas yet");
        } else {
            append.succeed();
        }
    }
}
