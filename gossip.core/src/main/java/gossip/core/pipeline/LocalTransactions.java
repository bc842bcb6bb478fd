package gossip.core.pipeline;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.PartitionBatches;
import gossip.api.broker.Records.Produced;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Transactions.ActiveProducer;
import gossip.api.broker.Transactions.PartitionProducers;
import gossip.api.record.TransactionMarker;
import gossip.api.security.Operation;
import gossip.core.partition.PartitionRuntime;
import gossip.core.partition.Place;
import gossip.core.partition.ProducerStates.Remembered;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Markers for the partitions led here, and what is known of their producers. */
final class LocalTransactions implements TransactionPartitions {
    private final TransactionGate gate;
    private final Intake intake;
    private final Admission admission;
    private final PartitionAccess access;
    private final Executor readers;
    private final InstantSource clock;

    LocalTransactions(
            TransactionGate gate,
            Intake intake,
            Admission admission,
            PartitionAccess access,
            Executor readers,
            InstantSource clock) {
        this.gate = gate;
        this.intake = intake;
        this.admission = admission;
        this.access = access;
        this.readers = readers;
        this.clock = clock;
    }

    @Override
    public void verifyWith(TransactionVerifier verifier) {
        gate.open(verifier);
    }

    @Override
    public CompletionStage<Map<TopicPartition, ErrorCode>> mark(
            ProducerIdentity producer,
            TransactionMarker marker,
            Set<TopicPartition> partitions,
            BooleanSupplier wanted) {
        long nowMs = clock.millis();
        List<PartitionBatches> batches = partitions.stream()
                .map(partition ->
                        new PartitionBatches(partition, marker.batch(producer.producerId(), producer.epoch(), nowMs)))
                .toList();
        CompletableFuture<Map<TopicPartition, ErrorCode>> done = new CompletableFuture<>();
        attempt(batches, wanted, done);
        return done;
    }

    private void attempt(
            List<PartitionBatches> batches,
            BooleanSupplier wanted,
            CompletableFuture<Map<TopicPartition, ErrorCode>> done) {
        if (!wanted.getAsBoolean()) {
            done.complete(batches.stream()
                    .collect(Collectors.toMap(PartitionBatches::partition, batch -> ErrorCode.NOT_COORDINATOR)));
        } else if (!intake.mark(batches, results -> done.complete(outcomes(results)))) {
            admission.whenWritable(() -> attempt(batches, wanted, done));
        }
    }

    private static Map<TopicPartition, ErrorCode> outcomes(List<Produced> results) {
        Map<TopicPartition, ErrorCode> outcomes = new HashMap<>();
        results.forEach(result -> outcomes.put(result.partition(), result.error()));
        return outcomes;
    }

    @Override
    public CompletionStage<List<PartitionProducers>> producers(
            RequestContext context, List<TopicPartition> partitions) {
        CompletableFuture<List<PartitionProducers>> result = new CompletableFuture<>();
        try {
            readers.execute(() -> {
                try {
                    result.complete(partitions.stream()
                            .map(partition -> describe(context, partition))
                            .toList());
                } catch (RuntimeException e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            result.complete(partitions.stream()
                    .map(partition -> failed(
                            partition,
                            ErrorCode.REQUEST_TIMED_OUT,
                            "too many reads wait already (pipeline.read_queue); try again later"))
                    .toList());
        }
        return result;
    }

    private PartitionProducers describe(RequestContext context, TopicPartition name) {
        List<ActiveProducer> producers = new ArrayList<>();
        try {
            Place place = access.find(context, Operation.READ, name, -1);
            if (place instanceof PartitionRuntime partition) {
                place = access.asWriter(
                        partition, opened -> opened.producers().all().forEach(each -> producers.add(active(each))));
            }
            return switch (place) {
                case Place.Absent absent -> failed(name, absent.error(), absent.message());
                case PartitionRuntime found -> new PartitionProducers(name, ErrorCode.NONE, "", producers);
            };
        } catch (IOException e) {
            return failed(name, ErrorCode.KAFKA_STORAGE_ERROR, "the partition cannot be opened: " + e.getMessage());
        }
    }

    private static ActiveProducer active(Remembered producer) {
        return new ActiveProducer(
                new ProducerIdentity(producer.producerId(), producer.epoch()),
                producer.lastSequence(),
                producer.lastTimestampMs(),
                producer.coordinatorEpoch(),
                producer.transactionStart() < 0 ? OptionalLong.empty() : OptionalLong.of(producer.transactionStart()));
    }

    private static PartitionProducers failed(TopicPartition name, ErrorCode error, String message) {
        return new PartitionProducers(name, error, message, List.of());
    }
}
