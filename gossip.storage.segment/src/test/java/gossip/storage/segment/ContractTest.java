package gossip.storage.segment;

import gossip.api.metrics.Metrics;
import gossip.api.storage.IndexStore;
import gossip.api.storage.LogStore;
import gossip.api.storage.WriteAheadLog;
import gossip.storage.segment.file.LogPaths;
import gossip.storage.segment.file.NioFiles;
import gossip.storage.segment.file.OpenFiles;
import gossip.storage.segment.index.FileIndexStore;
import gossip.storage.segment.log.SegmentLogStore;
import gossip.storage.segment.wal.FileWriteAheadLog;
import gossip.storage.segment.wal.WalOptions;
import gossip.tck.CompactionContract;
import gossip.tck.IndexStoreContract;
import gossip.tck.LogStoreContract;
import gossip.tck.WriteAheadLogContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The published contracts hold for the implementations on disk. */
class ContractTest {
    @Nested
    class Logs extends LogStoreContract {
        @TempDir
        Path directory;

        @Override
        protected LogStore openStore() {
            NioFiles files = new NioFiles();
            LogPaths paths = LogPaths.in(directory);
            return new SegmentLogStore(
                    files, paths, new OpenFiles(files, 16), new FileIndexStore(files, paths), 1 << 20);
        }
    }

    @Nested
    class Compactions extends CompactionContract {
        @TempDir
        Path directory;

        @Override
        protected LogStore openStore() {
            NioFiles files = new NioFiles();
            LogPaths paths = LogPaths.in(directory);
            return new SegmentLogStore(
                    files, paths, new OpenFiles(files, 16), new FileIndexStore(files, paths), 1 << 20);
        }
    }

    @Nested
    class Indexes extends IndexStoreContract {
        @TempDir
        Path directory;

        @Override
        protected IndexStore openStore() throws IOException {
            LogPaths paths = LogPaths.in(directory);
            new NioFiles().createDirectories(paths.partition(new gossip.api.PartitionId(new java.util.UUID(1, 2), 3)));
            return new FileIndexStore(new NioFiles(), paths);
        }
    }

    @Nested
    class WriteAheadLogs extends WriteAheadLogContract {
        @TempDir
        Path directory;

        @Override
        protected WriteAheadLog openLog() throws IOException {
            return FileWriteAheadLog.open(
                    new NioFiles(),
                    directory.resolve("wal"),
                    new WalOptions(1 << 20, 64 << 10, 4 << 20),
                    Runnable::run,
                    Metrics.NONE);
        }
    }
}
