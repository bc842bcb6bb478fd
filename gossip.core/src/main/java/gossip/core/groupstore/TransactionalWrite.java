package gossip.core.groupstore;

import gossip.api.Acks;
import gossip.api.TopicPartition;
import gossip.api.broker.Records;
import gossip.api.broker.Records.PartitionBatches;
import gossip.api.broker.Records.Produce;
import gossip.api.broker.Records.Produced;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Records.ProducerTransaction;
import gossip.api.broker.RequestContext;
import gossip.api.group.GroupStore.Committed;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatchBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes offsets of a group as records of a producer's transaction. They do not go through the lane of the partition, for
 * whether the transaction is open is found out for each producer by itself. Never blocks.
 *
 * @param records where to
 * @param partition of the offsets topic
 */
record TransactionalWrite(Records records, TopicPartition partition) {
    private static final int TIMEOUT_MS = 5_000;
    private static final int NO_SEQUENCE = -1;

    static TransactionalWrite of(Records records, TopicPartition partition) {
        return new TransactionalWrite(records, partition);
    }

    void send(
            String group,
            ProducerIdentity producer,
            ProducerTransaction transaction,
            Map<TopicPartition, Committed> offsets,
            long nowMs,
            Consumer<Produced> done) {
        RecordBatchBuilder builder = new RecordBatchBuilder()
                .producer(producer.producerId(), producer.epoch(), NO_SEQUENCE)
                .transactional();
        offsets.forEach((of, committed) -> builder.add(new NewRecord(
                nowMs,
                Optional.of(KeyCodec.encode(new StoreKey.Offset(group, of))),
                Optional.of(OffsetRecords.encode(committed)),
                List.of())));
        try {
            attempt(builder.build(), transaction, done);
        } catch (IOException e) {
            throw new UncheckedIOException("an uncompressed batch needs no codec", e);
        }
    }

    private void attempt(ByteBuffer batch, ProducerTransaction transaction, Consumer<Produced> done) {
        Produce command = new Produce(
                List.of(new PartitionBatches(partition, batch)), Acks.ALL, TIMEOUT_MS, Optional.of(transaction));
        if (!records.produce(RequestContext.INTERNAL, command, results -> done.accept(results.getFirst()))) {
            records.whenWritable(() -> attempt(batch, transaction, done));
        }
    }
}
