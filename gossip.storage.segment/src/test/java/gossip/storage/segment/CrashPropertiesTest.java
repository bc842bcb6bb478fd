package gossip.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.PartitionId;
import gossip.api.RecordSlice;
import gossip.api.metrics.Metrics;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordBatchBuilder;
import gossip.api.storage.LogConfig;
import gossip.api.storage.PartitionLog;
import gossip.api.storage.WriteAheadLog;
import gossip.storage.segment.file.FaultyFiles;
import gossip.storage.segment.file.FaultyFiles.Operation;
import gossip.storage.segment.file.LogPaths;
import gossip.storage.segment.file.OpenFiles;
import gossip.storage.segment.index.FileIndexStore;
import gossip.storage.segment.log.SegmentLogStore;
import gossip.storage.segment.wal.FileWriteAheadLog;
import gossip.storage.segment.wal.WalOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Logs and write-ahead log together, used as the broker uses them, under loss of power. */
class CrashPropertiesTest {
    private static final int PARTITIONS = 3;
    private static final Operation[] FAILING = {
        Operation.FORCE, Operation.FORCE, Operation.WRITE, Operation.SYNC_DIRECTORY, Operation.RENAME
    };

    @Property(tries = 50, shrinking = ShrinkingMode.OFF)
    void powerLossLosesNoSyncedEntry(@ForAll long seed) throws IOException {
        try (TempDirectory root = new TempDirectory()) {
            new Run(root.path().resolve("disk"), new Random(seed)).steps(150);
        }
    }

    private static final class Run {
        private final Path directory;
        private final Random random;
        private final List<List<ByteBuffer>> acknowledged = new ArrayList<>();
        private final List<List<ByteBuffer>> waiting = new ArrayList<>();
        private final List<PartitionLog> logs = new ArrayList<>();
        private FaultyFiles files;
        private WriteAheadLog wal;

        private Run(Path directory, Random random) throws IOException {
            this.directory = directory;
            this.random = random;
            this.files = new FaultyFiles(directory);
            files.createDirectories(directory);
            for (int i = 0; i < PARTITIONS; i++) {
                acknowledged.add(new ArrayList<>());
                waiting.add(new ArrayList<>());
            }
            start();
        }

        private void steps(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                switch (random.nextInt(16)) {
                    case 15 -> restartAfterAFailure();
                    case 0 -> crash();
                    case 1 -> checkpoint();
                    case 2 -> logs.get(random.nextInt(PARTITIONS)).flush();
                    case 3, 4, 5 -> sync();
                    default -> append();
                }
            }
            crash();
        }

        private void append() throws IOException {
            int partition = random.nextInt(PARTITIONS);
            PartitionLog log = logs.get(partition);
            ByteBuffer batch = new RecordBatchBuilder()
                    .baseOffset(log.logEndOffset())
                    .add(NewRecord.of(random.nextInt(1000), "k", "v".repeat(random.nextInt(1500)) + random.nextLong()))
                    .build();
            log.append(batch);
            waiting.get(partition).add(batch);
            wal.append(log.id(), batch);
        }

        private void sync() throws IOException {
            wal.sync();
            for (int i = 0; i < PARTITIONS; i++) {
                acknowledged.get(i).addAll(waiting.get(i));
                waiting.get(i).clear();
            }
        }

        private void checkpoint() throws IOException {
            long lsn = wal.end();
            for (PartitionLog log : logs) {
                log.flush();
            }
            wal.trim(lsn);
        }

        private void crash() throws IOException {
            files = files.powerOff(random.nextLong());
            start();
            compare();
        }

        private void compare() throws IOException {
            for (int i = 0; i < PARTITIONS; i++) {
                List<ByteBuffer> found = readAll(logs.get(i));
                List<ByteBuffer> possible = new ArrayList<>(acknowledged.get(i));
                possible.addAll(waiting.get(i));
                assertThat(found.size())
                        .isGreaterThanOrEqualTo(acknowledged.get(i).size());
                assertThat(found).isEqualTo(possible.subList(0, found.size()));
                acknowledged.set(i, found);
                waiting.get(i).clear();
            }
        }

        /** The process ends after an error of the disk; what the page cache has is still there. */
        private void restartAfterAFailure() throws IOException {
            files.failAfter(random.nextInt(4), FAILING[random.nextInt(FAILING.length)], path -> true);
            try {
                append();
                sync();
                checkpoint();
            } catch (IOException e) {
                assertThat(files.isPowered()).as(e.toString()).isTrue();
            }
            files.forgetFaults();
            start();
            compare();
        }

        private void start() throws IOException {
            LogPaths paths = LogPaths.in(directory);
            SegmentLogStore store = new SegmentLogStore(
                    files, paths, new OpenFiles(files, 3), new FileIndexStore(files, paths), 1 << 20);
            LogConfig config = new LogConfig(5000, Long.MAX_VALUE, -1, -1, 256, 0, true, false);
            logs.clear();
            for (int i = 0; i < PARTITIONS; i++) {
                logs.add(store.open(new PartitionId(new UUID(7, 7), i), config));
            }
            wal = FileWriteAheadLog.open(
                    files,
                    directory.resolve("wal"),
                    new WalOptions(32 << 10, 8 << 10, 128 << 10),
                    Runnable::run,
                    Metrics.NONE);
            wal.replay((id, batches) -> {
                PartitionLog log = logs.get(id.partition());
                if (RecordBatch.at(batches, batches.position()).baseOffset() >= log.logEndOffset()) {
                    log.append(batches);
                }
            });
            for (PartitionLog log : logs) {
                log.flush();
            }
            wal.reset();
            if (random.nextBoolean()) {
                wal.trim(wal.end());
            }
        }

        private static List<ByteBuffer> readAll(PartitionLog log) throws IOException {
            List<ByteBuffer> found = new ArrayList<>();
            long next = 0;
            while (next < log.logEndOffset()) {
                try (RecordSlice slice = log.read(next, log.logEndOffset(), 1, true)) {
                    RecordBatch batch = RecordBatch.at(slice.toBuffer(), 0);
                    assertThat(batch.isIntact()).isTrue();
                    found.add(batch.bytes());
                    next = batch.nextOffset();
                }
            }
            return found;
        }
    }
}
