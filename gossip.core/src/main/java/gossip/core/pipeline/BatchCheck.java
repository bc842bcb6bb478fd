package gossip.core.pipeline;

import gossip.api.ErrorCode;
import gossip.api.record.CompressionType;
import gossip.api.record.InvalidBatchException;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordReader;
import gossip.core.topic.TopicConfig;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import org.jspecify.annotations.Nullable;

/**
 * Judges a client's batch by its header and checksum. It looks at the records only where it has to: on compacted topics,
 * where each needs a key, and in compressed batches of topics that limit what a record expands to.
 */
final class BatchCheck {
    /** Kafka's default of max.decompressed.message.bytes, which is no limit. */
    private static final int NO_RECORD_LIMIT = Integer.MAX_VALUE - 8;

    private final RecordReader reader;

    BatchCheck(RecordReader reader) {
        this.reader = reader;
    }

    /**
     * Why the batch is refused; null if it is not.
     *
     * @param ofBroker whether the broker itself wrote it, which needs no sequence numbers
     */
    @Nullable
    Rejection reject(RecordBatch batch, TopicConfig config, boolean ofBroker, long nowMs) {
        if (batch.sizeBytes() > config.maxMessageBytes()) {
            return new Rejection(
                    ErrorCode.MESSAGE_TOO_LARGE,
                    "the batch has " + batch.sizeBytes() + " bytes, the topic takes " + config.maxMessageBytes()
                            + "; raise max.message.bytes or send smaller batches");
        }
        if (!batch.isIntact()) {
            return new Rejection(ErrorCode.CORRUPT_MESSAGE, "the checksum of the batch is wrong; send it again");
        }
        Rejection shape = rejectShape(batch, ofBroker);
        if (shape != null) {
            return shape;
        }
        Rejection time = config.logAppendTime() ? null : rejectTime(batch, config, nowMs);
        if (time != null) {
            return time;
        }
        Rejection size = rejectLargeRecord(batch, config.maxExpandedRecordBytes());
        if (size != null) {
            return size;
        }
        return config.log().compacts() ? rejectWithoutKey(batch) : null;
    }

    // Without a limit of its own a compressed batch is not expanded: what it may expand to is bounded elsewhere.
    private @Nullable Rejection rejectLargeRecord(RecordBatch batch, int maxBytes) {
        if (maxBytes >= NO_RECORD_LIMIT || batch.compression() == CompressionType.NONE) {
            return null;
        }
        try {
            int largest = reader.largestRecordBytes(batch);
            return largest <= maxBytes
                    ? null
                    : new Rejection(
                            ErrorCode.INVALID_RECORD,
                            "a record has " + largest + " bytes when expanded, the topic takes " + maxBytes
                                    + "; raise max.decompressed.message.bytes or send smaller records");
        } catch (IOException | InvalidBatchException | BufferUnderflowException e) {
            return unreadable(e);
        }
    }

    private static Rejection unreadable(Exception cause) {
        return new Rejection(ErrorCode.INVALID_RECORD, "the records cannot be read: " + cause.getMessage());
    }

    private static @Nullable Rejection rejectShape(RecordBatch batch, boolean ofBroker) {
        if (batch.recordCount() < 1 || batch.lastOffsetDelta() != batch.recordCount() - 1) {
            return new Rejection(
                    ErrorCode.INVALID_RECORD,
                    "the batch has " + batch.recordCount() + " records, but its last offset delta is "
                            + batch.lastOffsetDelta());
        }
        if (batch.isControl()) {
            return new Rejection(ErrorCode.INVALID_RECORD, "clients may not write control batches");
        }
        if (batch.isTransactional() && batch.producerId() < 0) {
            return new Rejection(ErrorCode.INVALID_RECORD, "the batch is transactional, but has no producer id");
        }
        if (batch.producerId() >= 0 && (batch.producerEpoch() < 0 || batch.baseSequence() < 0 && !ofBroker)) {
            return new Rejection(
                    ErrorCode.INVALID_RECORD,
                    "the batch has producer id " + batch.producerId() + " without epoch or sequence number");
        }
        return (batch.attributes() & 0x07) > 4
                ? new Rejection(
                        ErrorCode.UNSUPPORTED_COMPRESSION_TYPE,
                        "unknown compression codec " + (batch.attributes() & 0x07))
                : null;
    }

    private static @Nullable Rejection rejectTime(RecordBatch batch, TopicConfig config, long nowMs) {
        if (batch.isLogAppendTime()) {
            return new Rejection(
                    ErrorCode.INVALID_TIMESTAMP, "only the broker may say that timestamps are the log append time");
        }
        if (batch.maxTimestamp() > nowMs && batch.maxTimestamp() - nowMs > config.timestampAfterMaxMs()) {
            return new Rejection(
                    ErrorCode.INVALID_TIMESTAMP,
                    "timestamp " + batch.maxTimestamp() + " is more than " + config.timestampAfterMaxMs()
                            + " ms ahead of the broker's clock (message.timestamp.after.max.ms)");
        }
        if (batch.baseTimestamp() >= 0 && nowMs - batch.baseTimestamp() > config.timestampBeforeMaxMs()) {
            return new Rejection(
                    ErrorCode.INVALID_TIMESTAMP,
                    "timestamp " + batch.baseTimestamp() + " is more than " + config.timestampBeforeMaxMs()
                            + " ms behind the broker's clock (message.timestamp.before.max.ms)");
        }
        return null;
    }

    private @Nullable Rejection rejectWithoutKey(RecordBatch batch) {
        try {
            boolean[] keyless = new boolean[1];
            reader.forEach(batch, record -> {
                keyless[0] = record.key().isEmpty();
                return !keyless[0];
            });
            return keyless[0]
                    ? new Rejection(ErrorCode.INVALID_RECORD, "records of a compacted topic need a key")
                    : null;
        } catch (IOException | InvalidBatchException e) {
            return unreadable(e);
        }
    }
}
