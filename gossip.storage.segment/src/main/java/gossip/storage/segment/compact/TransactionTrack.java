package gossip.storage.segment.compact;

import gossip.api.record.RecordBatch;
import gossip.api.storage.AbortedTransaction;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Follows the transactions of a log from batch to batch, in order of offsets: which batches were aborted, and which markers
 * end a transaction of which nothing is left. All transactions that it sees are decided. One thread.
 */
public final class TransactionTrack {
    private final PriorityQueue<AbortedTransaction> ahead =
            new PriorityQueue<>(Comparator.comparingLong(AbortedTransaction::firstOffset));
    /** Marker offset of the transaction that a producer is within and that was aborted. */
    private final Map<Long, Long> aborting = new HashMap<>();
    /** Producers of which a batch was seen since their last marker. */
    private final Set<Long> active = new HashSet<>();

    /**
     * Starts before the first batch.
     *
     * @param aborted those that may have records in what comes
     */
    public TransactionTrack(List<AbortedTransaction> aborted) {
        ahead.addAll(aborted);
    }

    /**
     * Takes note of a batch with data.
     *
     * @param batch header of a transactional batch
     * @return whether it was aborted
     */
    boolean isAborted(RecordBatch batch) {
        reach(batch.lastOffset());
        active.add(batch.producerId());
        return aborting.getOrDefault(batch.producerId(), -1L) > batch.lastOffset();
    }

    /**
     * Takes note of a marker.
     *
     * @param batch header of a control batch
     * @return whether no batch of the transaction that it ends was seen
     */
    boolean endsNothing(RecordBatch batch) {
        reach(batch.lastOffset());
        aborting.remove(batch.producerId());
        return !active.remove(batch.producerId());
    }

    private void reach(long offset) {
        AbortedTransaction next = ahead.peek();
        while (next != null && next.firstOffset() <= offset) {
            aborting.put(next.producerId(), next.lastOffset());
            ahead.remove();
            next = ahead.peek();
        }
    }
}
