package gossip.plugins.kafka.memory;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Transactions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/** Transactions that only remember who their producer is, and fence everybody else. */
final class MemoryTransactions implements Transactions {
    private final MemoryCluster cluster;
    private final ExecutorService thread;
    private final Map<String, ProducerIdentity> producers = new HashMap<>();

    MemoryTransactions(MemoryCluster cluster, ExecutorService thread) {
        this.cluster = cluster;
        this.thread = thread;
    }

    private <T> CompletionStage<T> later(Supplier<T> result) {
        return CompletableFuture.supplyAsync(result, thread);
    }

    @Override
    public CompletionStage<Integer> coordinator(RequestContext context, String transactionalId) {
        return later(cluster::brokerId);
    }

    @Override
    public CompletionStage<Initialized> initProducer(RequestContext context, Init request) {
        return later(() -> request.present().isPresent()
                        && check(request.transactionalId(), request.present().get()) != ErrorCode.NONE
                ? new Initialized(ErrorCode.PRODUCER_FENCED, new ProducerIdentity(-1, (short) -1))
                : new Initialized(ErrorCode.NONE, next(request.transactionalId())));
    }

    private ProducerIdentity next(String transactionalId) {
        return producers.merge(
                transactionalId,
                new ProducerIdentity(1000, (short) 0),
                (old, first) -> new ProducerIdentity(old.producerId(), (short) (old.epoch() + 1)));
    }

    private ErrorCode check(String transactionalId, ProducerIdentity producer) {
        return producer.equals(producers.get(transactionalId)) ? ErrorCode.NONE : ErrorCode.PRODUCER_FENCED;
    }

    private static Map<TopicPartition, ErrorCode> all(Set<TopicPartition> partitions, ErrorCode outcome) {
        Map<TopicPartition, ErrorCode> outcomes = new HashMap<>();
        partitions.forEach(partition -> outcomes.put(partition, outcome));
        return outcomes;
    }

    @Override
    public CompletionStage<Map<TopicPartition, ErrorCode>> addPartitions(RequestContext context, Add request) {
        ErrorCode outcome = switch (request.transactionalId()) {
            case "of-others" -> ErrorCode.CLUSTER_AUTHORIZATION_FAILED;
            case "to-be-aborted" -> ErrorCode.TRANSACTION_ABORTABLE;
            default -> check(request.transactionalId(), request.producer());
        };
        return later(() -> all(request.partitions(), outcome));
    }

    @Override
    public CompletionStage<ErrorCode> addOffsets(
            RequestContext context, String transactionalId, ProducerIdentity producer, String group) {
        return later(() -> check(transactionalId, producer));
    }

    @Override
    public CompletionStage<Map<TopicPartition, ErrorCode>> commitOffsets(RequestContext context, OffsetCommit request) {
        ErrorCode outcome = switch (request.member().group()) {
            case "missing" -> ErrorCode.GROUP_ID_NOT_FOUND;
            case "moved-on" -> ErrorCode.STALE_MEMBER_EPOCH;
            case "loading" -> ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
            default -> check(request.transactionalId(), request.producer());
        };
        return later(() -> all(request.offsets().keySet(), outcome));
    }

    @Override
    public CompletionStage<Ended> end(RequestContext context, End request) {
        return later(() -> new Ended(check(request.transactionalId(), request.producer()), request.producer()));
    }

    @Override
    public CompletionStage<Listing> list(RequestContext context, Filter filter) {
        return later(() -> new Listing(
                ErrorCode.NONE,
                Set.of(),
                producers.entrySet().stream()
                        .map(each -> new Listed(each.getKey(), each.getValue().producerId(), "Ongoing"))
                        .toList()));
    }

    @Override
    public CompletionStage<List<Described>> describe(RequestContext context, List<String> transactionalIds) {
        return later(() -> transactionalIds.stream()
                .map(id -> new Described(
                        ErrorCode.NONE,
                        id,
                        "Ongoing",
                        60_000,
                        1,
                        new ProducerIdentity(1000, (short) 0),
                        Set.of(new TopicPartition("a", 0), new TopicPartition("a", 1))))
                .toList());
    }

    @Override
    public CompletionStage<List<PartitionProducers>> describeProducers(
            RequestContext context, List<TopicPartition> partitions) {
        return later(() -> partitions.stream()
                .map(partition -> new PartitionProducers(
                        partition,
                        ErrorCode.NONE,
                        "",
                        List.of(new ActiveProducer(
                                new ProducerIdentity(1000, (short) 2), 5, 6, 7, OptionalLong.of(8)))))
                .toList());
    }

    @Override
    public CompletionStage<List<Map<TopicPartition, ErrorCode>>> writeMarkers(
            RequestContext context, List<Marker> markers) {
        return later(() -> markers.stream()
                .map(marker -> all(marker.partitions(), ErrorCode.NONE))
                .toList());
    }
}
