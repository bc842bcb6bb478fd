package gossip.storage.segment.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.PartitionId;
import gossip.api.metrics.Metrics;
import gossip.api.storage.LogFailedException;
import gossip.storage.segment.TempDirectory;
import gossip.storage.segment.file.FaultyFiles;
import gossip.storage.segment.file.FaultyFiles.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A write-ahead log whose process ends after a failed sync, a later one on the same page cache, and a loss of power. */
class WalPageCacheTest {
    private static final PartitionId ID = new PartitionId(new UUID(1, 2), 3);
    private static final WalOptions SMALL = new WalOptions(64 << 10, 16 << 10, 256 << 10);
    private static final int SEEDS = 30;
    /** Neighbouring seeds begin with the same number. */
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    @Test
    void whatCouldNotBeSyncedIsThereOnceMoreIsSyncedBehindIt() throws IOException {
        int failures = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            try (TempDirectory root = new TempDirectory()) {
                FaultyFiles files = disk(root);
                List<ByteBuffer> entries = new ArrayList<>();
                FileWriteAheadLog first = started(files, root);
                entries.addAll(append(first, 0, 3));
                first.sync();
                // more than fits into one file
                IntStream.range(3, 43).forEach(i -> entries.add(entry(i)));
                files.failAfter(
                        seed % 4, Operation.FORCE, path -> path.toString().endsWith(".wal"));
                failures += fails(first) ? 1 : 0;
                files.forgetFaults();

                FileWriteAheadLog second = open(files, root);
                List<ByteBuffer> found = replay(second);
                assertThat(found).isEqualTo(entries.subList(0, found.size()));
                second.reset();
                found.addAll(append(second, 100, 2));
                second.sync();

                FaultyFiles after = files.powerOff(seed * SPREAD);
                assertThat(replay(open(after, root))).isEqualTo(found);
            }
        }
        assertThat(failures).isGreaterThan(SEEDS / 2);
    }

    private static boolean fails(FileWriteAheadLog wal) {
        try {
            append(wal, 3, 40);
            wal.sync();
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void aTrimPointThatCouldNotBeSyncedIsDurableBeforeAnythingIsBuiltUponIt() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (TempDirectory root = new TempDirectory()) {
                FaultyFiles files = disk(root);
                FileWriteAheadLog first = started(files, root);
                append(first, 0, 2);
                first.sync();
                first.trim(first.end());
                append(first, 2, 1); // is trimmed before it is written
                files.failNext(Operation.FORCE, path -> path.endsWith("trim"));
                assertThatThrownBy(() -> first.trim(first.end())).isInstanceOf(IOException.class);

                FileWriteAheadLog second = started(files, root);
                List<ByteBuffer> entries = append(second, 3, 2);
                second.sync();

                assertThat(replay(open(files.powerOff(seed * SPREAD), root))).isEqualTo(entries);
            }
        }
    }

    @Test
    void aDirectoryThatAnEarlierProcessMadeIsDurable() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (TempDirectory root = new TempDirectory()) {
                FaultyFiles files = disk(root);
                String place = seed % 2 == 0 ? ".." : "wal";
                files.beforeNext(Operation.SYNC_DIRECTORY, path -> path.endsWith(place), () -> {
                    throw new IllegalStateException("killed");
                });
                assertThatThrownBy(() -> {
                            FileWriteAheadLog killed = started(files, root);
                            append(killed, 0, 1);
                        })
                        .hasMessage("killed");

                FileWriteAheadLog wal = started(files, root);
                List<ByteBuffer> entries = append(wal, 1, 3);
                wal.trim(0);
                wal.sync();

                assertThat(replay(open(files.powerOff(seed * SPREAD), root))).isEqualTo(entries);
            }
        }
    }

    @Test
    void aSyncThatEndsUnexpectedlyEndsTheLog() throws IOException {
        try (TempDirectory root = new TempDirectory()) {
            FaultyFiles files = disk(root);
            FileWriteAheadLog wal = started(files, root);
            List<ByteBuffer> entries = append(wal, 0, 2);
            wal.sync();
            append(wal, 2, 2);
            files.beforeNext(Operation.WRITE, path -> path.toString().endsWith(".wal"), () -> {
                throw new OutOfMemoryError("a buffer");
            });

            assertThatThrownBy(wal::sync).isInstanceOf(OutOfMemoryError.class);

            assertThatThrownBy(wal::sync).isInstanceOf(LogFailedException.class);
            assertThatThrownBy(() -> append(wal, 4, 1)).isInstanceOf(LogFailedException.class);
            wal.close();
            assertThat(replay(open(files, root))).isEqualTo(entries);
        }
    }

    private static FaultyFiles disk(TempDirectory root) throws IOException {
        Path directory = root.path().resolve("disk");
        FaultyFiles files = new FaultyFiles(directory);
        files.createDirectories(directory);
        return files;
    }

    private static FileWriteAheadLog started(FaultyFiles files, TempDirectory root) throws IOException {
        FileWriteAheadLog wal = open(files, root);
        replay(wal);
        wal.reset();
        return wal;
    }

    private static FileWriteAheadLog open(FaultyFiles files, TempDirectory root) throws IOException {
        return FileWriteAheadLog.open(files, root.path().resolve("disk/wal"), SMALL, Runnable::run, Metrics.NONE);
    }

    private static List<ByteBuffer> replay(FileWriteAheadLog wal) throws IOException {
        List<ByteBuffer> found = new ArrayList<>();
        wal.replay((id, batches) ->
                found.add(ByteBuffer.allocate(batches.remaining()).put(batches).flip()));
        return found;
    }

    private static List<ByteBuffer> append(FileWriteAheadLog wal, int from, int count) throws IOException {
        List<ByteBuffer> written = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            wal.append(ID, entry(i));
            written.add(entry(i));
        }
        return written;
    }

    private static ByteBuffer entry(int seed) {
        byte[] bytes = new byte[2000];
        new Random(seed).nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }
}
