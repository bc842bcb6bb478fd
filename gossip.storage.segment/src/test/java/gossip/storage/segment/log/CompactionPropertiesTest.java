package gossip.storage.segment.log;

import static gossip.storage.segment.log.LogFixture.ID;
import static gossip.storage.segment.log.LogFixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.RecordSlice;
import gossip.api.record.Codecs;
import gossip.api.record.CompressionType;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordBatchBuilder;
import gossip.api.record.RecordReader;
import gossip.api.record.StoredRecord;
import gossip.api.record.TransactionMarker;
import gossip.api.storage.AbortedTransaction;
import gossip.api.storage.CompactionOrder;
import gossip.api.storage.LogConfig;
import gossip.api.storage.PartitionLog;
import gossip.storage.segment.TempDirectory;
import gossip.storage.segment.file.FaultyFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Random batches, transactions, compactions and losses of power against a map from key to newest committed value, as a
 * reader of committed records finds it.
 */
class CompactionPropertiesTest {
    private static final long TOMBSTONE_MS = 1000;
    private static final LogConfig CONFIG = new LogConfig(1500, Long.MAX_VALUE, -1, -1, 256, TOMBSTONE_MS, false, true);
    private static final Codecs CODECS = new Codecs(List.of(new InvertingCodec()));
    private static final int STEPS = 120;

    @Property(tries = 60)
    void theNewestValueOfEachKeyIsThereAndTombstonesForTheirTime(@ForAll long seed) throws IOException {
        try (TempDirectory root = new TempDirectory()) {
            new Run(root.path().resolve("disk"), new Random(seed)).run();
        }
    }

    /** A record that was written, and when a compaction may first have seen it. */
    private static final class Written {
        private final StoredRecord record;
        private final long transaction;
        private long seenMs = Long.MAX_VALUE;

        /** A record, and the number of its transaction; -1 for none. */
        private Written(StoredRecord record, long transaction) {
            this.record = record;
            this.transaction = transaction;
        }
    }

    /** A transaction; its marker has offset -1 while it is open. */
    private static final class Transaction {
        private final long producerId;
        private final long firstOffset;
        private long marker = -1;
        private boolean committed;

        private Transaction(long producerId, long firstOffset) {
            this.producerId = producerId;
            this.firstOffset = firstOffset;
        }
    }

    private static final class Run {
        private final Path directory;
        private final Random random;
        private final TreeMap<Long, Written> written = new TreeMap<>();
        private FaultyFiles files;
        private PartitionLog log;
        private long nowMs = 10_000;
        private int sequence;
        /** By number. */
        private final List<Transaction> transactions = new ArrayList<>();

        Run(Path directory, Random random) throws IOException {
            this.directory = directory;
            this.random = random;
            this.files = LogFixture.disk(directory);
            this.log = LogFixture.store(files, directory).open(ID, CONFIG);
        }

        void run() throws IOException {
            for (int step = 0; step < STEPS; step++) {
                nowMs += random.nextInt(50);
                switch (random.nextInt(12)) {
                    case 0 -> compact();
                    case 1 -> losePowerWhileCompacting();
                    case 2 -> nowMs += random.nextInt(1500);
                    case 3 -> end();
                    default -> append();
                }
            }
            compact();
            log.close();
        }

        private void append() throws IOException {
            RecordBatchBuilder builder =
                    new RecordBatchBuilder().baseOffset(log.logEndOffset()).leaderEpoch(1);
            if (random.nextBoolean()) {
                builder.compression(CompressionType.LZ4, CODECS);
            }
            int count = 1 + random.nextInt(5);
            long transaction = -1;
            if (random.nextInt(3) == 0) {
                builder.producer(random.nextInt(3), (short) 0, sequence);
                sequence += count;
            } else if (random.nextInt(3) == 0) {
                transaction = transactionOf(10 + random.nextInt(3));
                builder.producer(transactions.get((int) transaction).producerId, (short) 0, sequence)
                        .transactional();
                sequence += count;
            }
            for (int i = 0; i < count; i++) {
                builder.add(record());
            }
            ByteBuffer batch = builder.build();
            log.append(batch);
            for (StoredRecord record : new RecordReader(CODECS, 1 << 20).readAll(batch)) {
                written.put(record.offset(), new Written(record, transaction));
            }
        }

        /** The open transaction of a producer, or a new one. */
        private long transactionOf(long producerId) {
            for (int i = transactions.size() - 1; i >= 0; i--) {
                if (transactions.get(i).producerId == producerId && transactions.get(i).marker < 0) {
                    return i;
                }
            }
            transactions.add(new Transaction(producerId, log.logEndOffset()));
            return transactions.size() - 1;
        }

        /** Ends the oldest open transaction. */
        private void end() throws IOException {
            Optional<Transaction> oldest =
                    transactions.stream().filter(each -> each.marker < 0).findFirst();
            if (oldest.isPresent()) {
                Transaction ended = oldest.get();
                ended.committed = random.nextBoolean();
                ended.marker = log.logEndOffset();
                ByteBuffer marker = new TransactionMarker(ended.committed, 0).batch(ended.producerId, (short) 0, nowMs);
                RecordBatch.at(marker, 0).assign(ended.marker, 1);
                log.append(marker);
                noteAborted();
            }
        }

        /** Notes what is not noted, as the broker does when it appends a marker, and when it opens the log. */
        private void noteAborted() throws IOException {
            List<Transaction> aborted = transactions.stream()
                    .filter(each -> each.marker >= 0 && !each.committed)
                    .sorted(Comparator.comparingLong(each -> each.marker))
                    .toList();
            for (Transaction each : aborted) {
                long stable = transactions.stream()
                        .filter(other ->
                                other.firstOffset < each.marker && (other.marker < 0 || other.marker > each.marker))
                        .mapToLong(other -> other.firstOffset)
                        .min()
                        .orElse(each.marker + 1);
                log.noteAborted(new AbortedTransaction(each.producerId, each.firstOffset, each.marker, stable));
            }
        }

        private long stableOffset() {
            return transactions.stream()
                    .filter(each -> each.marker < 0)
                    .mapToLong(each -> each.firstOffset)
                    .min()
                    .orElse(log.logEndOffset());
        }

        private boolean counts(Written each) {
            return each.transaction < 0
                    || transactions.get((int) each.transaction).marker >= 0
                            && transactions.get((int) each.transaction).committed;
        }

        private NewRecord record() {
            String key = "k" + random.nextInt(12);
            long timestampMs = nowMs - random.nextInt(100);
            return random.nextInt(4) == 0
                    ? new NewRecord(timestampMs, NewRecord.of(0, key, "").key(), Optional.empty(), List.of())
                    : NewRecord.of(timestampMs, key, "v".repeat(1 + random.nextInt(120)));
        }

        private CompactionOrder order() {
            return new CompactionOrder(stableOffset(), nowMs, nowMs - 500, CODECS, CompactionOrder.Pace.UNLIMITED);
        }

        private void compact() throws IOException {
            markSeen();
            log.compact(order());
            check();
        }

        private void markSeen() {
            written.values().forEach(each -> each.seenMs = Math.min(each.seenMs, nowMs));
        }

        private void losePowerWhileCompacting() throws IOException {
            log.flush();
            markSeen();
            files.losePowerAfter(random.nextInt(40));
            long end = log.logEndOffset();
            try {
                log.compact(order());
            } catch (IOException e) {
                assertThat(files.isPowered()).as(e.toString()).isFalse();
            }
            files = files.powerOff(random.nextLong());
            log = LogFixture.store(files, directory).open(ID, CONFIG);
            assertThat(log.logEndOffset()).isEqualTo(end);
            noteAborted();
            check();
        }

        private void check() throws IOException {
            assertThat(log.logStartOffset()).isZero();
            for (StoredRecord record : stored()) {
                assertThat(record).isEqualTo(written.get(record.offset()).record);
            }
            Map<ByteBuffer, StoredRecord> newest = new HashMap<>();
            committed().forEach(record -> newest.put(record.key().orElseThrow(), record));
            Map<ByteBuffer, Written> model = new HashMap<>();
            written.headMap(stableOffset()).values().stream()
                    .filter(this::counts)
                    .forEach(each -> model.put(each.record.key().orElseThrow(), each));
            assertThat(model.keySet()).containsAll(newest.keySet());
            model.forEach((key, expected) -> {
                boolean mayBeGone =
                        expected.record.value().isEmpty() && nowMs >= saturated(expected.seenMs, TOMBSTONE_MS);
                if (newest.containsKey(key) || !mayBeGone) {
                    assertThat(newest.get(key))
                            .as(StandardCharsets.UTF_8.decode(key.duplicate()).toString())
                            .isEqualTo(expected.record);
                }
            });
            checkOldOffsets();
        }

        private static long saturated(long timeMs, long laterMs) {
            return timeMs > Long.MAX_VALUE - laterMs ? Long.MAX_VALUE : timeMs + laterMs;
        }

        private List<StoredRecord> stored() throws IOException {
            List<StoredRecord> all = new ArrayList<>();
            long next = 0;
            for (ByteBuffer bytes : readAll(log, 0)) {
                RecordBatch batch = RecordBatch.at(bytes, 0);
                assertThat(batch.isIntact()).isTrue();
                assertThat(batch.baseOffset()).isGreaterThanOrEqualTo(next);
                next = batch.nextOffset();
                all.addAll(new RecordReader(CODECS, 1 << 20).readAll(bytes));
            }
            return all;
        }

        /** What a reader of committed records sees: it knows the aborted transactions, and forgets one at its marker. */
        private List<StoredRecord> committed() throws IOException {
            long end = stableOffset();
            Queue<AbortedTransaction> ahead =
                    new PriorityQueue<>(Comparator.comparingLong(AbortedTransaction::firstOffset));
            ahead.addAll(log.abortedTransactions(0, end));
            Set<Long> aborting = new HashSet<>();
            Set<Long> markers = new HashSet<>();
            List<StoredRecord> all = new ArrayList<>();
            for (ByteBuffer bytes : readAll(log, 0)) {
                RecordBatch batch = RecordBatch.at(bytes, 0);
                if (batch.isControl()) {
                    markers.add(batch.baseOffset());
                }
                if (batch.nextOffset() > end) {
                    continue;
                }
                while (!ahead.isEmpty() && ahead.element().firstOffset() <= batch.lastOffset()) {
                    aborting.add(ahead.remove().producerId());
                }
                if (batch.isControl()) {
                    if (TransactionMarker.of(batch)
                            .filter(marker -> !marker.committed())
                            .isPresent()) {
                        aborting.remove(batch.producerId());
                    }
                } else if (!batch.isTransactional() || !aborting.contains(batch.producerId())) {
                    all.addAll(new RecordReader(CODECS, 1 << 20).readAll(bytes));
                }
            }
            all.forEach(record -> checkDecided(written.get(record.offset()), markers));
            return all;
        }

        private void checkDecided(Written each, Set<Long> markers) {
            assertThat(counts(each)).as("aborted at " + each.record.offset()).isTrue();
            if (each.transaction >= 0) {
                assertThat(markers).contains(transactions.get((int) each.transaction).marker);
            }
        }

        private void checkOldOffsets() throws IOException {
            for (int i = 0; i < 5 && log.logEndOffset() > 0; i++) {
                long offset = random.nextLong(log.logEndOffset());
                try (RecordSlice slice = log.read(offset, log.logEndOffset(), 1 << 20, true)) {
                    ByteBuffer bytes = slice.toBuffer();
                    assertThat(bytes.remaining()).as("at " + offset).isPositive();
                    assertThat(RecordBatch.at(bytes, 0).nextOffset()).isGreaterThan(offset);
                }
            }
        }
    }
}
