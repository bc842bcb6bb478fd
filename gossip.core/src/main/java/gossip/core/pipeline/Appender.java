package gossip.core.pipeline;

import gossip.api.Acks;
import gossip.api.Durability;
import gossip.api.ErrorCode;
import gossip.api.broker.Records.Produced;
import gossip.api.record.InvalidBatchException;
import gossip.api.record.RecordBatch;
import gossip.api.record.TransactionMarker;
import gossip.api.replication.ReplicationManager;
import gossip.api.storage.DiskFullException;
import gossip.api.storage.PartitionLog;
import gossip.api.storage.WriteAheadLog;
import gossip.core.partition.PartitionRuntime;
import gossip.core.partition.PartitionRuntime.Opened;
import gossip.core.partition.SequenceVerdict;
import gossip.core.topic.TopicConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Appends what a request has for one partition: check, sequence numbers, offsets, log, write-ahead log. Used by the thread
 * of one shard; throws nothing that a disk or a client can cause.
 */
final class Appender {
    private final ReplicationManager replication;
    private final WriteAheadLog wal;
    private final StorageHealth health;
    private final BatchScreen screen;
    private final Recompression recompression;

    Appender(
            ReplicationManager replication,
            WriteAheadLog wal,
            StorageHealth health,
            BatchScreen screen,
            Recompression recompression) {
        this.replication = replication;
        this.wal = wal;
        this.health = health;
        this.screen = screen;
        this.recompression = recompression;
    }

    /** Appends to a partition that is prepared, or refuses; {@link PartitionAppend#isAppended} says which. */
    void append(PartitionAppend append, long nowMs) {
        try {
            Rejection rejection = tryAppend(append, nowMs);
            if (rejection != null) {
                append.refuse(rejection.error(), rejection.message());
            }
        } catch (IOException e) {
            refuse(append, e);
        }
    }

    static void refuse(PartitionAppend append, IOException cause) {
        String message = cause instanceof DiskFullException
                ? "the disk is full (" + cause.getMessage() + "); free space or shorten the retention"
                : "partition " + append.name() + " takes no writes: " + cause.getMessage();
        append.refuse(ErrorCode.KAFKA_STORAGE_ERROR, message);
    }

    private @Nullable Rejection tryAppend(PartitionAppend append, long nowMs) throws IOException {
        PartitionRuntime partition = append.partition();
        IOException failure = partition.failure();
        if (failure != null) {
            throw failure;
        }
        Opened opened = partition.opened();
        if (opened == null) {
            throw new IllegalStateException(partition + " is not open");
        }
        partition.used(nowMs);
        Rejection rejection = refuseNow(append, partition, opened.config());
        if (rejection != null) {
            return rejection;
        }
        return append.request().areMarkers() ? mark(append, opened, nowMs) : screened(append, opened, nowMs);
    }

    private @Nullable Rejection refuseNow(PartitionAppend append, PartitionRuntime partition, TopicConfig config) {
        if (config.durability() == Durability.FSYNC) {
            String failure = health.failure();
            if (failure != null) {
                return new Rejection(ErrorCode.KAFKA_STORAGE_ERROR, failure);
            }
        }
        if (append.request().acks() == Acks.ALL && config.minInsyncReplicas() > 1) {
            int inSync = replication.inSyncReplicas(partition.id());
            if (inSync < config.minInsyncReplicas()) {
                return new Rejection(
                        ErrorCode.NOT_ENOUGH_REPLICAS,
                        inSync + " replicas are in sync, min.insync.replicas is " + config.minInsyncReplicas());
            }
        }
        return null;
    }

    private @Nullable Rejection screened(PartitionAppend append, Opened opened, long nowMs) throws IOException {
        TopicConfig config = opened.config();
        RecordBatch first;
        try {
            Rejection rejection = append.isScreened() ? null : screen.reject(append, config, nowMs);
            if (rejection != null) {
                return rejection;
            }
            append.screened();
            first = RecordBatch.at(append.batches(), append.batches().position());
        } catch (InvalidBatchException e) {
            return new Rejection(ErrorCode.CORRUPT_MESSAGE, e.getMessage() == null ? "" : e.getMessage());
        }
        if (first.producerId() < 0) {
            return write(append, opened, nowMs);
        }
        if (first.isTransactional() && append.request().transaction() == null) {
            return new Rejection(
                    ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
                    "the batch is transactional, but the request names no transactional id");
        }
        return switch (opened.producers().check(first, append.proof())) {
            case SequenceVerdict.Fresh fresh -> write(append, opened, nowMs);
            case SequenceVerdict.Unverified unverified -> {
                append.unverified();
                yield null;
            }
            case SequenceVerdict.Duplicate duplicate -> {
                long end = duplicate.baseOffset() + first.lastOffsetDelta() + 1;
                long timeMs = config.logAppendTime() ? duplicate.timestampMs() : -1;
                confirm(append, opened, duplicate.baseOffset(), timeMs, end);
                yield null;
            }
            case SequenceVerdict.OutOfOrder bad -> new Rejection(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, bad.message());
            case SequenceVerdict.StaleEpoch bad -> new Rejection(ErrorCode.INVALID_PRODUCER_EPOCH, bad.message());
            case SequenceVerdict.Refused bad -> new Rejection(bad.error(), bad.message());
        };
    }

    private @Nullable Rejection mark(PartitionAppend append, Opened opened, long nowMs) throws IOException {
        RecordBatch batch = RecordBatch.at(append.batches(), append.batches().position());
        TransactionMarker marker = TransactionMarker.of(batch)
                .orElseThrow(() -> new IllegalStateException("a marker for " + append.name() + " says nothing"));
        return switch (opened.producers().check(batch, marker)) {
            case SequenceVerdict.StaleEpoch bad -> new Rejection(ErrorCode.INVALID_PRODUCER_EPOCH, bad.message());
            case SequenceVerdict.Refused bad -> new Rejection(bad.error(), bad.message());
            default -> write(append, opened, nowMs);
        };
    }

    private @Nullable Rejection write(PartitionAppend append, Opened opened, long nowMs) throws IOException {
        TopicConfig config = opened.config();
        ByteBuffer batches = append.batches();
        if (config.compression().isPresent() && !append.request().areMarkers()) {
            try {
                batches = recompression.apply(batches, config.compression().get(), config.compressionLevel());
            } catch (IOException e) {
                return new Rejection(
                        ErrorCode.INVALID_RECORD,
                        "the batch cannot be brought into the topic's codec: " + e.getMessage());
            }
        }
        long baseOffset = opened.log().logEndOffset();
        int leaderEpoch = append.partition().standing().leaderEpoch();
        boolean stamped = config.logAppendTime() && !append.request().areMarkers();
        long end = number(batches, baseOffset, leaderEpoch, stamped ? nowMs : -1);
        store(append.partition(), opened, batches, baseOffset);
        for (int at = batches.position(); at < batches.limit(); ) {
            RecordBatch batch = RecordBatch.at(batches, at);
            opened.appended(batch, nowMs);
            at = batch.end();
        }
        confirm(append, opened, baseOffset, config.logAppendTime() ? nowMs : -1, end);
        return null;
    }

    private static long number(ByteBuffer batches, long baseOffset, int leaderEpoch, long stampMs) {
        long next = baseOffset;
        for (int at = batches.position(); at < batches.limit(); ) {
            RecordBatch batch = RecordBatch.at(batches, at);
            if (stampMs >= 0) {
                batch.stampLogAppendTime(stampMs);
            }
            batch.assign(next, leaderEpoch);
            next = batch.nextOffset();
            at = batch.end();
        }
        return next;
    }

    private void store(PartitionRuntime partition, Opened opened, ByteBuffer batches, long baseOffset)
            throws IOException {
        PartitionLog log = opened.log();
        try {
            log.append(batches);
        } catch (DiskFullException e) {
            throw e;
        } catch (IOException e) {
            partition.fail(e);
            throw e;
        }
        noteAborted(partition, opened, batches, baseOffset);
        if (opened.config().durability() == Durability.FSYNC) {
            makeDurable(partition, log, batches, baseOffset);
        }
    }

    private static void noteAborted(PartitionRuntime partition, Opened opened, ByteBuffer batches, long baseOffset)
            throws IOException {
        RecordBatch batch = RecordBatch.at(batches, batches.position());
        if (!batch.isControl()) {
            return;
        }
        try {
            opened.noteAborted(batch);
        } catch (IOException e) {
            if (!(e instanceof DiskFullException)) {
                partition.fail(e);
            }
            takeBack(partition, opened.log(), baseOffset);
            throw e;
        }
    }

    // The log comes first: had the write-ahead log an entry that the log has not, the next batch would get the same
    // offset
    // and recovery would take the wrong one.
    private void makeDurable(PartitionRuntime partition, PartitionLog log, ByteBuffer batches, long baseOffset)
            throws IOException {
        try {
            wal.append(partition.id(), batches);
        } catch (IOException e) {
            if (!(e instanceof DiskFullException)) {
                health.fail(e);
            }
            takeBack(partition, log, baseOffset);
            throw e;
        }
    }

    private static void takeBack(PartitionRuntime partition, PartitionLog log, long baseOffset) {
        try {
            log.truncateTo(baseOffset);
        } catch (IOException e) {
            partition.fail(e);
        }
    }

    private static void confirm(PartitionAppend append, Opened opened, long baseOffset, long timeMs, long end) {
        append.appended(
                new Produced(
                        append.name(),
                        ErrorCode.NONE,
                        "",
                        baseOffset,
                        timeMs,
                        opened.log().logStartOffset()),
                end,
                opened.config().durability() == Durability.FSYNC);
    }
}
