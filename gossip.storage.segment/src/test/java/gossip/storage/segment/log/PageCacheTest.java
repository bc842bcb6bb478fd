package gossip.storage.segment.log;

import static gossip.storage.segment.log.LogFixture.ID;
import static gossip.storage.segment.log.LogFixture.batch;
import static gossip.storage.segment.log.LogFixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.record.RecordBatch;
import gossip.api.storage.LogConfig;
import gossip.api.storage.PartitionLog;
import gossip.storage.segment.TempDirectory;
import gossip.storage.segment.file.FaultyFiles;
import gossip.storage.segment.file.FaultyFiles.Operation;
import gossip.storage.segment.file.StorageFile;
import gossip.storage.segment.file.StorageFiles.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A process that ends, a later one that reads what the page cache has of it, and then a loss of power. */
class PageCacheTest {
    private static final LogConfig CONFIG = LogFixture.config(100_000);
    private static final int SEEDS = 20;
    /** Neighbouring seeds begin with the same number. */
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    @Test
    void recordsThatAnEarlierProcessCouldNotSyncAreDurableOnceTheyWereFlushed() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (TempDirectory root = new TempDirectory()) {
                Path directory = root.path().resolve("disk");
                FaultyFiles files = LogFixture.disk(directory);
                PartitionLog log = LogFixture.store(files, directory).open(ID, CONFIG);
                log.append(batch(0, 3000));
                log.flush();
                log.append(batch(1, 3000));
                files.failNext(Operation.FORCE, path -> path.toString().endsWith(".log"));
                assertThatThrownBy(log::flush).isInstanceOf(IOException.class);

                PartitionLog next = LogFixture.store(files, directory).open(ID, CONFIG);
                assertThat(next.flush()).isEqualTo(2);

                assertOffsets(files.powerOff(seed * SPREAD), directory, 2);
            }
        }
    }

    @Test
    void aSegmentOfAnEarlierProcessThatIsStillEmptyGetsADurableName() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (TempDirectory root = new TempDirectory()) {
                Path directory = root.path().resolve("disk");
                FaultyFiles files = LogFixture.disk(directory);
                PartitionLog log = LogFixture.store(files, directory).open(ID, LogFixture.config(100));
                log.append(batch(0, 100));
                log.flush();
                createEmpty(files, directory.resolve("logs/" + ID + "/00000000000000000001.log"));

                PartitionLog next = LogFixture.store(files, directory).open(ID, LogFixture.config(100));
                next.append(batch(1, 100));
                next.flush();

                assertOffsets(files.powerOff(seed * SPREAD), directory, 2);
            }
        }
    }

    private static void createEmpty(FaultyFiles files, Path path) throws IOException {
        try (StorageFile file = files.open(path, Mode.CREATE)) {
            assertThat(file.size()).isZero();
        }
    }

    @Test
    void theDirectoryOfAllLogsIsDurableThoughAnEarlierProcessMadeIt() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (TempDirectory root = new TempDirectory()) {
                Path directory = root.path().resolve("disk");
                FaultyFiles files = LogFixture.disk(directory);
                files.createDirectories(directory.resolve("logs"));

                PartitionLog log = LogFixture.store(files, directory).open(ID, CONFIG);
                log.append(batch(0, 100));
                log.flush();

                assertOffsets(files.powerOff(seed * SPREAD), directory, 1);
            }
        }
    }

    @Test
    void aResetThatIsFinishedByALaterProcessIsDoneOrNotDone() throws IOException {
        boolean finished = false;
        for (int point = 0; !finished; point++) {
            assertThat(point).isLessThan(100);
            try (TempDirectory root = new TempDirectory()) {
                Path directory = root.path().resolve("disk");
                FaultyFiles files = LogFixture.disk(directory);
                PartitionLog log = LogFixture.store(files, directory).open(ID, LogFixture.config(1000));
                for (int i = 0; i < 10; i++) {
                    log.append(batch(i, 300));
                }
                log.flush();
                files.failNext(Operation.FORCE, path -> path.endsWith("checkpoint"));
                assertThatThrownBy(() -> log.resetTo(100)).isInstanceOf(IOException.class);

                files.losePowerAfter(point);
                finished = opens(files, directory);

                PartitionLog after = LogFixture.store(files.powerOff(point * SPREAD), directory)
                        .open(ID, CONFIG);
                assertThat(after.logEndOffset()).isIn(10L, 100L);
                after.close();
            }
        }
    }

    private static boolean opens(FaultyFiles files, Path directory) throws IOException {
        try {
            LogFixture.store(files, directory).open(ID, CONFIG);
            return true;
        } catch (IOException e) {
            assertThat(files.isPowered()).as(e.toString()).isFalse();
            return false;
        }
    }

    private static void assertOffsets(FaultyFiles files, Path directory, int end) throws IOException {
        PartitionLog log = LogFixture.store(files, directory).open(ID, CONFIG);
        List<Long> offsets = readAll(log, 0).stream()
                .map(bytes -> RecordBatch.at(bytes, 0))
                .filter(RecordBatch::isIntact)
                .map(RecordBatch::baseOffset)
                .toList();
        assertThat(offsets).isEqualTo(LongStream.range(0, end).boxed().toList());
        log.close();
    }
}
