package gossip.core.groupstore;

import gossip.api.Acks;
import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records;
import gossip.api.broker.Records.Produced;
import gossip.api.broker.RequestContext;
import gossip.api.record.RecordBatchBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Appends to one partition of the offsets topic, one batch at a time: what comes while a batch is under way waits and then
 * goes out together. Results take effect in the order of the log. Thread-safe; never blocks.
 */
final class WriteLane {
    private static final int TIMEOUT_MS = 5_000;

    private final Records records;
    private final TopicPartition partition;
    private final WriteQueue queue;
    /** Requests to look for work; only who raises it from 0 does. */
    private final AtomicInteger calls = new AtomicInteger();

    private volatile boolean underWay;

    WriteLane(Records records, TopicPartition partition) {
        this.records = records;
        this.partition = partition;
        this.queue = new WriteQueue(partition.toString());
    }

    /** Appends, and completes the write. */
    CompletionStage<Void> append(Write write) {
        Optional<BrokerException> refusal = queue.offer(write);
        if (refusal.isPresent()) {
            return CompletableFuture.failedFuture(refusal.get());
        }
        work();
        return write.done();
    }

    /** Takes dependent writes of the group again. */
    void admit(String group) {
        queue.admit(group);
    }

    private void work() {
        if (calls.getAndIncrement() > 0) {
            return;
        }
        do {
            if (!underWay) {
                sendNext();
            }
        } while (calls.decrementAndGet() > 0);
    }

    private void sendNext() {
        List<Write> batch = queue.gather();
        if (!batch.isEmpty()) {
            underWay = true;
            send(batch, encode(batch));
        }
    }

    private void send(List<Write> batch, ByteBuffer bytes) {
        Records.Produce command =
                new Records.Produce(List.of(new Records.PartitionBatches(partition, bytes)), Acks.ALL, TIMEOUT_MS);
        boolean taken = records.produce(RequestContext.INTERNAL, command, results -> finish(batch, results.getFirst()));
        if (!taken) {
            records.whenWritable(RequestContext.INTERNAL, () -> send(batch, bytes));
        }
    }

    private void finish(List<Write> batch, Produced result) {
        boolean durable = result.error() == ErrorCode.NONE;
        List<Write> doomed = List.of();
        if (durable) {
            batch.forEach(write -> write.durable().accept(result.baseOffset()));
        } else {
            doomed = queue.bar(batch);
        }
        underWay = false;
        work();
        if (durable) {
            batch.forEach(write -> write.done().complete(null));
        } else {
            fail(batch, result);
            fail(doomed, result);
        }
    }

    private void fail(List<Write> writes, Produced result) {
        writes.forEach(write -> write.done().completeExceptionally(refused(write.tooLarge(), result)));
    }

    /** What a failed append means to a client, as Kafka tells it. */
    BrokerException refused(ErrorCode tooLarge, Produced result) {
        ErrorCode code = switch (result.error()) {
            case UNKNOWN_TOPIC_OR_PARTITION, NOT_ENOUGH_REPLICAS, NOT_ENOUGH_REPLICAS_AFTER_APPEND, REQUEST_TIMED_OUT ->
                ErrorCode.COORDINATOR_NOT_AVAILABLE;
            case NOT_LEADER_OR_FOLLOWER, KAFKA_STORAGE_ERROR -> ErrorCode.NOT_COORDINATOR;
            case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE -> tooLarge;
            default -> result.error();
        };
        return new BrokerException(
                code, "writing to " + partition + " failed: " + result.error() + " " + result.message());
    }

    private static ByteBuffer encode(List<Write> batch) {
        RecordBatchBuilder builder = new RecordBatchBuilder();
        batch.forEach(write -> write.records().forEach(builder::add));
        try {
            return builder.build();
        } catch (IOException e) {
            throw new UncheckedIOException("an uncompressed batch needs no codec", e);
        }
    }
}
