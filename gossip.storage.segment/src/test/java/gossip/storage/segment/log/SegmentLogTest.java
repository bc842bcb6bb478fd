package gossip.storage.segment.log;

import static gossip.storage.segment.log.LogFixture.ID;
import static gossip.storage.segment.log.LogFixture.batch;
import static gossip.storage.segment.log.LogFixture.config;
import static gossip.storage.segment.log.LogFixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.RecordSlice;
import gossip.api.storage.CorruptLogException;
import gossip.api.storage.DiskFullException;
import gossip.api.storage.LogConfig;
import gossip.api.storage.LogFailedException;
import gossip.api.storage.PartitionLog;
import gossip.storage.segment.file.FaultyFiles;
import gossip.storage.segment.file.FaultyFiles.Operation;
import gossip.storage.segment.file.StorageFile;
import gossip.storage.segment.file.StorageFiles.Mode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentLogTest {
    private static final int BATCH_BYTES = 200;

    @TempDir
    Path directory;

    private Path root;
    private FaultyFiles files;
    private PartitionLog log;

    @BeforeEach
    void open() throws IOException {
        root = directory.resolve("disk");
        files = LogFixture.disk(root);
        reopen();
    }

    private void reopen() throws IOException {
        log = LogFixture.store(files, root).open(ID, config(4096));
    }

    private void powerOff(long seed) throws IOException {
        files = files.powerOff(seed);
        reopen();
    }

    /** Batches of one record and of {@link #BATCH_BYTES} each. */
    private List<ByteBuffer> append(long from, int count) throws IOException {
        List<ByteBuffer> written = new ArrayList<>();
        for (long offset = from; offset < from + count; offset++) {
            int overhead = batch(offset, 100).remaining() - 100;
            ByteBuffer batch = batch(offset, BATCH_BYTES - overhead);
            log.append(batch);
            written.add(batch);
        }
        return written;
    }

    private Path segment(long base) {
        return root.resolve("logs").resolve(ID.toString()).resolve(String.format("%020d.log", base));
    }

    private static boolean isSegment(Path path) {
        return path.toString().endsWith(".log");
    }

    @Test
    void anEmptyLogLeavesNothingOnDisk() throws IOException {
        log.flush();
        log.close();
        assertThat(files.list(root)).isEmpty();
    }

    @Test
    void aTornTailIsTruncatedOnRecovery() throws IOException {
        List<ByteBuffer> written = append(0, 5);
        try (StorageFile file = files.open(segment(0), Mode.WRITE)) {
            file.truncate(4 * BATCH_BYTES + 77);
        }
        reopen();
        assertThat(log.logEndOffset()).isEqualTo(4);
        assertThat(readAll(log, 0)).isEqualTo(written.subList(0, 4));
        assertThat(files.size(segment(0))).isEqualTo(4 * BATCH_BYTES);
        append(4, 3);
        assertThat(readAll(log, 0)).hasSize(7);
    }

    @Test
    void aFlippedBitBehindTheRecoveryPointCutsTheLogThere() throws IOException {
        append(0, 3);
        log.flush();
        append(3, 60);
        files.flipBit(segment(0), 10 * BATCH_BYTES + 150);
        reopen();
        assertThat(log.logEndOffset()).isEqualTo(10);
        assertThat(readAll(log, 0)).hasSize(10);
        append(10, 30);
        assertThat(readAll(log, 0)).hasSize(40);
    }

    @Test
    void aDamagedHeaderIsReportedWithFileAndPosition() throws IOException {
        append(0, 60);
        log.flush();
        files.flipBit(segment(0), 7 * BATCH_BYTES + 16);
        reopen();
        assertThat(readAll(log, 40)).hasSize(20);
        assertThatThrownBy(() -> readAll(log, 8))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining(segment(0).toString())
                .hasMessageContaining("position " + 7 * BATCH_BYTES);
    }

    @Test
    void aMissingSegmentIsReportedAndNothingIsChanged() throws IOException {
        append(0, 100);
        log.flush();
        log.close();
        List<String> names = files.list(root.resolve("logs").resolve(ID.toString()));
        String second = names.stream()
                .filter(name -> name.endsWith(".log"))
                .sorted()
                .toList()
                .get(1);
        files.delete(root.resolve("logs").resolve(ID.toString()).resolve(second));
        assertThatThrownBy(this::reopen)
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining(second)
                .hasMessageContaining("is missing");
        assertThat(files.list(root.resolve("logs").resolve(ID.toString()))).hasSize(names.size() - 1);
    }

    @Test
    void aSegmentShorterThanWhatWasFlushedIsReported() throws IOException {
        append(0, 10);
        log.flush();
        log.close();
        try (StorageFile file = files.open(segment(0), Mode.WRITE)) {
            file.truncate(5 * BATCH_BYTES);
        }
        assertThatThrownBy(this::reopen)
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining(segment(0).toString());
        assertThat(files.size(segment(0))).isEqualTo(5 * BATCH_BYTES);
    }

    @Test
    void aCleanStopNeedsNoReading() throws IOException {
        append(0, 100);
        log.flush();
        log.close();
        files.failNext(Operation.READ, SegmentLogTest::isSegment);
        reopen();
        assertThat(log.logEndOffset()).isEqualTo(100);
        assertThat(log.recoveryPoint()).isEqualTo(100);
    }

    @Test
    void flushedRecordsSurvivePowerLoss() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            List<ByteBuffer> before = readAll(log, 0);
            before.addAll(append(log.logEndOffset(), 10));
            log.flush();
            append(log.logEndOffset(), 30);
            powerOff(seed);
            assertThat(readAll(log, 0)).startsWith(before.toArray(ByteBuffer[]::new));
            assertThat(log.logEndOffset()).isEqualTo(readAll(log, 0).size());
        }
    }

    @Test
    void failedSyncIsNeverRetriedIntoSuccess() throws IOException {
        List<ByteBuffer> flushed = append(0, 3);
        log.flush();
        append(3, 3);
        files.failNext(Operation.FORCE, SegmentLogTest::isSegment);
        assertThatThrownBy(log::flush).isExactlyInstanceOf(IOException.class);
        assertThatThrownBy(log::flush).isInstanceOf(LogFailedException.class);
        assertThatThrownBy(() -> log.append(batch(6, 10))).isInstanceOf(LogFailedException.class);
        assertThat(log.recoveryPoint()).isEqualTo(3);
        assertThat(readAll(log, 0)).hasSize(6);
        powerOff(1);
        assertThat(readAll(log, 0)).isEqualTo(flushed);
    }

    @Test
    void aFailedWriteStopsWritesButNotReads() throws IOException {
        List<ByteBuffer> written = append(0, 3);
        files.failNext(Operation.WRITE, SegmentLogTest::isSegment);
        assertThatThrownBy(() -> append(3, 1)).isExactlyInstanceOf(IOException.class);
        assertThatThrownBy(() -> append(3, 1))
                .isInstanceOf(LogFailedException.class)
                .hasMessageContaining(ID.toString());
        assertThat(log.logEndOffset()).isEqualTo(3);
        assertThat(readAll(log, 0)).isEqualTo(written);
        log.close();
        reopen();
        assertThat(readAll(log, 0)).isEqualTo(written);
        append(3, 1);
    }

    @Test
    void aFullDiskRefusesAppendsKeepsReadsAndRecovers() throws IOException {
        List<ByteBuffer> written = append(0, 3);
        files.freeBytes(BATCH_BYTES / 2);
        assertThatThrownBy(() -> append(3, 1))
                .isInstanceOf(DiskFullException.class)
                .hasMessageContaining("no space left for " + segment(0));
        assertThatThrownBy(() -> append(3, 1)).isInstanceOf(DiskFullException.class);
        assertThat(log.logEndOffset()).isEqualTo(3);
        assertThat(files.size(segment(0))).isEqualTo(3 * BATCH_BYTES);
        assertThat(readAll(log, 0)).isEqualTo(written);
        files.freeBytes(1 << 20);
        written.addAll(append(3, 50));
        assertThat(readAll(log, 0)).isEqualTo(written);
        log.flush();
        powerOff(1);
        assertThat(readAll(log, 0)).isEqualTo(written);
    }

    @Test
    void aFullDiskAtTheFirstFlushIsNotFatal() throws IOException {
        append(0, 3);
        files.freeBytes(100);
        assertThatThrownBy(log::flush).isInstanceOf(DiskFullException.class);
        files.freeBytes(1 << 20);
        assertThat(log.flush()).isEqualTo(3);
        append(3, 1);
    }

    @Test
    void theRecoveryPointIsPublishedOnlyWhenTheCheckpointIsStored() throws IOException {
        append(0, 3);
        log.flush();
        append(3, 3);
        List<Long> published = new ArrayList<>();
        files.beforeNext(
                Operation.FORCE, path -> path.endsWith("checkpoint"), () -> published.add(log.recoveryPoint()));
        log.flush();
        assertThat(published).containsExactly(3L);
        assertThat(log.recoveryPoint()).isEqualTo(6);
    }

    @Test
    void aCheckpointThatFindsNoSpaceLeavesTheRecoveryPoint() throws IOException {
        append(0, 3);
        files.freeBytes(0);
        assertThatThrownBy(log::flush).isInstanceOf(DiskFullException.class);
        assertThat(log.recoveryPoint()).isZero();
        files.freeBytes(1 << 20);
        assertThat(log.flush()).isEqualTo(3);
        assertThat(log.recoveryPoint()).isEqualTo(3);
    }

    @Test
    void aCheckpointAfterOneThatFoundNoSpaceKnowsWhatIsDurable() throws IOException {
        append(0, 3);
        log.flush();
        List<ByteBuffer> rest = append(3, 30);
        failNextCheckpoint();
        assertThatThrownBy(log::flush).isInstanceOf(DiskFullException.class);
        assertThat(log.recoveryPoint()).isEqualTo(3);
        log.deleteBefore(2);
        log.close();
        reopen();
        assertThat(log.logStartOffset()).isEqualTo(2);
        assertThat(log.logEndOffset()).isEqualTo(33);
        assertThat(readAll(log, 3)).isEqualTo(rest);
    }

    @Test
    void nothingIsCutThatACheckpointStillNames() throws IOException {
        append(0, 3);
        log.flush();
        append(3, 3);
        failNextCheckpoint();
        assertThatThrownBy(log::flush).isInstanceOf(DiskFullException.class);
        log.deleteBefore(2);
        failNextCheckpoint();
        assertThatThrownBy(() -> log.truncateTo(4)).isInstanceOf(DiskFullException.class);
        log.close();
        reopen();
        assertThat(log.logEndOffset()).isEqualTo(6);
    }

    private void failNextCheckpoint() {
        files.beforeNext(Operation.WRITE, path -> path.endsWith("checkpoint"), () -> {
            throw new IOException("No space left on device");
        });
    }

    @Test
    void aReadAtTheTailTouchesNoFile() throws IOException {
        append(0, 10);
        files.failNext(Operation.READ, SegmentLogTest::isSegment);
        try (RecordSlice slice = log.read(9, 10, 1 << 20, true)) {
            assertThat(slice.sizeBytes()).isEqualTo(BATCH_BYTES);
            assertThat(slice.file().orElseThrow().position()).isEqualTo(9 * BATCH_BYTES);
        }
    }

    @Test
    void aLostIndexIsMadeAnew() throws IOException {
        append(0, 200);
        log.flush();
        log.close();
        Path partition = root.resolve("logs").resolve(ID.toString());
        int deleted = 0;
        for (String name : files.list(partition)) {
            if (name.endsWith(".index")) {
                files.delete(partition.resolve(name));
                deleted++;
            }
        }
        assertThat(deleted).isPositive();
        reopen();
        for (int offset = 0; offset < 200; offset += 7) {
            assertThat(readAll(log, offset)).hasSize(200 - offset);
        }
    }

    @Test
    void segmentsAreClosedByAge() throws IOException {
        log.configure(new LogConfig(1 << 20, 100, -1, -1, 256, 0, true, false));
        log.append(batch(0, 0, 1000, 1, 10));
        log.append(batch(1, 0, 1050, 1, 10));
        log.append(batch(2, 0, 1101, 1, 10));
        assertThat(files.exists(segment(2))).isTrue();
        assertThat(files.exists(segment(1))).isFalse();
    }

    @Test
    void retentionByTimeDeletesEvenTheLastSegment() throws IOException {
        log.configure(new LogConfig(1 << 20, 100, -1, 1000, 256, 0, true, false));
        log.append(batch(0, 0, 1000, 1, 10));
        log.append(batch(1, 0, 1050, 1, 10));
        assertThat(log.applyRetention(2000, 2)).isZero();
        assertThat(log.applyRetention(2051, 2)).isPositive();
        assertThat(log.logStartOffset()).isEqualTo(2);
        assertThat(log.sizeBytes()).isZero();
        log.append(batch(2, 0, 3000, 1, 10));
        log.close();
        reopen();
        assertThat(log.logStartOffset()).isEqualTo(2);
        assertThat(readAll(log, 2)).hasSize(1);
    }

    @Test
    void truncationWithinABatchRemovesItWhole() throws IOException {
        log.append(batch(0, 0, 0, 5, 10));
        log.append(batch(5, 0, 0, 5, 10));
        log.truncateTo(7);
        assertThat(log.logEndOffset()).isEqualTo(5);
        assertThat(readAll(log, 0)).hasSize(1);
    }

    @Test
    void batchesThatAreNotWholeAreRefusedAndNothingIsAppended() throws IOException {
        ByteBuffer cut = batch(0, 100);
        cut.limit(cut.limit() - 1);
        assertThatThrownBy(() -> log.append(cut)).isInstanceOf(IllegalArgumentException.class);
        assertThat(log.logEndOffset()).isZero();
    }

    @Test
    void aLogIsOpenOnlyOnce() throws IOException {
        SegmentLogStore store = LogFixture.store(files, root);
        PartitionLog first = store.open(ID, config(4096));
        assertThatThrownBy(() -> store.open(ID, config(4096))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.delete(ID)).isInstanceOf(IllegalStateException.class);
        first.close();
        store.open(ID, config(4096)).close();
    }

    @Test
    void aDamagedSnapshotIsPassedOver() throws IOException {
        append(0, 20);
        log.saveSnapshot(5, ByteBuffer.wrap(new byte[] {1}));
        log.saveSnapshot(10, ByteBuffer.wrap(new byte[] {2}));
        log.saveSnapshot(15, ByteBuffer.wrap(new byte[] {3}));
        files.flipBit(segment(0).resolveSibling(String.format("%020d.snapshot", 15)), 16);
        assertThat(log.latestSnapshot().orElseThrow().offset()).isEqualTo(10);
    }
}
