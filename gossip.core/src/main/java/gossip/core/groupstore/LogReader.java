package gossip.core.groupstore;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.RecordSlice;
import gossip.api.TopicPartition;
import gossip.api.broker.Records;
import gossip.api.broker.Records.Fetched;
import gossip.api.broker.Records.OffsetSpec;
import gossip.api.broker.RequestContext;
import gossip.api.metrics.Metrics;
import gossip.api.record.Codecs;
import gossip.api.record.InvalidBatchException;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordReader;
import gossip.api.record.StoredRecord;
import gossip.api.record.TransactionMarker;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Reads a partition of the offsets topic from its first record to the high watermark. Blocks; for the loader's thread. */
final class LogReader {
    private static final Logger LOG = System.getLogger(LogReader.class.getName());
    private static final int ATTEMPTS = 20;
    private static final int FETCH_WAIT_MS = 100;
    private static final int FETCH_BYTES = 1 << 20;
    private static final int MAX_BATCH_BYTES = 64 << 20;

    private final Records records;
    private final RecordReader reader;
    private final Metrics.Counter skipped;
    private long skippedHere;

    LogReader(Records records, Codecs codecs, Metrics.Counter skipped) {
        this.records = records;
        this.skipped = skipped;
        this.reader = new RecordReader(codecs, MAX_BATCH_BYTES);
    }

    /**
     * Reads all.
     *
     * @param partition which
     * @param table filled
     * @return how many records there were
     * @throws BrokerException if the partition cannot be read
     * @throws IOException if a batch does not expand
     * @throws InterruptedException if the thread is told to stop
     */
    long readAll(TopicPartition partition, GroupTable table) throws IOException, InterruptedException {
        long count = 0;
        long next = look(partition, new OffsetSpec.Earliest());
        long end = look(partition, new OffsetSpec.Latest());
        int emptyHanded = 0;
        while (next < end) {
            Fetched fetched = fetch(partition, next);
            try (RecordSlice slice = fetched.records()) {
                require(partition, fetched.error());
                Progress progress = apply(slice.toBuffer(), next, table, partition);
                count += progress.records();
                emptyHanded = progress.next() == next ? emptyHanded + 1 : 0;
                next = progress.next();
            }
            if (emptyHanded == ATTEMPTS) {
                throw new BrokerException(
                        ErrorCode.UNKNOWN_SERVER_ERROR,
                        partition + " ends at " + end + ", but has nothing to read at " + next);
            }
        }
        if (skippedHere > 0) {
            LOG.log(Level.ERROR, "{0}: {1} records were not understood and skipped", partition, skippedHere);
        }
        return count;
    }

    private record Progress(long next, long records) {}

    private Progress apply(ByteBuffer batches, long from, GroupTable table, TopicPartition partition)
            throws IOException {
        long next = from;
        long count = 0;
        int position = batches.position();
        while (batches.limit() - position >= RecordBatch.HEADER_BYTES
                && RecordBatch.header(batches, position).end() <= batches.limit()) {
            RecordBatch batch = RecordBatch.at(batches, position);
            if (batch.isControl()) {
                TransactionMarker.of(batch).ifPresent(marker -> table.decide(batch.producerId(), marker.committed()));
            } else {
                reader.forEach(batch, record -> apply(batch, record, table, partition));
            }
            count += batch.recordCount();
            next = batch.nextOffset();
            position = batch.end();
        }
        return new Progress(next, count);
    }

    /** Goes on after a record that is not understood: what an earlier one said is not worse than no groups at all. */
    private boolean apply(RecordBatch batch, StoredRecord record, GroupTable table, TopicPartition partition) {
        try {
            apply(batch, record, table);
        } catch (InvalidBatchException e) {
            skipped.add(1);
            skippedHere++;
            if (skippedHere == 1) {
                LOG.log(
                        Level.ERROR,
                        partition + ": the record at offset " + record.offset()
                                + " is skipped, and others like it that may follow; run the version that wrote it",
                        e);
            }
        }
        return true;
    }

    private static void apply(RecordBatch batch, StoredRecord record, GroupTable table) {
        record.key()
                .flatMap(KeyCodec::decode)
                .ifPresent(key -> record.value()
                        .ifPresentOrElse(
                                value -> put(batch, key, value, table), () -> table.remove(key, batch.baseOffset())));
    }

    private static void put(RecordBatch batch, StoreKey key, ByteBuffer value, GroupTable table) {
        if (batch.isTransactional() && key instanceof StoreKey.Offset offset) {
            table.propose(batch.producerId(), offset, OffsetRecords.value(value), batch.baseOffset());
        } else {
            table.put(key, value, batch.baseOffset());
        }
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
            throw new BrokerException(ErrorCode.UNKNOWN_SERVER_ERROR, "reading groups failed", e);
        }
    }
}
