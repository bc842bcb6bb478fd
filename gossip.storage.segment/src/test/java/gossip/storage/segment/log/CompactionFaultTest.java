package gossip.storage.segment.log;

import static gossip.storage.segment.log.LogFixture.ID;
import static gossip.storage.segment.log.LogFixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.record.Codecs;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordBatchBuilder;
import gossip.api.record.RecordReader;
import gossip.api.record.StoredRecord;
import gossip.api.storage.CompactionOrder;
import gossip.api.storage.DiskFullException;
import gossip.api.storage.LogConfig;
import gossip.api.storage.PartitionLog;
import gossip.storage.segment.TempDirectory;
import gossip.storage.segment.file.FaultyFiles;
import gossip.storage.segment.file.FaultyFiles.Operation;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk that fails, is full, or a compaction that is ended, at each step of it: nothing that counts is ever lost. */
class CompactionFaultTest {
    private static final LogConfig CONFIG = new LogConfig(2000, Long.MAX_VALUE, -1, -1, 256, 1000, false, true);
    private static final int BATCHES = 80;
    private static final int KEYS = 10;
    private static final int MOST_STEPS = 400;

    @ParameterizedTest
    @EnumSource(Operation.class)
    void anErrorOfTheDiskLosesNothing(Operation operation) throws IOException {
        boolean finished = false;
        for (int step = 0; !finished; step++) {
            assertThat(step).isLessThan(MOST_STEPS);
            try (TempDirectory root = new TempDirectory()) {
                Path directory = root.path().resolve("disk");
                FaultyFiles files = LogFixture.disk(directory);
                PartitionLog log = filled(files, directory);
                files.failAfter(step, operation, path -> true);
                finished = compacts(log, CompactionOrder.Pace.UNLIMITED);
                files.forgetFaults();
                assertThat(newest(log)).isEqualTo(expected());
                reopenAndFinish(log, files, directory);
            }
        }
    }

    @Test
    void aSwapThatFailsLeavesTheOldSegmentsInUse() throws IOException {
        try (TempDirectory root = new TempDirectory()) {
            Path directory = root.path().resolve("disk");
            FaultyFiles files = LogFixture.disk(directory);
            PartitionLog log = filled(files, directory);
            files.failNext(Operation.RENAME, path -> path.toString().endsWith(".cleaned"));

            assertThat(compacts(log, CompactionOrder.Pace.UNLIMITED)).isFalse();

            assertThat(newest(log)).isEqualTo(expected());
            assertThat(files.list(directory.resolve("logs/" + ID))).noneMatch(name -> name.endsWith(".cleaned"));
            log.append(batch(log.logEndOffset(), 3, "after"));
            log.flush();
            FaultyFiles after = files.powerOff(1);
            PartitionLog reopened = LogFixture.store(after, directory).open(ID, CONFIG);
            assertThat(reopened.logEndOffset()).isEqualTo(BATCHES + 1);
            assertThat(newest(reopened)).containsEntry("key-3", (long) BATCHES);
            assertThat(compacts(reopened, CompactionOrder.Pace.UNLIMITED)).isTrue();
            assertThat(newest(reopened)).containsEntry("key-3", (long) BATCHES);
            reopened.close();
        }
    }

    @Test
    void aSwapThatFailedIsDoneTheNextTime() throws IOException {
        try (TempDirectory root = new TempDirectory()) {
            Path directory = root.path().resolve("disk");
            FaultyFiles files = LogFixture.disk(directory);
            PartitionLog log = filled(files, directory);
            long before = log.sizeBytes();
            files.failNext(Operation.RENAME, path -> path.toString().endsWith(".cleaned"));
            assertThat(compacts(log, CompactionOrder.Pace.UNLIMITED)).isFalse();

            assertThat(compacts(log, CompactionOrder.Pace.UNLIMITED)).isTrue();

            assertThat(log.sizeBytes()).isLessThan(before);
            assertThat(newest(log)).isEqualTo(expected());
            reopenAndFinish(log, files, directory);
        }
    }

    @Test
    void aDiskThatFillsUpLeavesTheLogInUse() throws IOException {
        boolean finished = false;
        for (int space = 0; !finished; space += 97) {
            assertThat(space).isLessThan(1 << 20);
            try (TempDirectory root = new TempDirectory()) {
                Path directory = root.path().resolve("disk");
                FaultyFiles files = LogFixture.disk(directory);
                PartitionLog log = filled(files, directory);
                files.freeBytes(space);
                finished = isRoomEnough(log);
                assertThat(newest(log)).isEqualTo(expected());
                files.freeBytes(1 << 20);
                assertThat(files.list(directory.resolve("logs/" + ID))).noneMatch(name -> name.endsWith(".cleaned"));
                assertThat(compacts(log, CompactionOrder.Pace.UNLIMITED)).isTrue();
                assertThat(newest(log)).isEqualTo(expected());
                log.append(batch(log.logEndOffset(), 3, "after"));
                log.close();
            }
        }
    }

    @Test
    void aCompactionThatIsEndedIsDoneTheNextTime() throws IOException {
        boolean finished = false;
        for (int[] left = {0}; !finished; left[0]++) {
            int steps = left[0];
            try (TempDirectory root = new TempDirectory()) {
                Path directory = root.path().resolve("disk");
                FaultyFiles files = LogFixture.disk(directory);
                PartitionLog log = filled(files, directory);
                int[] rest = {steps};
                finished = compacts(log, bytes -> {
                    if (rest[0]-- == 0) {
                        throw new InterruptedIOException("enough");
                    }
                });
                assertThat(newest(log)).isEqualTo(expected());
                assertThat(files.list(directory.resolve("logs/" + ID))).noneMatch(name -> name.endsWith(".cleaned"));
                assertThat(compacts(log, CompactionOrder.Pace.UNLIMITED)).isTrue();
                assertThat(newest(log)).isEqualTo(expected());
                assertThat(log.compactionNeed(log.logEndOffset(), 0).dirtyBytes())
                        .isZero();
                log.close();
            }
        }
    }

    private static PartitionLog filled(FaultyFiles files, Path directory) throws IOException {
        PartitionLog log = LogFixture.store(files, directory).open(ID, CONFIG);
        for (int i = 0; i < BATCHES; i++) {
            log.append(batch(i, i % KEYS, "v" + i));
        }
        log.flush();
        return log;
    }

    private static ByteBuffer batch(long offset, int key, String value) throws IOException {
        NewRecord record = NewRecord.of(offset, "key-" + key, value + "-".repeat(100));
        // one key ends as a tombstone, whose time is not over
        boolean isTombstone = key == 7 && offset >= BATCHES - KEYS;
        return new RecordBatchBuilder()
                .baseOffset(offset)
                .leaderEpoch(0)
                .add(isTombstone ? new NewRecord(offset, record.key(), Optional.empty(), record.headers()) : record)
                .build();
    }

    private static boolean compacts(PartitionLog log, CompactionOrder.Pace pace) throws IOException {
        try {
            log.compact(new CompactionOrder(log.logEndOffset(), 0, Long.MAX_VALUE, Codecs.NONE, pace));
            return true;
        } catch (DiskFullException e) {
            throw e;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isRoomEnough(PartitionLog log) throws IOException {
        try {
            return compacts(log, CompactionOrder.Pace.UNLIMITED);
        } catch (DiskFullException e) {
            return false;
        }
    }

    private static void reopenAndFinish(PartitionLog log, FaultyFiles files, Path directory) throws IOException {
        log.close();
        PartitionLog reopened = LogFixture.store(files, directory).open(ID, CONFIG);
        assertThat(reopened.logEndOffset()).isEqualTo(BATCHES);
        assertThat(newest(reopened)).isEqualTo(expected());
        assertThat(compacts(reopened, CompactionOrder.Pace.UNLIMITED)).isTrue();
        assertThat(newest(reopened)).isEqualTo(expected());
        assertThat(files.list(directory.resolve("logs/" + ID))).noneMatch(name -> name.endsWith(".cleaned"));
        reopened.close();
    }

    private static Map<String, Long> expected() {
        Map<String, Long> newest = new TreeMap<>();
        for (long i = BATCHES - KEYS; i < BATCHES; i++) {
            newest.put("key-" + i % KEYS, i);
        }
        return newest;
    }

    /** Offset of the newest record of each key, tombstones included. */
    private static Map<String, Long> newest(PartitionLog log) throws IOException {
        Map<String, Long> newest = new TreeMap<>();
        for (ByteBuffer bytes : readAll(log, 0)) {
            assertThat(RecordBatch.at(bytes, 0).isIntact()).isTrue();
            for (StoredRecord record : new RecordReader(Codecs.NONE, 1 << 20).readAll(bytes)) {
                ByteBuffer key = record.key().orElseThrow();
                newest.put(StandardCharsets.UTF_8.decode(key.duplicate()).toString(), record.offset());
            }
        }
        return newest;
    }
}
