package gossip.core.pipeline;

import gossip.api.Acks;
import gossip.api.broker.Records.Produced;
import gossip.api.broker.Records.ProducerTransaction;
import gossip.api.broker.RequestContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A produce request on its way: counts its partitions down and answers once. Any thread. */
final class ProduceRequest {
    private static final Logger LOG = System.getLogger(ProduceRequest.class.getName());

    private final RequestContext context;
    private final Acks acks;
    private final @Nullable ProducerTransaction transaction;
    private final boolean markers;
    private final PartitionAppend[] appends;
    private final Produced[] results;
    private final AtomicInteger remaining;
    private final Consumer<List<Produced>> done;
    private final Admission admission;
    private final long sizeBytes;

    ProduceRequest(
            RequestContext context,
            Acks acks,
            @Nullable ProducerTransaction transaction,
            boolean markers,
            int partitions,
            Consumer<List<Produced>> done,
            Admission admission,
            long sizeBytes) {
        this.context = context;
        this.acks = acks;
        this.transaction = transaction;
        this.markers = markers;
        this.appends = new PartitionAppend[partitions];
        this.results = new Produced[partitions];
        this.remaining = new AtomicInteger(partitions);
        this.done = done;
        this.admission = admission;
        this.sizeBytes = sizeBytes;
    }

    RequestContext context() {
        return context;
    }

    Acks acks() {
        return acks;
    }

    /** The transaction that transactional batches belong to. */
    @Nullable
    ProducerTransaction transaction() {
        return transaction;
    }

    /** Whether the batches are markers of the broker itself. */
    boolean areMarkers() {
        return markers;
    }

    /** What goes to which partition; null where that was answered before it came to a shard. */
    PartitionAppend[] appends() {
        return appends;
    }

    void complete(int index, Produced result) {
        results[index] = result;
        if (remaining.decrementAndGet() == 0) {
            finish();
        }
    }

    void finish() {
        admission.release(sizeBytes);
        try {
            done.accept(Collections.unmodifiableList(Arrays.asList(results)));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the answer to a produce request of " + context.clientHost() + " was not taken", e);
        } finally {
            admission.resume();
        }
    }
}
