package gossip.core.message;

import gossip.api.broker.Records.Aborted;
import gossip.api.record.RecordBatch;
import gossip.api.record.TransactionMarker;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells which batches belong to aborted transactions (KIP-98). Is shown all batches in order; one thread. */
final class AbortedFilter {
    private final List<Aborted> aborted;
    private final Set<Long> open = new HashSet<>();
    private int next;

    AbortedFilter(List<Aborted> aborted) {
        this.aborted = aborted.stream()
                .sorted(Comparator.comparingLong(Aborted::firstOffset))
                .toList();
    }

    /** Whether a batch that is no marker does not count. */
    boolean hides(RecordBatch batch) {
        enter(batch.lastOffset());
        return batch.isTransactional() && open.contains(batch.producerId());
    }

    /** Shows it a marker. */
    void pass(RecordBatch marker) {
        enter(marker.lastOffset());
        if (TransactionMarker.of(marker).isPresent()) {
            open.remove(marker.producerId());
        }
    }

    private void enter(long lastOffset) {
        while (next < aborted.size() && aborted.get(next).firstOffset() <= lastOffset) {
            open.add(aborted.get(next).producerId());
            next++;
        }
    }
}
