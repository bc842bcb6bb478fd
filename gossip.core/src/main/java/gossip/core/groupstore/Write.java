package gossip.core.groupstore;

import gossip.api.ErrorCode;
import gossip.api.record.NewRecord;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Something to append to a partition of the offsets topic.
 *
 * @param group whose it is
 * @param dependent whether it was made in the belief that all earlier dependent writes of the group succeed
 * @param records what; they go into one batch
 * @param tooLarge what a client is told if the records exceed what a batch may have
 * @param durable told the offset of the batch when the records are durable, in the order of the log
 * @param done completes after that; fails with {@link gossip.api.BrokerException}
 */
record Write(
        String group,
        boolean dependent,
        List<NewRecord> records,
        ErrorCode tooLarge,
        LongConsumer durable,
        CompletableFuture<Void> done) {
    Write {
        records = List.copyOf(records);
    }

    /** Roughly the size of its records. */
    int sizeBytes() {
        return records.stream()
                .mapToInt(r -> Stream.concat(r.key().stream(), r.value().stream())
                        .mapToInt(ByteBuffer::remaining)
                        .sum())
                .sum();
    }
}
