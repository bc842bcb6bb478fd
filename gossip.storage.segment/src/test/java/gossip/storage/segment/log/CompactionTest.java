package gossip.storage.segment.log;

import static gossip.storage.segment.log.LogFixture.ID;
import static gossip.storage.segment.log.LogFixture.compact;
import static gossip.storage.segment.log.LogFixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.RecordSlice;
import gossip.api.record.Codecs;
import gossip.api.record.CompressionType;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordBatchBuilder;
import gossip.api.record.RecordReader;
import gossip.api.record.StoredRecord;
import gossip.api.storage.Compacted;
import gossip.api.storage.CompactionNeed;
import gossip.api.storage.CompactionOrder;
import gossip.api.storage.CorruptLogException;
import gossip.api.storage.DiskFullException;
import gossip.api.storage.LogConfig;
import gossip.api.storage.LogConfig.CompactionLimits;
import gossip.api.storage.PartitionLog;
import gossip.storage.segment.file.FaultyFiles;
import gossip.storage.segment.file.FaultyFiles.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionTest {
    private static final LogConfig CONFIG = new LogConfig(2000, Long.MAX_VALUE, -1, -1, 256, 1000, false, true);
    private static final Codecs CODECS = new Codecs(List.of(new InvertingCodec()));

    @TempDir
    Path directory;

    private Path root;
    private FaultyFiles files;
    private PartitionLog log;

    @BeforeEach
    void open() throws IOException {
        root = directory.resolve("disk");
        files = LogFixture.disk(root);
        log = LogFixture.store(files, root).open(ID, CONFIG);
    }

    private void reopen() throws IOException {
        log.close();
        log = LogFixture.store(files, root).open(ID, CONFIG);
    }

    private void append(NewRecord... records) throws IOException {
        append(new RecordBatchBuilder(), records);
    }

    private void append(RecordBatchBuilder builder, NewRecord... records) throws IOException {
        builder.baseOffset(log.logEndOffset()).leaderEpoch(1);
        for (NewRecord record : records) {
            builder.add(record);
        }
        log.append(builder.build());
    }

    private static NewRecord tombstone(long timestampMs, String key) {
        return new NewRecord(timestampMs, NewRecord.of(0, key, "").key(), Optional.empty(), List.of());
    }

    /** Closes the active segment, which compaction leaves alone. */
    private void roll() throws IOException {
        append(NewRecord.of(1, "filler-" + log.logEndOffset(), "x".repeat(1900)));
        append(NewRecord.of(1, "filler-" + log.logEndOffset(), "x".repeat(1900)));
    }

    private List<StoredRecord> records() throws IOException {
        List<StoredRecord> all = new ArrayList<>();
        for (ByteBuffer batch : readAll(log, log.logStartOffset())) {
            assertThat(RecordBatch.at(batch, 0).isIntact()).isTrue();
            all.addAll(new RecordReader(CODECS, 1 << 20).readAll(batch));
        }
        return all;
    }

    private static String text(Optional<ByteBuffer> bytes) {
        return bytes.map(b -> StandardCharsets.UTF_8.decode(b.duplicate()).toString())
                .orElse("null");
    }

    private List<String> values(String key) throws IOException {
        return records().stream()
                .filter(record -> text(record.key()).equals(key))
                .map(record -> text(record.value()))
                .toList();
    }

    @Test
    void onlyTheNewestRecordOfAKeyStays() throws IOException {
        append(NewRecord.of(1, "a", "1"), NewRecord.of(2, "b", "1"), NewRecord.of(3, "a", "2"));
        append(NewRecord.of(4, "a", "3"));
        roll();
        long before = log.sizeBytes();
        long freed = compact(log, log.logEndOffset(), Codecs.NONE, 10);
        assertThat(freed).isPositive().isEqualTo(before - log.sizeBytes());
        assertThat(values("a")).containsExactly("3");
        assertThat(values("b")).containsExactly("1");
        StoredRecord b = records().getFirst();
        assertThat(b.offset()).isEqualTo(1);
        assertThat(b.timestampMs()).isEqualTo(2);
        assertThat(compact(log, log.logEndOffset(), Codecs.NONE, 20)).isZero();
    }

    @Test
    void aDeletedKeyStaysDeletedThoughRetentionTookAPartOfWhatWasBeingCopied() throws IOException {
        log.configure(segments(500));
        append(NewRecord.of(1, "first", "x".repeat(400)));
        append(NewRecord.of(1, "k", "old" + "x".repeat(400)));
        append(NewRecord.of(1, "second", "x".repeat(1800)));
        append(tombstone(1, "k"));
        roll();
        log.configure(segments(2000));
        files.beforeNext(Operation.WRITE, path -> path.toString().endsWith(".cleaned"), () -> log.deleteBefore(1));
        for (long nowMs : new long[] {10, 20, 3000}) {
            compact(log, log.logEndOffset(), Codecs.NONE, nowMs);
        }
        assertThat(log.logStartOffset()).isEqualTo(1);
        assertThat(values("k")).isEmpty();
        assertThat(values("second")).hasSize(1);
    }

    private static LogConfig segments(int bytes) {
        return new LogConfig(bytes, Long.MAX_VALUE, -1, -1, 256, 1000, true, true);
    }

    @Test
    void offsetsAndFieldsOfABatchStay() throws IOException {
        append(
                new RecordBatchBuilder().producer(77, (short) 2, 5),
                NewRecord.of(1, "a", "1"),
                NewRecord.of(2, "b", "1"),
                NewRecord.of(9, "a", "2"));
        append(NewRecord.of(4, "a", "3"));
        roll();
        compact(log, log.logEndOffset(), Codecs.NONE, 10);
        RecordBatch batch = RecordBatch.at(readAll(log, 0).getFirst(), 0);
        assertThat(batch.baseOffset()).isZero();
        assertThat(batch.lastOffset()).isEqualTo(2);
        assertThat(batch.recordCount()).isEqualTo(1);
        assertThat(batch.producerId()).isEqualTo(77);
        assertThat(batch.producerEpoch()).isEqualTo((short) 2);
        assertThat(batch.baseSequence()).isEqualTo(5);
        assertThat(batch.lastSequence()).isEqualTo(7);
        assertThat(batch.leaderEpoch()).isEqualTo(1);
        assertThat(batch.baseTimestamp()).isEqualTo(1);
        assertThat(batch.maxTimestamp()).isEqualTo(2);
    }

    @Test
    void compressedBatchesAreCompacted() throws IOException {
        for (int i = 0; i < 5; i++) {
            append(
                    new RecordBatchBuilder().compression(CompressionType.LZ4, CODECS),
                    NewRecord.of(i, "a", "" + i),
                    NewRecord.of(i, "only-" + i, "x"));
        }
        roll();
        compact(log, log.logEndOffset(), CODECS, 10);
        assertThat(values("a")).containsExactly("4");
        assertThat(values("only-2")).containsExactly("x");
    }

    @Test
    void tombstonesStayForAWhileAndThenGo() throws IOException {
        append(NewRecord.of(1, "a", "1"));
        append(tombstone(2, "a"));
        roll();
        compact(log, log.logEndOffset(), Codecs.NONE, 10_000);
        assertThat(values("a")).containsExactly("null");
        compact(log, log.logEndOffset(), Codecs.NONE, 10_999);
        assertThat(values("a")).containsExactly("null");
        reopen();
        compact(log, log.logEndOffset(), Codecs.NONE, 11_000);
        assertThat(values("a")).isEmpty();
    }

    @Test
    void recordsWithoutAKeyGo() throws IOException {
        NewRecord keyless = new NewRecord(1, Optional.empty(), Optional.empty(), List.of());
        append(keyless);
        append(keyless);
        roll();
        compact(log, log.logEndOffset(), Codecs.NONE, Long.MAX_VALUE);
        assertThat(records().stream().filter(record -> record.key().isEmpty())).isEmpty();
    }

    @Test
    void theLastBatchOfAnActiveProducerStaysWithoutRecords() throws IOException {
        append(new RecordBatchBuilder().producer(5, (short) 0, 0), NewRecord.of(9_900, "a", "1"));
        append(NewRecord.of(9_901, "a", "2"));
        roll();
        log.compact(
                new CompactionOrder(log.logEndOffset(), 10_000, 9_900, Codecs.NONE, CompactionOrder.Pace.UNLIMITED));
        RecordBatch first = RecordBatch.at(readAll(log, 0).getFirst(), 0);
        assertThat(first.producerId()).isEqualTo(5);
        assertThat(first.recordCount()).isZero();
        assertThat(values("a")).containsExactly("2");
    }

    @Test
    void manyPassesAndRestartsKeepExactlyTheNewest() throws IOException {
        Random random = new Random(42);
        Map<String, String> model = new HashMap<>();
        for (int i = 0; i < 2000; i++) {
            String key = "k" + random.nextInt(50);
            append(NewRecord.of(i, key, "v" + i));
            model.put(key, "v" + i);
            if (random.nextInt(100) == 0) {
                compact(log, random.nextLong(log.logEndOffset() + 1), Codecs.NONE, i);
            }
            if (random.nextInt(200) == 0) {
                reopen();
            }
        }
        roll();
        compact(log, log.logEndOffset(), Codecs.NONE, 5000);
        // what the first pass made small the next one joins
        roll();
        compact(log, log.logEndOffset(), Codecs.NONE, 5000);
        reopen();
        for (Map.Entry<String, String> entry : model.entrySet()) {
            assertThat(values(entry.getKey())).containsExactly(entry.getValue());
        }
        assertThat(files.list(root.resolve("logs/" + ID)).stream().filter(name -> name.endsWith(".log")))
                .hasSizeLessThan(10);
    }

    @Test
    void aSliceOutlivesTheSwap() throws IOException {
        append(NewRecord.of(1, "a", "1"));
        append(NewRecord.of(4, "a", "3"));
        roll();
        try (RecordSlice slice = log.read(0, log.logEndOffset(), 1 << 20, true)) {
            ByteBuffer before = slice.toBuffer();
            compact(log, log.logEndOffset(), Codecs.NONE, 10);
            assertThat(slice.toBuffer()).isEqualTo(before);
        }
    }

    private PartitionLog withLimits(long jitterMs, CompactionLimits limits) {
        log.configure(new LogConfig(1 << 20, 1000, jitterMs, -1, -1, 256, false, true, limits));
        return log;
    }

    @Test
    void theActiveSegmentIsClosedInTimeToBeCompacted() throws IOException {
        withLimits(0, new CompactionLimits(0, 400, 0));
        append(NewRecord.of(5000, "a", "1"));
        assertThat(log.compactionNeed(1, 5400).mustClose()).isFalse();
        assertThat(log.compactionNeed(1, 5401).mustClose()).isTrue();
        log.applyRetention(5401, 1);
        CompactionNeed need = log.compactionNeed(1, 5401);
        assertThat(need.mustClose()).isFalse();
        assertThat(need.dirtyBytes()).isEqualTo(log.sizeBytes());
        assertThat(need.dirtySinceMs()).isEqualTo(5000);
    }

    @Test
    void jitterClosesSegmentsEarlierButEachAtOneTime() throws IOException {
        withLimits(900, new CompactionLimits(0, Long.MAX_VALUE, 0));
        List<Long> ages = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            append(NewRecord.of(0, "a", "1"));
            long age = 0;
            while (!log.compactionNeed(0, age).mustClose()) {
                age++;
            }
            ages.add(age);
            log.applyRetention(age, log.logEndOffset());
        }
        assertThat(ages).allSatisfy(age -> assertThat(age).isBetween(101L, 1001L));
        assertThat(ages.stream().distinct()).hasSizeGreaterThan(10);
    }

    @Test
    void moreKeysThanFitTakeSeveralPasses() throws IOException {
        log.close();
        int keyBytes = 64 << 10;
        log = LogFixture.store(files, root, keyBytes).open(ID, CONFIG);
        int keys = 3 * keyBytes / 24;
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < keys; i += 50) {
                NewRecord[] records = new NewRecord[50];
                for (int j = 0; j < 50; j++) {
                    records[j] = NewRecord.of(1, "k" + (i + j), "" + round);
                }
                append(records);
            }
        }
        roll();
        Compacted compacted = log.compact(CompactionOrder.of(log.logEndOffset(), Codecs.NONE, 10));
        assertThat(compacted.bytesFreed()).isPositive();
        assertThat(log.compactionNeed(log.logEndOffset(), 10).dirtyBytes()).isZero();
        Map<String, List<String>> byKey = new HashMap<>();
        for (StoredRecord record : records()) {
            byKey.computeIfAbsent(text(record.key()), key -> new ArrayList<>()).add(text(record.value()));
        }
        for (int i = 0; i < keys; i++) {
            assertThat(byKey.get("k" + i)).containsExactly("1");
        }
    }

    @Test
    void whatIsCleanAndStaysTheSameIsNotWritten() throws IOException {
        for (int i = 0; i < 40; i++) {
            append(NewRecord.of(1, "only-" + i, "x".repeat(200)));
        }
        roll();
        compact(log, log.logEndOffset(), Codecs.NONE, 10);
        append(NewRecord.of(1, "only-39", "y"));
        roll();
        Compacted second = log.compact(CompactionOrder.of(log.logEndOffset(), Codecs.NONE, 20));
        assertThat(second.bytesRead()).isGreaterThan(40 * 200);
        assertThat(second.bytesWritten()).isLessThan(20 * 200);
        assertThat(values("only-39")).containsExactly("y");
        assertThat(values("only-3")).hasSize(1);
    }

    @Test
    void aRewrittenBatchKeepsTheTimesOfItsRecords() throws IOException {
        append(NewRecord.of(5, "a", "1"), tombstone(7, "b"), NewRecord.of(6, "c", "1"));
        roll();
        compact(log, log.logEndOffset(), Codecs.NONE, 50_000);
        RecordBatch batch = RecordBatch.at(readAll(log, 0).getFirst(), 0);
        assertThat(batch.deleteHorizonMs()).hasValue(51_000);
        assertThat(batch.maxTimestamp()).isEqualTo(7);
        assertThat(records().subList(0, 3))
                .extracting(StoredRecord::timestampMs)
                .containsExactly(5L, 7L, 6L);
        assertThat(log.firstBatchSince(7)).hasValue(0);
    }

    @Test
    void damageIsReportedNotCopied() throws IOException {
        append(NewRecord.of(1, "a", "1"));
        append(NewRecord.of(4, "a", "3"));
        roll();
        log.flush();
        Path segment = root.resolve("logs/" + ID).resolve("0".repeat(20) + ".log");
        files.flipBit(segment, 70);
        assertThatThrownBy(() -> compact(log, log.logEndOffset(), Codecs.NONE, 10))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining(segment + " is damaged at position 70");
        assertThat(files.list(segment.getParent())).noneMatch(name -> name.endsWith(".cleaned"));
        append(NewRecord.of(5, "b", "1"));
    }

    @Test
    void aFullDiskLeavesTheLogAsItWas() throws IOException {
        append(NewRecord.of(1, "a", "1"));
        append(NewRecord.of(4, "a", "3"));
        roll();
        log.flush();
        List<ByteBuffer> before = readAll(log, 0);
        files.freeBytes(50);
        assertThatThrownBy(() -> compact(log, log.logEndOffset(), Codecs.NONE, 10))
                .isInstanceOf(DiskFullException.class);
        assertThat(readAll(log, 0)).isEqualTo(before);
        files.freeBytes(1 << 20);
        assertThat(compact(log, log.logEndOffset(), Codecs.NONE, 10)).isPositive();
    }

    private static boolean isCopy(Path path) {
        return path.toString().endsWith(".cleaned");
    }

    private void noCopyIsLeft() throws IOException {
        assertThat(files.list(root.resolve("logs/" + ID))).noneMatch(name -> name.endsWith(".cleaned"));
    }

    @Test
    void theWriterGoesOnWhileItCopies() throws Exception {
        append(NewRecord.of(1, "a", "1"));
        append(NewRecord.of(4, "a", "3"));
        roll();
        try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
            files.beforeNext(Operation.FORCE, CompactionTest::isCopy, () -> {
                Future<?> appended = writer.submit(() -> {
                    append(NewRecord.of(5, "a", "4"));
                    roll();
                    return true;
                });
                try {
                    appended.get(10, TimeUnit.SECONDS);
                } catch (InterruptedException | ExecutionException | TimeoutException e) {
                    throw new IOException(e);
                }
            });
            assertThat(compact(log, log.logEndOffset(), Codecs.NONE, 10)).isPositive();
        }
        assertThat(values("a")).containsExactly("3", "4");
        reopen();
        assertThat(values("a")).containsExactly("3", "4");
    }

    @Test
    void aCopyOfWhatWasCutOffMeanwhileIsThrownAway() throws IOException {
        append(NewRecord.of(1, "a", "1"));
        append(NewRecord.of(4, "a", "3"));
        roll();
        files.beforeNext(Operation.FORCE, CompactionTest::isCopy, () -> {
            log.truncateTo(1);
            append(NewRecord.of(5, "b", "1"));
            roll();
        });
        assertThat(compact(log, log.logEndOffset(), Codecs.NONE, 10)).isZero();
        noCopyIsLeft();
        assertThat(values("a")).containsExactly("1");
        assertThat(values("b")).containsExactly("1");
        append(NewRecord.of(6, "a", "4"));
        roll();
        assertThat(compact(log, log.logEndOffset(), Codecs.NONE, 10)).isPositive();
        assertThat(values("a")).containsExactly("4");
    }

    @Test
    void whatIsDeletedMeanwhileStaysDeletedAndTheRestIsCompacted() throws IOException {
        for (int i = 0; i < 3; i++) {
            append(NewRecord.of(1, "a", "" + i), NewRecord.of(1, "a", "" + i));
            roll();
        }
        long secondSegment = 2;
        files.beforeNext(Operation.FORCE, CompactionTest::isCopy, () -> log.deleteBefore(secondSegment));
        assertThat(compact(log, log.logEndOffset(), Codecs.NONE, 10)).isPositive();
        noCopyIsLeft();
        assertThat(log.logStartOffset()).isEqualTo(secondSegment);
        assertThat(values("a")).containsExactly("2");
        reopen();
        assertThat(values("a")).containsExactly("2");
    }

    @Test
    void closingEndsACompaction() throws IOException {
        append(NewRecord.of(1, "a", "1"));
        append(NewRecord.of(4, "a", "3"));
        roll();
        files.beforeNext(Operation.FORCE, CompactionTest::isCopy, () -> log.close());
        assertThat(compact(log, log.logEndOffset(), Codecs.NONE, 10)).isZero();
        log = LogFixture.store(files, root).open(ID, CONFIG);
        noCopyIsLeft();
        assertThat(values("a")).containsExactly("1", "3");
    }
}
