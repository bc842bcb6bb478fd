package gossip.storage.segment.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.PartitionId;
import gossip.api.metrics.Metrics;
import gossip.api.storage.CorruptLogException;
import gossip.api.storage.DiskFullException;
import gossip.api.storage.LogFailedException;
import gossip.storage.segment.file.FaultyFiles;
import gossip.storage.segment.file.FaultyFiles.Operation;
import gossip.storage.segment.file.StorageFile;
import gossip.storage.segment.file.StorageFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWriteAheadLogTest {
    private static final PartitionId ID = new PartitionId(new UUID(1, 2), 3);
    private static final WalOptions SMALL = new WalOptions(64 << 10, 16 << 10, 256 << 10);

    @TempDir
    Path directory;

    private FaultyFiles files;
    private FileWriteAheadLog wal;

    @BeforeEach
    void create() throws IOException {
        files = new FaultyFiles(directory.resolve("disk"));
        files.createDirectories(directory.resolve("disk"));
        open();
        wal.replay((id, batches) -> {});
        wal.reset();
    }

    @AfterEach
    void close() throws IOException {
        wal.close();
    }

    private void open() throws IOException {
        wal = FileWriteAheadLog.open(files, directory.resolve("disk/wal"), SMALL, Runnable::run, Metrics.NONE);
    }

    private List<ByteBuffer> replayed() throws IOException {
        List<ByteBuffer> found = new ArrayList<>();
        open();
        wal.replay((id, batches) ->
                found.add(ByteBuffer.allocate(batches.remaining()).put(batches).flip()));
        return found;
    }

    private static ByteBuffer entry(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private List<ByteBuffer> append(int from, int count, int size) throws IOException {
        List<ByteBuffer> written = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            ByteBuffer entry = entry(i, size);
            wal.append(ID, entry);
            written.add(entry);
        }
        return written;
    }

    private static boolean isLog(Path path) {
        return path.toString().endsWith(".wal");
    }

    @Test
    void syncedEntriesSurvivePowerLoss() throws IOException {
        List<ByteBuffer> written = append(0, 200, 1000);
        wal.sync();
        files = files.powerOff(1);
        assertThat(replayed()).isEqualTo(written);
    }

    @Test
    void recordBatchThatLooksLikeAHeaderProvesNothing() throws IOException {
        List<ByteBuffer> written = append(0, 3, 100);
        // as a batch of one small record of an idempotent producer: a checksum before just as many bytes as a header
        // has
        ByteBuffer batch =
                ByteBuffer.allocate(WalEntry.HEADER_BYTES).putLong(24, 1L << 60).putLong(32, 1L << 50);
        batch.putInt(0, WalEntry.crc(batch, 4, WalEntry.HEADER_BYTES - 4));
        long torn = wal.end();
        wal.append(ID, batch);
        wal.sync();
        Path first = directory
                .resolve("disk/wal")
                .resolve(files.list(directory.resolve("disk/wal")).stream()
                        .filter(name -> name.endsWith(".wal"))
                        .sorted()
                        .findFirst()
                        .orElseThrow());
        try (StorageFile file = files.open(first, StorageFiles.Mode.WRITE)) {
            file.write(ByteBuffer.allocate(8), WalFile.HEADER_BYTES + torn);
        }
        assertThat(replayed()).isEqualTo(written);
    }

    @Test
    void anEntryLargerThanFileAndBufferIsKept() throws IOException {
        List<ByteBuffer> written = append(0, 3, 1000);
        written.addAll(append(3, 1, 1_000_000));
        written.addAll(append(4, 3, 1000));
        wal.sync();
        files = files.powerOff(1);
        assertThat(replayed()).isEqualTo(written);
    }

    @Test
    void failedSyncIsNeverRetriedIntoSuccess() throws IOException {
        List<ByteBuffer> written = append(0, 1, 1000);
        wal.sync();
        append(1, 1, 1000);
        files.failNext(Operation.FORCE, FileWriteAheadLogTest::isLog);
        assertThatThrownBy(wal::sync).isExactlyInstanceOf(IOException.class);
        assertThatThrownBy(wal::sync).isInstanceOf(LogFailedException.class);
        assertThatThrownBy(() -> wal.append(ID, entry(2, 10))).isInstanceOf(LogFailedException.class);
        assertThatThrownBy(() -> wal.trim(wal.end())).isInstanceOf(LogFailedException.class);
        files = files.powerOff(1);
        assertThat(replayed()).isEqualTo(written);
    }

    @Test
    void aFailedWriteFailsTheLog() throws IOException {
        append(0, 1, 1000);
        files.failNext(Operation.WRITE, FileWriteAheadLogTest::isLog);
        assertThatThrownBy(wal::sync).isInstanceOf(IOException.class);
        assertThatThrownBy(wal::sync).isInstanceOf(LogFailedException.class);
    }

    @Test
    void aFullDiskRefusesAppendsAndRecovers() throws IOException {
        List<ByteBuffer> written = append(0, 10, 1000);
        wal.sync();
        files.freeBytes(1000);
        long end = wal.end();
        List<ByteBuffer> before = new ArrayList<>(written);
        assertThatThrownBy(() -> before.addAll(append(10, 1, 200_000)))
                .isInstanceOf(DiskFullException.class)
                .hasMessageContaining("no space left");
        assertThat(wal.end()).isEqualTo(end);
        files.freeBytes(1 << 20);
        written.addAll(append(20, 1, 200_000));
        wal.sync();
        files = files.powerOff(3);
        assertThat(replayed()).isEqualTo(written);
    }

    @Test
    void appendsDoNotWaitForARunningSync() throws Exception {
        append(0, 1, 1000);
        CountDownLatch syncing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        files.beforeNext(Operation.FORCE, FileWriteAheadLogTest::isLog, () -> {
            syncing.countDown();
            await(goOn);
        });
        CompletableFuture<Long> sync = CompletableFuture.supplyAsync(() -> {
            try {
                return wal.sync();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(syncing.await(10, TimeUnit.SECONDS)).isTrue();
        long before = wal.end();
        append(1, 5, 1000);
        goOn.countDown();
        assertThat(sync.get(10, TimeUnit.SECONDS)).isEqualTo(before);
        assertThat(wal.sync()).isEqualTo(wal.end()).isGreaterThan(before);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IOException("nobody let go");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void filesAreUsedAgainAndTheirOldEntriesAreNotReplayed() throws IOException {
        for (int round = 0; round < 40; round++) {
            append(round * 10, 10, 1000);
            wal.sync();
            wal.trim(wal.end());
        }
        assertThat(files.list(directory.resolve("disk/wal"))).hasSizeLessThanOrEqualTo(5);
        List<ByteBuffer> last = append(1000, 3, 500);
        wal.sync();
        files = files.powerOff(5);
        assertThat(replayed()).isEqualTo(last);
    }

    @Test
    void whatWasLostInACrashDoesNotComeBackAfterTheNext() throws IOException {
        for (int seed = 0; seed < 30; seed++) {
            List<ByteBuffer> kept = append(seed, 2, 700);
            wal.sync();
            append(seed + 100, 5, 700);
            files.failNext(Operation.FORCE, FileWriteAheadLogTest::isLog);
            assertThatThrownBy(wal::sync).isInstanceOf(IOException.class);
            files = files.powerOff(seed);
            List<ByteBuffer> found = replayed();
            assertThat(found).startsWith(kept.toArray(ByteBuffer[]::new));
            wal.reset();
            wal.trim(wal.end());
        }
    }

    @Test
    void whatWasReadFromThePageCacheIsDurableBeforeAnythingFollowsIt() throws IOException {
        for (int seed = 0; seed < 10; seed++) {
            List<ByteBuffer> all = append(0, 2, 700);
            wal.sync();
            all.addAll(append(2, 2, 30_000));
            wal.close();
            assertThat(replayed()).isEqualTo(all);
            wal.reset();
            all.addAll(append(4, 2, 700));
            wal.sync();
            files = files.powerOff(seed);
            assertThat(replayed()).isEqualTo(all);
            wal.reset();
            wal.trim(wal.end());
        }
    }

    @Test
    void filesThatWereReplayedAreFreedByATrim() throws IOException {
        append(0, 300, 1000);
        wal.sync();
        wal.close();
        replayed();
        wal.reset();
        append(300, 10, 1000);
        wal.sync();
        wal.trim(wal.end());
        assertThat(files.list(directory.resolve("disk/wal"))).hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void damageBeforeIntactEntriesIsReported() throws IOException {
        append(0, 3, 1000);
        wal.sync();
        append(3, 3, 1000);
        wal.sync();
        Path file = directory.resolve("disk/wal/0000000000.wal");
        files.flipBit(file, WalFile.HEADER_BYTES + WalEntry.HEADER_BYTES + 1000 + WalEntry.HEADER_BYTES + 500);
        files = files.powerOff(1);
        assertThatThrownBy(this::replayed)
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("position " + (WalFile.HEADER_BYTES + WalEntry.HEADER_BYTES + 1000));
    }

    @Test
    void aDamagedFileHeaderIsReported() throws IOException {
        append(0, 3, 1000);
        wal.sync();
        append(3, 3, 1000);
        wal.sync();
        files.flipBit(directory.resolve("disk/wal/0000000000.wal"), 9);
        files = files.powerOff(1);
        assertThatThrownBy(this::replayed).isInstanceOf(CorruptLogException.class);
    }

    @Test
    void aLostFileIsReported() throws IOException {
        append(0, 200, 1000);
        wal.sync();
        append(200, 200, 1000);
        wal.sync();
        files.delete(directory.resolve("disk/wal/0000000000.wal"));
        assertThatThrownBy(this::replayed).isInstanceOf(CorruptLogException.class);
    }

    @Test
    void nothingIsReadAfterACleanStop() throws IOException {
        append(0, 10, 1000);
        wal.sync();
        wal.trim(wal.end());
        long end = wal.end();
        wal.close();
        assertThat(replayed()).isEmpty();
        assertThat(wal.end()).isEqualTo(end);
    }

    @Test
    void aSyncIsOneWriteAndOneFdatasync() throws IOException {
        append(0, 1, 100);
        wal.sync();
        int before = files.forces();
        append(1, 20, 100);
        wal.sync();
        wal.sync();
        assertThat(files.forces()).isEqualTo(before + 1);
    }

    @Test
    void appendsComeAfterReplayAndReset() throws IOException {
        wal.close();
        open();
        assertThatThrownBy(() -> wal.append(ID, entry(1, 1))).isInstanceOf(IllegalStateException.class);
    }
}
