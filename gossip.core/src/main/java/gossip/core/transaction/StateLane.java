package gossip.core.transaction;

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
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Appends to one partition of the topic of transactions, one batch at a time: what comes while a batch is under way waits and
 * then goes out together. After a failure nothing more is written, for what comes later builds on what came before.
 * Thread-safe; never blocks.
 */
final class StateLane {
    /** Writes that may wait. More would mean that the log has stood still for long: then it is read anew. */
    static final int MAX_WAITING = 100_000;

    /** Bytes of records that writes are gathered up to. */
    private static final int GATHERED_BYTES = 256 << 10;

    private static final int TIMEOUT_MS = 5_000;

    private final Records records;
    private final TopicPartition partition;
    private final Queue<Write> waiting = new ArrayDeque<>();
    /** Requests to look for work; only who raises it from 0 does. */
    private final AtomicInteger calls = new AtomicInteger();

    private volatile boolean underWay;
    private volatile @Nullable BrokerException failure;

    StateLane(Records records, TopicPartition partition) {
        this.records = records;
        this.partition = partition;
    }

    private record Write(NewRecord record, int sizeBytes, CompletableFuture<Void> done) {}

    /**
     * Appends a record.
     *
     * @param record what
     * @return completes when it is durable, in the order of the log; fails with {@link BrokerException}
     */
    CompletableFuture<Void> append(NewRecord record) {
        Write write = new Write(record, sizeOf(record), new CompletableFuture<>());
        synchronized (waiting) {
            BrokerException stopped = failure;
            if (stopped == null && waiting.size() >= MAX_WAITING) {
                stopped = new BrokerException(
                        ErrorCode.COORDINATOR_NOT_AVAILABLE, MAX_WAITING + " writes wait for " + partition);
                failure = stopped;
            }
            if (stopped != null) {
                return CompletableFuture.failedFuture(stopped);
            }
            waiting.add(write);
        }
        work();
        return write.done();
    }

    private static int sizeOf(NewRecord record) {
        return record.key().map(ByteBuffer::remaining).orElse(0)
                + record.value().map(ByteBuffer::remaining).orElse(0);
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

    private static ByteBuffer encode(List<Write> batch) {
        RecordBatchBuilder builder = new RecordBatchBuilder();
        batch.forEach(write -> builder.add(write.record()));
        try {
            return builder.build();
        } catch (IOException e) {
            throw new UncheckedIOException("an uncompressed batch needs no codec", e);
        }
    }

    private void send(List<Write> batch, ByteBuffer bytes) {
        Records.Produce command =
                new Records.Produce(List.of(new Records.PartitionBatches(partition, bytes)), Acks.ALL, TIMEOUT_MS);
        if (!records.produce(RequestContext.INTERNAL, command, results -> finish(batch, results.getFirst()))) {
            records.whenWritable(RequestContext.INTERNAL, () -> send(batch, bytes));
        }
    }

    private void finish(List<Write> batch, Produced result) {
        List<Write> lost = List.of();
        BrokerException cause = null;
        if (result.error() != ErrorCode.NONE) {
            cause = refused(result);
            synchronized (waiting) {
                failure = cause;
                lost = List.copyOf(waiting);
                waiting.clear();
            }
        }
        underWay = false;
        work();
        for (Write write : batch) {
            complete(write, cause);
        }
        for (Write write : lost) {
            complete(write, cause);
        }
    }

    private static void complete(Write write, @Nullable BrokerException cause) {
        if (cause == null) {
            write.done().complete(null);
        } else {
            write.done().completeExceptionally(cause);
        }
    }

    /** What a failed append means to a client, as Kafka tells it. */
    private BrokerException refused(Produced result) {
        ErrorCode code = switch (result.error()) {
            case UNKNOWN_TOPIC_OR_PARTITION, NOT_ENOUGH_REPLICAS, NOT_ENOUGH_REPLICAS_AFTER_APPEND, REQUEST_TIMED_OUT ->
                ErrorCode.COORDINATOR_NOT_AVAILABLE;
            case NOT_LEADER_OR_FOLLOWER, KAFKA_STORAGE_ERROR -> ErrorCode.NOT_COORDINATOR;
            case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE -> ErrorCode.UNKNOWN_SERVER_ERROR;
            default -> result.error();
        };
        return new BrokerException(
                code, "writing to " + partition + " failed: " + result.error() + " " + result.message());
    }

    /** The error code of a failed write. */
    static ErrorCode code(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof BrokerException known ? known.code() : ErrorCode.UNKNOWN_SERVER_ERROR;
    }
}
