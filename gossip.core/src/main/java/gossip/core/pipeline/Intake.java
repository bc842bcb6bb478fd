package gossip.core.pipeline;

import gossip.api.Acks;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.PartitionBatches;
import gossip.api.broker.Records.Produce;
import gossip.api.broker.Records.Produced;
import gossip.api.broker.Records.ProducerTransaction;
import gossip.api.broker.RequestContext;
import gossip.api.metrics.Metrics;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import gossip.core.partition.PartitionRuntime;
import gossip.core.partition.PartitionTable;
import gossip.core.partition.Place;
import gossip.core.security.Guard;
import gossip.core.topic.InternalTopics;
import java.util.List;
import java.util.function.Consumer;

/** Takes produce requests on the caller's thread, to the rings of the shards. Any thread; never blocks. */
final class Intake {
    private static final Place CLOSING =
            new Place.Absent(ErrorCode.NOT_LEADER_OR_FOLLOWER, "the broker is shutting down");

    private final Rooms rooms;
    private final Guard guard;
    private final PartitionTable table;
    private final List<Shard> shards;
    private final Metrics.Counter requests;
    private final Metrics.Counter bytes;
    private volatile boolean closed;

    Intake(Rooms rooms, Guard guard, PartitionTable table, List<Shard> shards, Metrics metrics) {
        this.rooms = rooms;
        this.guard = guard;
        this.table = table;
        this.shards = shards;
        this.requests = metrics.counter("gossip_produce_requests_total", "Produce requests taken in.");
        this.bytes = metrics.counter("gossip_produce_bytes_total", "Bytes of record batches taken in.");
    }

    boolean produce(RequestContext context, Produce command, Consumer<List<Produced>> done) {
        List<PartitionBatches> parts = command.partitions();
        long sizeBytes = 0;
        for (int i = 0; i < parts.size(); i++) {
            sizeBytes += parts.get(i).batches().remaining();
        }
        ProducerTransaction transaction = command.transaction().orElse(null);
        Admission admission = rooms.of(context, transaction);
        if (!admission.tryEnter(sizeBytes)) {
            return false;
        }
        requests.add(1);
        bytes.add(sizeBytes);
        ProduceRequest request = new ProduceRequest(
                context, command.acks(), transaction, false, parts.size(), done, admission, sizeBytes);
        if (transaction == null || mayWriteIn(context, transaction)) {
            route(request, parts);
        } else {
            refuse(request, parts, transaction);
        }
        return true;
    }

    private boolean mayWriteIn(RequestContext context, ProducerTransaction transaction) {
        return guard.allows(context, Operation.WRITE, Resource.transactionalId(transaction.transactionalId()));
    }

    private static void refuse(ProduceRequest request, List<PartitionBatches> parts, ProducerTransaction transaction) {
        String message = request.context().principal() + " may not write with transactional id '"
                + transaction.transactionalId() + "'";
        for (int i = 0; i < parts.size(); i++) {
            request.complete(
                    i,
                    Produced.failed(
                            parts.get(i).partition(), ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED, message));
        }
        if (parts.isEmpty()) {
            request.finish();
        }
    }

    /** Takes markers of the broker itself; false as for records. */
    boolean mark(List<PartitionBatches> markers, Consumer<List<Produced>> done) {
        long sizeBytes = 0;
        for (PartitionBatches marker : markers) {
            sizeBytes += marker.batches().remaining();
        }
        if (!rooms.markers().tryEnter(sizeBytes)) {
            return false;
        }
        route(
                new ProduceRequest(
                        RequestContext.INTERNAL,
                        Acks.ALL,
                        null,
                        true,
                        markers.size(),
                        done,
                        rooms.markers(),
                        sizeBytes),
                markers);
        return true;
    }

    private void route(ProduceRequest request, List<PartitionBatches> parts) {
        if (parts.isEmpty()) {
            request.finish();
            return;
        }
        long shardSet = 0;
        for (int i = 0; i < parts.size(); i++) {
            shardSet |= route(request, i, parts.get(i));
        }
        for (int shard = 0; shardSet != 0; shard++, shardSet >>>= 1) {
            if ((shardSet & 1) != 0) {
                shards.get(shard).submit(request);
            }
        }
    }

    private long route(ProduceRequest request, int index, PartitionBatches part) {
        switch (place(request.context(), part.partition())) {
            case PartitionRuntime partition -> {
                request.appends()[index] =
                        new PartitionAppend(request, index, part.partition(), partition, part.batches());
                return 1L << partition.shard();
            }
            case Place.Absent absent -> {
                request.complete(index, Produced.failed(part.partition(), absent.error(), absent.message()));
                return 0;
            }
        }
    }

    private Place place(RequestContext context, TopicPartition name) {
        if (closed) {
            return CLOSING;
        }
        if (!guard.allows(context, Operation.WRITE, Resource.topic(name.topic()))) {
            return new Place.Absent(
                    ErrorCode.TOPIC_AUTHORIZATION_FAILED,
                    context.principal() + " may not write to topic '" + name.topic() + "'");
        }
        if (InternalTopics.contains(name.topic()) && !context.principal().equals(Principal.BROKER)) {
            return new Place.Absent(
                    ErrorCode.INVALID_TOPIC_EXCEPTION,
                    "topic '" + name.topic() + "' is the broker's own; clients may read it, not write to it");
        }
        return table.locate(name);
    }

    /** Refuses all requests from now on; those under way go on. */
    void close() {
        closed = true;
    }
}
