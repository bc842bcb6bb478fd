package gossip.core.transaction;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.RecordSlice;
import gossip.api.TopicPartition;
import gossip.api.broker.Records;
import gossip.api.broker.Records.Fetched;
import gossip.api.broker.Records.OffsetSpec;
import gossip.api.broker.RequestContext;
import gossip.api.record.Codecs;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordReader;
import gossip.api.record.StoredRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Reads a partition of the topic of transactions from its first record to the high watermark. Blocks; loader's thread. */
final class StateReader {
    private static final int ATTEMPTS = 20;
    private static final int FETCH_WAIT_MS = 100;
    private static final int FETCH_BYTES = 1 << 20;
    private static final int MAX_BATCH_BYTES = 64 << 20;

    private final Records records;
    private final RecordReader reader;

    StateReader(Records records, Codecs codecs) {
        this.records = records;
        this.reader = new RecordReader(codecs, MAX_BATCH_BYTES);
    }

    /**
     * Reads all.
     *
     * @param partition which
     * @param table filled, by transactional id
     * @throws BrokerException if the partition cannot be read
     * @throws IOException if a batch does not expand
     * @throws InterruptedException if the thread is told to stop
     */
    void readAll(TopicPartition partition, Map<String, Transaction> table) throws IOException, InterruptedException {
        long next = look(partition, new OffsetSpec.Earliest());
        long end = look(partition, new OffsetSpec.Latest());
        int emptyHanded = 0;
        while (next < end) {
            long before = next;
            Fetched fetched = fetch(partition, next);
            try (RecordSlice slice = fetched.records()) {
                require(partition, fetched.error());
                next = apply(slice.toBuffer(), next, table);
            }
            emptyHanded = next == before ? emptyHanded + 1 : 0;
            if (emptyHanded == ATTEMPTS) {
                throw new BrokerException(
                        ErrorCode.UNKNOWN_SERVER_ERROR,
                        partition + " ends at " + end + ", but has nothing to read at " + next);
            }
        }
    }

    private long apply(ByteBuffer batches, long from, Map<String, Transaction> table) throws IOException {
        long next = from;
        int position = batches.position();
        while (batches.limit() - position >= RecordBatch.HEADER_BYTES
                && RecordBatch.header(batches, position).end() <= batches.limit()) {
            RecordBatch batch = RecordBatch.at(batches, position);
            if (!batch.isControl()) {
                reader.forEach(batch, record -> apply(record, table));
            }
            next = batch.nextOffset();
            position = batch.end();
        }
        return next;
    }

    private static boolean apply(StoredRecord record, Map<String, Transaction> table) {
        record.key()
                .flatMap(TransactionRecords::transactionalId)
                .ifPresent(id -> record.value()
                        .map(TransactionRecords::transaction)
                        .ifPresentOrElse(found -> table.put(id, found), () -> table.remove(id)));
        return true;
    }

    private long look(TopicPartition partition, OffsetSpec spec) throws InterruptedException {
        Records.OffsetQuery query = new Records.OffsetQuery(partition, -1, spec, false);
        Records.OffsetAnswer answer = await(
                        records.offsets(RequestContext.INTERNAL, List.of(query)).toCompletableFuture())
                .getFirst();
        require(partition, answer.error());
        return answer.offset();
    }

    private Fetched fetch(TopicPartition partition, long offset) throws InterruptedException {
        CompletableFuture<List<Fetched>> done = new CompletableFuture<>();
        Records.FetchPartition what = new Records.FetchPartition(partition, -1, offset, -1, FETCH_BYTES);
        records.fetch(
                RequestContext.INTERNAL,
                new Records.Fetch(List.of(what), FETCH_WAIT_MS, 1, FETCH_BYTES, false),
                done::complete);
        return await(done).getFirst();
    }

    private static void require(TopicPartition partition, ErrorCode error) {
        if (error != ErrorCode.NONE) {
            throw new BrokerException(error, "reading " + partition + " failed: " + error);
        }
    }

    private static <T> T await(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new BrokerException(ErrorCode.UNKNOWN_SERVER_ERROR, "reading transactions failed", e);
        }
    }
}
