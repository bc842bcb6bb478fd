package gossip.core.pipeline;

import gossip.api.ErrorCode;
import gossip.api.RecordSlice;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.OffsetAnswer;
import gossip.api.broker.Records.OffsetSpec;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordReader;
import gossip.api.record.StoredRecord;
import gossip.api.storage.PartitionLog;
import gossip.core.partition.PartitionRuntime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds an offset in an open partition: first, last, by time. Blocks on the disk: reader threads. */
final class OffsetLookup {
    private static final long NOT_FOUND = -1;

    private final RecordReader reader;

    OffsetLookup(RecordReader reader) {
        this.reader = reader;
    }

    OffsetAnswer find(PartitionRuntime partition, PartitionLog log, OffsetSpec spec, boolean committedOnly)
            throws IOException {
        TopicPartition name = partition.name();
        int epoch = partition.standing().leaderEpoch();
        return switch (spec) {
            case OffsetSpec.Earliest() -> new OffsetAnswer(name, ErrorCode.NONE, log.logStartOffset(), -1, -1);
            case OffsetSpec.Latest() ->
                new OffsetAnswer(name, ErrorCode.NONE, end(partition, log, committedOnly), -1, epoch);
            case OffsetSpec.MaxTimestamp() -> maxTimestamp(partition, log);
            case OffsetSpec.AtTime(long timestampMs) ->
                atTime(partition, log, timestampMs, end(partition, log, committedOnly));
        };
    }

    private static long end(PartitionRuntime partition, PartitionLog log, boolean committedOnly) {
        return committedOnly
                ? Math.max(partition.stable().value(), log.logStartOffset())
                : partition.highWatermark().value();
    }

    private OffsetAnswer maxTimestamp(PartitionRuntime partition, PartitionLog log) throws IOException {
        OptionalLong base = log.batchWithMaxTimestamp();
        if (base.isEmpty()) {
            return nothing(partition.name());
        }
        RecordBatch batch = batchAt(partition, log, base.getAsLong());
        if (batch == null) {
            return new OffsetAnswer(partition.name(), ErrorCode.OFFSET_NOT_AVAILABLE, NOT_FOUND, -1, -1);
        }
        long newest = batch.maxTimestamp();
        StoredRecord found = first(batch, record -> record.timestampMs() == newest);
        return found == null ? nothing(partition.name()) : answer(partition.name(), found, batch);
    }

    private OffsetAnswer atTime(PartitionRuntime partition, PartitionLog log, long timestampMs, long end)
            throws IOException {
        OptionalLong base = log.firstBatchSince(timestampMs);
        long next = base.orElse(Long.MAX_VALUE);
        // Compaction may have removed the record that gave the batch its largest timestamp: then go on with the next.
        while (next < end) {
            RecordBatch batch = batchAt(partition, log, next);
            if (batch == null) {
                break;
            }
            long start = log.logStartOffset();
            StoredRecord found =
                    first(batch, record -> record.timestampMs() >= timestampMs && record.offset() >= start);
            if (found != null && found.offset() < end && !batch.isControl()) {
                return answer(partition.name(), found, batch);
            }
            next = batch.nextOffset();
        }
        return nothing(partition.name());
    }

    private static @Nullable RecordBatch batchAt(PartitionRuntime partition, PartitionLog log, long offset)
            throws IOException {
        long end = partition.highWatermark().value();
        long from = Math.max(offset, log.logStartOffset());
        if (from >= end) {
            return null;
        }
        try (RecordSlice slice = log.read(from, end, RecordBatch.HEADER_BYTES, true)) {
            if (slice.sizeBytes() == 0) {
                return null;
            }
            ByteBuffer copy = slice.toBuffer();
            return RecordBatch.at(copy, 0);
        }
    }

    private @Nullable StoredRecord first(RecordBatch batch, Predicate<StoredRecord> wanted) throws IOException {
        StoredRecord[] found = new StoredRecord[1];
        reader.forEach(batch, record -> {
            if (wanted.test(record)) {
                found[0] = record;
            }
            return found[0] == null;
        });
        return found[0];
    }

    private static OffsetAnswer answer(TopicPartition name, StoredRecord record, RecordBatch batch) {
        return new OffsetAnswer(name, ErrorCode.NONE, record.offset(), record.timestampMs(), batch.leaderEpoch());
    }

    private static OffsetAnswer nothing(TopicPartition name) {
        return new OffsetAnswer(name, ErrorCode.NONE, NOT_FOUND, -1, -1);
    }
}
