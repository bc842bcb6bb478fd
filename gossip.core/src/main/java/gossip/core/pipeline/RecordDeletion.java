package gossip.core.pipeline;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.Deleted;
import gossip.api.broker.RequestContext;
import gossip.api.security.Operation;
import gossip.api.storage.DiskFullException;
import gossip.api.storage.LogConfig;
import gossip.api.storage.PartitionLog;
import gossip.core.partition.PartitionRuntime;
import gossip.core.partition.PartitionRuntime.Opened;
import gossip.core.partition.Place;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Deletes records up to an offset (KIP-107), by readers in the role of the partitions' writers. */
final class RecordDeletion {
    private static final long HIGH_WATERMARK = -1;

    private final PartitionAccess access;
    private final Executor readers;

    RecordDeletion(PartitionAccess access, Executor readers) {
        this.access = access;
        this.readers = readers;
    }

    CompletionStage<Map<TopicPartition, Deleted>> deleteBefore(
            RequestContext context, Map<TopicPartition, Long> beforeOffset) {
        CompletableFuture<Map<TopicPartition, Deleted>> result = new CompletableFuture<>();
        try {
            readers.execute(() -> {
                try {
                    Map<TopicPartition, Deleted> answers = new LinkedHashMap<>();
                    beforeOffset.forEach((name, offset) -> answers.put(name, delete(context, name, offset)));
                    result.complete(answers);
                } catch (RuntimeException e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            Map<TopicPartition, Deleted> answers = new LinkedHashMap<>();
            beforeOffset.keySet().forEach(name -> answers.put(name, busy()));
            result.complete(answers);
        }
        return result;
    }

    private static Deleted busy() {
        return failed(
                ErrorCode.REQUEST_TIMED_OUT, "too many reads wait already (pipeline.read_queue); try again later");
    }

    private Deleted delete(RequestContext context, TopicPartition name, long offset) {
        Deleted[] answer = new Deleted[1];
        try {
            Place place = access.find(context, Operation.DELETE, name, -1);
            if (place instanceof PartitionRuntime partition) {
                place = access.asWriter(partition, opened -> answer[0] = delete(partition, opened, offset));
            }
            return switch (place) {
                case Place.Absent absent -> failed(absent.error(), absent.message());
                case PartitionRuntime done -> answer[0];
            };
        } catch (IOException e) {
            return failed(ErrorCode.KAFKA_STORAGE_ERROR, "the records cannot be deleted: " + e.getMessage());
        }
    }

    private static Deleted delete(PartitionRuntime partition, Opened opened, long offset) throws IOException {
        LogConfig config = partition.standing().config().log();
        if (config.compacts() && !config.deletes()) {
            return failed(
                    ErrorCode.POLICY_VIOLATION,
                    "the topic is only compacted; add delete to cleanup.policy to delete records");
        }
        PartitionLog log = opened.log();
        long highWatermark = partition.highWatermark().value();
        long target = offset == HIGH_WATERMARK ? highWatermark : offset;
        if (target < 0 || target > highWatermark) {
            return failed(
                    ErrorCode.OFFSET_OUT_OF_RANGE,
                    "offset " + offset + " is not in [0, " + highWatermark + "] (-1 for the high watermark)");
        }
        try {
            // Were the new start durable and the records around it not, recovery would find a gap.
            if (log.recoveryPoint() < target) {
                log.flush();
            }
            log.deleteBefore(target);
        } catch (DiskFullException e) {
            throw e;
        } catch (IOException e) {
            partition.fail(e);
            throw e;
        }
        return new Deleted(ErrorCode.NONE, "", log.logStartOffset());
    }

    private static Deleted failed(ErrorCode error, String message) {
        return new Deleted(error, message, -1);
    }
}
