package gossip.storage.segment.log;

import gossip.api.PartitionId;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.storage.IndexStore;
import gossip.api.storage.LogConfig;
import gossip.api.storage.LogStore;
import gossip.api.storage.PartitionLog;
import gossip.storage.segment.file.LogPaths;
import gossip.storage.segment.file.OpenFiles;
import gossip.storage.segment.file.StorageFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Logs in segments, a directory per partition. */
public final class SegmentLogStore implements LogStore {
    /** Descriptors for segments. */
    public static final Setting<Integer> MAX_OPEN_FILES = Setting.of(
                    "storage.max_open_files",
                    SettingType.INT,
                    0,
                    "Most segment files kept open; the one unused for longest is closed for another. 0 takes about"
                            + " half of the descriptors that the operating system allows, at most 100,000.")
            .require(count -> count == 0 || count >= 16, "0, or at least 16");

    /** Memory of a compaction. */
    public static final Setting<Long> COMPACTION_BYTES = Setting.of(
                    "storage.compaction_memory",
                    SettingType.SIZE,
                    32L << 20,
                    "Most memory that one compaction uses for the keys it has seen; more keys than fit take several"
                            + " passes.")
            .require(size -> size >= 64 << 10 && size <= 1 << 30, "64KB to 1GB");

    private final LogState.LogEnvironment environment;
    private final int compactionBytes;
    private final ConcurrentMap<PartitionId, Optional<SegmentLog>> open = new ConcurrentHashMap<>();

    /**
     * Creates a store; nothing is read yet.
     *
     * @param files where the logs lie
     * @param paths their layout
     * @param openFiles descriptors of segments
     * @param indexes the sparse indexes
     * @param compactionBytes memory that a compaction may use for keys
     */
    public SegmentLogStore(
            StorageFiles files, LogPaths paths, OpenFiles openFiles, IndexStore indexes, int compactionBytes) {
        this.environment = new LogState.LogEnvironment(files, paths, openFiles, indexes);
        this.compactionBytes = compactionBytes;
    }

    @Override
    public PartitionLog open(PartitionId id, LogConfig config) throws IOException {
        claim(id);
        boolean opened = false;
        try {
            LogState state = LogRecovery.open(id, config, environment);
            SegmentLog log = new SegmentLog(state, compactionBytes, closed -> open.remove(closed.id()));
            open.put(id, Optional.of(log));
            opened = true;
            return log;
        } finally {
            if (!opened) {
                open.remove(id);
            }
        }
    }

    private void claim(PartitionId id) {
        if (open.putIfAbsent(id, Optional.empty()) != null) {
            throw new IllegalStateException("the log of " + id + " is open already; close it first");
        }
    }

    @Override
    public Set<PartitionId> partitions() throws IOException {
        Set<PartitionId> found = new HashSet<>();
        for (String name : environment.files().list(environment.paths().logsDirectory())) {
            if (name.endsWith(LogPaths.DELETED_SUFFIX)) {
                remove(environment.paths().logsDirectory().resolve(name));
            } else {
                LogPaths.partitionOf(name).ifPresent(found::add);
            }
        }
        return found;
    }

    @Override
    public long sizeBytes(PartitionId id) throws IOException {
        StorageFiles files = environment.files();
        Path directory = environment.paths().partition(id);
        long bytes = 0;
        for (String name : files.list(directory)) {
            if (name.endsWith(LogPaths.SEGMENT_SUFFIX)) {
                bytes += sizeUnlessGone(files, directory.resolve(name));
            }
        }
        return bytes;
    }

    /** Segments are deleted while they are counted. */
    private static long sizeUnlessGone(StorageFiles files, Path segment) throws IOException {
        try {
            return files.size(segment);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    @Override
    public void delete(PartitionId id) throws IOException {
        claim(id);
        try {
            Path directory = environment.paths().partition(id);
            Path deleted = directory.resolveSibling(id + LogPaths.DELETED_SUFFIX);
            remove(deleted);
            if (environment.files().exists(directory)) {
                environment.files().rename(directory, deleted);
                environment.files().syncDirectory(environment.paths().logsDirectory());
                remove(deleted);
            }
        } finally {
            open.remove(id);
        }
    }

    private void remove(Path directory) throws IOException {
        StorageFiles files = environment.files();
        for (String name : files.list(directory)) {
            files.delete(directory.resolve(name));
        }
        files.delete(directory);
    }

    @Override
    public void close() throws IOException {
        for (Optional<SegmentLog> log : List.copyOf(open.values())) {
            if (log.isPresent()) {
                log.orElseThrow().close();
            }
        }
    }
}
