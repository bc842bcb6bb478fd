package gossip.storage.segment.log;

import gossip.api.record.InvalidBatchException;
import gossip.api.record.RecordBatch;
import java.nio.ByteBuffer;

/**
 * What an append will change.
 *
 * @param endOffset end of the log after it
 * @param maxTimestampMs largest timestamp in the batches
 * @param epochs leader epochs after it
 */
record AppendPlan(long endOffset, long maxTimestampMs, LeaderEpochs epochs) {
    /** Looks at the headers of batches. */
    static AppendPlan of(ByteBuffer batches, long logEndOffset, LeaderEpochs epochs) {
        long end = logEndOffset;
        long maxTimestampMs = -1;
        LeaderEpochs newEpochs = epochs;
        int at = batches.position();
        while (at < batches.limit()) {
            RecordBatch batch = batchAt(batches, at);
            if (batch.baseOffset() < end || batch.lastOffsetDelta() < 0) {
                throw new IllegalArgumentException("a batch has the offsets " + batch.baseOffset() + " to "
                        + batch.lastOffset() + ", the log ends at " + end + " there");
            }
            if (batch.leaderEpoch() > newEpochs.latest()) {
                newEpochs = newEpochs.with(batch.leaderEpoch(), batch.baseOffset());
            }
            end = batch.nextOffset();
            maxTimestampMs = Math.max(maxTimestampMs, batch.maxTimestamp());
            at = batch.end();
        }
        return new AppendPlan(end, maxTimestampMs, newEpochs);
    }

    private static RecordBatch batchAt(ByteBuffer batches, int at) {
        try {
            return RecordBatch.at(batches, at);
        } catch (InvalidBatchException e) {
            throw new IllegalArgumentException(
                    "not whole batches: at byte " + (at - batches.position()) + " " + e.getMessage(), e);
        }
    }
}
