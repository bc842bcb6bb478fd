package gossip.core.pipeline;

import gossip.api.broker.Records.Fetch;
import gossip.api.broker.Records.FetchPartition;
import gossip.api.broker.Records.Fetched;
import gossip.api.broker.Records.Waiting;
import gossip.api.broker.RequestContext;
import gossip.api.metrics.Metrics;
import gossip.api.security.Operation;
import gossip.core.partition.Place;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What all fetches share: the readers, the timer, and the bound on those that wait. Any thread; never blocks. */
final class FetchService {
    private final PartitionAccess access;
    private final PartitionReader reader;
    private final Executor readers;
    private final Deadlines deadlines;
    private final int maxParked;
    private final AtomicInteger parked = new AtomicInteger();
    private final Metrics.Counter requests;
    private final Metrics.Counter turnedAway;

    FetchService(PartitionAccess access, Executor readers, Deadlines deadlines, int maxParked, Metrics metrics) {
        this.access = access;
        this.reader = new PartitionReader(access);
        this.readers = readers;
        this.deadlines = deadlines;
        this.maxParked = maxParked;
        this.requests = metrics.counter("gossip_fetch_requests_total", "Fetch requests taken in.");
        this.turnedAway = metrics.counter(
                "gossip_fetch_turned_away_total",
                "Fetches answered without records because pipeline.read_queue or pipeline.max_waiting_fetches was"
                        + " full.");
        metrics.gauge("gossip_fetch_waiting", "Fetches that wait for records.", parked::get);
        metrics.limit(PipelineSettings.MAX_WAITING_FETCHES.key(), () -> maxParked, parked::get);
    }

    Waiting fetch(RequestContext context, Fetch command, Consumer<List<Fetched>> done) {
        requests.add(1);
        FetchOperation operation = new FetchOperation(this, context, command, done);
        operation.begin();
        return operation;
    }

    Place find(RequestContext context, FetchPartition wanted) {
        return access.find(context, Operation.READ, wanted.partition(), wanted.currentLeaderEpoch());
    }

    PartitionReader reader() {
        return reader;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    void read(FetchOperation operation) {
        try {
            readers.execute(operation);
        } catch (RejectedExecutionException e) {
            turnedAway.add(1);
            operation.answerWithoutRecords();
        }
    }

    /** Counts one more that waits; false if there are as many as may be. */
    boolean mayPark() {
        if (parked.incrementAndGet() > maxParked) {
            parked.decrementAndGet();
            turnedAway.add(1);
            return false;
        }
        return true;
    }

    void unparked() {
        parked.decrementAndGet();
    }
}
