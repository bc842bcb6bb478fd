package gossip.core.group;

import gossip.api.Acks;
import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records;
import gossip.api.broker.Records.Produced;
import gossip.api.broker.RequestContext;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatchBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Appends to one partition of the offsets topic, one batch at a time: what comes while a batch is under way waits and then
 * goes out together. Results take effect in the order of the log. Thread-safe; never blocks.
 */
final class OffsetLane {
    /** Writes that may wait; more are refused with COORDINATOR_NOT_AVAILABLE, upon which clients come back later. */
    static final int MAX_WAITING = 10_000;

    /** Bytes of records that writes are gathered up to: far below what a topic takes as one batch. */
    private static final int GATHERED_BYTES = 64 << 10;

    private static final int TIMEOUT_MS = 5_000;

    private final Records records;
    private final TopicPartition partition;
    private final Queue<Write> waiting = new ArrayDeque<>();
    /** Requests to look for work; only who raises it from 0 does. */
    private final AtomicInteger calls = new AtomicInteger();

    private volatile boolean underWay;

    OffsetLane(Records records, TopicPartition partition) {
        this.records = records;
        this.partition = partition;
    }

    /**
     * Something to append.
     *
     * @param records what
     * @param sizeBytes roughly their size
     * @param durable run when the records are durable
     * @param done completes after that
     */
    private record Write(List<NewRecord> records, int sizeBytes, Runnable durable, CompletableFuture<Void> done) {}

    /**
     * Appends records.
     *
     * @param toAppend what; they go into one batch
     * @param durable run when the records are durable, in the order of the log
     * @return completes after that; fails with {@link BrokerException}
     */
    CompletionStage<Void> append(List<NewRecord> toAppend, Runnable durable) {
        Write write = new Write(toAppend, sizeOf(toAppend), durable, new CompletableFuture<>());
        synchronized (waiting) {
            if (waiting.size() >= MAX_WAITING) {
                return CompletableFuture.failedFuture(new BrokerException(
                        ErrorCode.COORDINATOR_NOT_AVAILABLE,
                        MAX_WAITING + " commits wait for " + partition + "; try again"));
            }
            waiting.add(write);
        }
        work();
        return write.done();
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
        List<Write> batch = gather();
        if (!batch.isEmpty()) {
            underWay = true;
            send(batch, encode(batch));
        }
    }

    private List<Write> gather() {
        List<Write> batch = new ArrayList<>();
        int gathered = 0;
        synchronized (waiting) {
            Write next = waiting.peek();
            while (next != null && (batch.isEmpty() || gathered + next.sizeBytes() <= GATHERED_BYTES)) {
                batch.add(waiting.remove());
                gathered += next.sizeBytes();
                next = waiting.peek();
            }
        }
        return batch;
    }

    private void send(List<Write> batch, ByteBuffer bytes) {
        Records.Produce command =
                new Records.Produce(List.of(new Records.PartitionBatches(partition, bytes)), Acks.ALL, TIMEOUT_MS);
        boolean taken = records.produce(RequestContext.INTERNAL, command, results -> finish(batch, results.getFirst()));
        if (!taken) {
            records.whenWritable(() -> send(batch, bytes));
        }
    }

    private void finish(List<Write> batch, Produced result) {
        if (result.error() == ErrorCode.NONE) {
            batch.forEach(write -> write.durable().run());
        }
        underWay = false;
        work();
        for (Write write : batch) {
            if (result.error() == ErrorCode.NONE) {
                write.done().complete(null);
            } else {
                write.done().completeExceptionally(refused(result));
            }
        }
    }

    /** What a failed append means to a client that commits, as Kafka tells it. */
    private BrokerException refused(Produced result) {
        ErrorCode code = switch (result.error()) {
            case UNKNOWN_TOPIC_OR_PARTITION, NOT_ENOUGH_REPLICAS, NOT_ENOUGH_REPLICAS_AFTER_APPEND, REQUEST_TIMED_OUT ->
                ErrorCode.COORDINATOR_NOT_AVAILABLE;
            case NOT_LEADER_OR_FOLLOWER, KAFKA_STORAGE_ERROR -> ErrorCode.NOT_COORDINATOR;
            case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE -> ErrorCode.INVALID_COMMIT_OFFSET_SIZE;
            default -> result.error();
        };
        return new BrokerException(
                code, "committing to " + partition + " failed: " + result.error() + " " + result.message());
    }

    private static int sizeOf(List<NewRecord> records) {
        return records.stream()
                .mapToInt(r -> Stream.concat(r.key().stream(), r.value().stream())
                        .mapToInt(ByteBuffer::remaining)
                        .sum())
                .sum();
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
