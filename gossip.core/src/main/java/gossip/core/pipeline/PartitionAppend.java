package gossip.core.pipeline;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.Produced;
import gossip.core.partition.PartitionRuntime;
import gossip.core.partition.ProducerStates.Proof;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The part of a produce request that goes to one partition. It belongs to one thread at a time: the caller's, then the
 * shard's, then perhaps that of the group commit.
 */
final class PartitionAppend {
    private final ProduceRequest request;
    private final int index;
    private final TopicPartition name;
    private final ByteBuffer batches;
    private PartitionRuntime partition;
    private Proof proof = Proof.NONE;
    private boolean screened;
    private boolean unverified;
    private @Nullable Produced answer;
    private long endOffset;
    private boolean awaitsSync;
    private @Nullable PartitionAppend next;

    PartitionAppend(
            ProduceRequest request, int index, TopicPartition name, PartitionRuntime partition, ByteBuffer batches) {
        this.request = request;
        this.index = index;
        this.name = name;
        this.partition = partition;
        this.batches = batches;
    }

    ProduceRequest request() {
        return request;
    }

    TopicPartition name() {
        return name;
    }

    PartitionRuntime partition() {
        return partition;
    }

    void partition(PartitionRuntime reopened) {
        partition = reopened;
    }

    ByteBuffer batches() {
        return batches;
    }

    /** Whether the batches were looked at already, before they had to wait. */
    boolean isScreened() {
        return screened;
    }

    /** The batches are well made. */
    void screened() {
        screened = true;
    }

    /** What is known of the transaction that the records belong to. */
    Proof proof() {
        return proof;
    }

    void proof(Proof found) {
        proof = found;
        unverified = false;
    }

    /** The records would begin a transaction of which nothing is known yet. */
    void unverified() {
        unverified = true;
    }

    boolean isUnverified() {
        return unverified;
    }

    /** The records are in the log and await what makes them durable; {@code answer} is right once that is done. */
    void appended(Produced onceDurable, long end, boolean inWriteAheadLog) {
        answer = onceDurable;
        endOffset = end;
        awaitsSync = inWriteAheadLog;
    }

    boolean isAppended() {
        return answer != null;
    }

    boolean awaitsSync() {
        return awaitsSync;
    }

    /** Exclusive end of what has to be durable. */
    long endOffset() {
        return endOffset;
    }

    /** Next in a chain of appends of one round. */
    @Nullable
    PartitionAppend next() {
        return next;
    }

    void next(@Nullable PartitionAppend following) {
        next = following;
    }

    void succeed() {
        Produced result = answer;
        if (result == null) {
            throw new IllegalStateException("nothing was appended to " + name);
        }
        request.complete(index, result);
    }

    void refuse(ErrorCode error, String message) {
        request.complete(index, Produced.failed(name, error, message));
    }
}
