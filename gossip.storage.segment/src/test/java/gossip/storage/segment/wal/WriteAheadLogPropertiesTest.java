package gossip.storage.segment.wal;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.PartitionId;
import gossip.api.metrics.Metrics;
import gossip.storage.segment.TempDirectory;
import gossip.storage.segment.file.FaultyFiles;
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

/** The log against a list, with power losses at random points. */
class WriteAheadLogPropertiesTest {
    private static final PartitionId ID = new PartitionId(new UUID(1, 2), 3);

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void noSyncedEntryIsLostAndNoneIsMadeUp(@ForAll long seed) throws IOException {
        try (TempDirectory root = new TempDirectory()) {
            new Run(root.path(), new Random(seed)).steps(120);
        }
    }

    private static final class Run {
        private final Path directory;
        private final Random random;
        private final List<Written> model = new ArrayList<>();
        private FaultyFiles files;
        private FileWriteAheadLog wal;
        private long trimmed;
        private long synced;

        private Run(Path root, Random random) throws IOException {
            this.directory = root.resolve("disk");
            this.random = random;
            this.files = new FaultyFiles(directory);
            files.createDirectories(directory);
            open();
        }

        private void steps(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                switch (random.nextInt(12)) {
                    case 0 -> crash();
                    case 1 -> trim();
                    case 5 -> trimAll();
                    case 2, 3 -> synced = wal.sync();
                    case 4 -> append(20_000 + random.nextInt(60_000));
                    default -> append(random.nextInt(3_000));
                }
            }
            crash();
            wal.close();
        }

        private void append(int size) throws IOException {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            ByteBuffer entry = ByteBuffer.wrap(bytes);
            long lsn = wal.append(ID, entry);
            assertThat(lsn).isGreaterThan(model.isEmpty() ? -1 : model.getLast().lsn());
            model.add(new Written(lsn, entry));
        }

        private void trim() throws IOException {
            if (!model.isEmpty()) {
                long lsn = model.get(random.nextInt(model.size())).lsn();
                wal.trim(lsn);
                trimmed = Math.max(trimmed, lsn);
            }
        }

        private void trimAll() throws IOException {
            wal.trim(wal.end());
            trimmed = wal.end();
        }

        /** What is found is a part of the model without a gap, from the trim point to beyond the last sync. */
        private void crash() throws IOException {
            files = files.powerOff(random.nextLong());
            List<ByteBuffer> found = new ArrayList<>();
            wal = FileWriteAheadLog.open(
                    files,
                    directory.resolve("wal"),
                    new WalOptions(32 << 10, 8 << 10, 128 << 10),
                    Runnable::run,
                    Metrics.NONE);
            wal.replay((id, batches) -> found.add(
                    ByteBuffer.allocate(batches.remaining()).put(batches).flip()));
            List<Written> expected =
                    model.stream().filter(written -> written.lsn() > trimmed).toList();
            List<ByteBuffer> bytes = expected.stream().map(Written::bytes).toList();
            long certain =
                    expected.stream().filter(written -> written.lsn() <= synced).count();
            assertThat(found).hasSizeGreaterThanOrEqualTo((int) certain);
            assertThat(found).isEqualTo(bytes.subList(0, found.size()));
            model.removeAll(expected.subList(found.size(), expected.size()));
            wal.reset();
            synced = wal.end();
        }

        private void open() throws IOException {
            wal = FileWriteAheadLog.open(
                    files,
                    directory.resolve("wal"),
                    new WalOptions(32 << 10, 8 << 10, 128 << 10),
                    Runnable::run,
                    Metrics.NONE);
            wal.replay((id, batches) -> {});
            wal.reset();
        }
    }

    private record Written(long lsn, ByteBuffer bytes) {}
}
