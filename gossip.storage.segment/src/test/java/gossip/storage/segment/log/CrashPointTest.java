package gossip.storage.segment.log;

import static gossip.storage.segment.log.LogFixture.ID;
import static gossip.storage.segment.log.LogFixture.batch;
import static gossip.storage.segment.log.LogFixture.compact;
import static gossip.storage.segment.log.LogFixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.record.Codecs;
import gossip.api.record.RecordBatch;
import gossip.api.storage.LogConfig;
import gossip.api.storage.PartitionLog;
import gossip.storage.segment.TempDirectory;
import gossip.storage.segment.file.FaultyFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operations of many steps, with a loss of power after each of them. */
class CrashPointTest {
    private static final int BATCHES = 60;
    private static final LogConfig CONFIG = new LogConfig(2000, Long.MAX_VALUE, 4000, -1, 256, 0, true, true);

    @Test
    void truncationIsDoneOrNotDone() throws IOException {
        everywhere(log -> log.truncateTo(25), (log, offsets) -> {
            assertThat(log.logStartOffset()).isZero();
            assertThat(offsets).hasSizeBetween(25, BATCHES).isEqualTo(range(0, offsets.size()));
        });
    }

    @Test
    void deletionIsDoneOrNotDone() throws IOException {
        everywhere(log -> log.deleteBefore(25), (log, offsets) -> {
            assertThat(log.logStartOffset()).isIn(0L, 25L);
            assertThat(offsets).isEqualTo(range((int) log.logStartOffset(), BATCHES));
        });
    }

    @Test
    void retentionIsDoneOrNotDone() throws IOException {
        everywhere(
                log -> log.applyRetention(0, BATCHES),
                (log, offsets) -> assertThat(offsets).isEqualTo(range((int) log.logStartOffset(), BATCHES)));
    }

    @Test
    void aResetIsDoneOrNotDone() throws IOException {
        everywhere(log -> log.resetTo(1000), (log, offsets) -> {
            assertThat(log.logStartOffset()).isIn(0L, 1000L);
            assertThat(offsets).isEqualTo(log.logStartOffset() == 0 ? range(0, BATCHES) : List.of());
        });
    }

    @Test
    void compactionLosesNothing() throws IOException {
        everywhere(log -> compact(log, BATCHES, Codecs.NONE, Long.MAX_VALUE), (log, offsets) -> {
            assertThat(log.logEndOffset()).isEqualTo(BATCHES);
            assertThat(offsets).contains((long) BATCHES - 1);
            // every key is written anew every ten records
            assertThat(offsets).containsAll(range(BATCHES - 10, BATCHES));
        });
    }

    private static List<Long> range(long from, long end) {
        return java.util.stream.LongStream.range(from, end).boxed().toList();
    }

    private static void everywhere(Work work, Check check) throws IOException {
        boolean finished = false;
        for (int point = 0; !finished; point++) {
            try (TempDirectory root = new TempDirectory()) {
                finished = once(root.path().resolve("disk"), point, work, check);
            }
            assertThat(point).isLessThan(500);
        }
    }

    /** Returns whether the work was done before the power failed. */
    private static boolean once(Path directory, int point, Work work, Check check) throws IOException {
        FaultyFiles files = LogFixture.disk(directory);
        PartitionLog log = LogFixture.store(files, directory).open(ID, CONFIG);
        for (int i = 0; i < BATCHES; i++) {
            ByteBuffer batch = batch(i, 0, i, 1, 100);
            // keys of the fixture are their offsets: make them repeat
            log.append(withKey(batch, i % 10));
        }
        log.flush();
        files.losePowerAfter(point);
        boolean done = true;
        try {
            work.on(log);
        } catch (IOException e) {
            assertThat(files.isPowered()).as(e.toString()).isFalse();
            done = false;
        }
        FaultyFiles after = files.powerOff(point);
        PartitionLog reopened = LogFixture.store(after, directory).open(ID, CONFIG);
        check.check(reopened, offsetsWithRecords(reopened));
        reopened.append(batch(reopened.logEndOffset(), 50));
        reopened.flush();
        reopened.close();
        LogFixture.store(after, directory).open(ID, CONFIG).close();
        return done;
    }

    private static ByteBuffer withKey(ByteBuffer batch, int key) throws IOException {
        RecordBatch view = RecordBatch.at(batch, 0);
        return new gossip.api.record.RecordBatchBuilder()
                .baseOffset(view.baseOffset())
                .leaderEpoch(0)
                .add(gossip.api.record.NewRecord.of(view.baseTimestamp(), "key-" + key, "v".repeat(100)))
                .build();
    }

    private static List<Long> offsetsWithRecords(PartitionLog log) throws IOException {
        return readAll(log, log.logStartOffset()).stream()
                .map(bytes -> RecordBatch.at(bytes, 0))
                .filter(batch -> batch.recordCount() > 0 && batch.lastOffset() >= log.logStartOffset())
                .map(RecordBatch::baseOffset)
                .toList();
    }

    @FunctionalInterface
    private interface Work {
        void on(PartitionLog log) throws IOException;
    }

    @FunctionalInterface
    private interface Check {
        void check(PartitionLog log, List<Long> offsets) throws IOException;
    }
}
