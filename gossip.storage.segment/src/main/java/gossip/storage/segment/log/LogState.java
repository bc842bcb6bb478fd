package gossip.storage.segment.log;

import gossip.api.PartitionId;
import gossip.api.storage.IndexStore;
import gossip.api.storage.LogConfig;
import gossip.api.storage.LogFailedException;
import gossip.storage.segment.file.LogPaths;
import gossip.storage.segment.file.OpenFiles;
import gossip.storage.segment.file.SlotFile;
import gossip.storage.segment.file.StorageFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a log consists of at the moment. The writer advances the end; whatever changes the checkpoint or removes files holds
 * {@link #maintenance}, which an append never takes. Readers see volatile fields only.
 */
final class LogState {
    private final PartitionId id;
    private final LogEnvironment environment;
    private final SegmentIndexes indexes;
    private final SlotFile checkpointFile;
    private final AbortedIndex aborted = new AbortedIndex(this);
    private final ReentrantLock maintenance = new ReentrantLock();
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile Segments segments;
    private volatile LogConfig config;
    private volatile LeaderEpochs epochs = LeaderEpochs.NONE;
    private volatile long logStartOffset;
    private volatile long logEndOffset;
    private volatile long flushedTo;
    private volatile long recoveryPoint;
    private volatile long cleanedTo;
    private volatile boolean directoryExists;
    private volatile boolean directoryChanged;
    private volatile boolean closed;

    /** An empty log without files. */
    LogState(PartitionId id, LogConfig config, LogEnvironment environment) {
        this.id = id;
        this.config = config;
        this.environment = environment;
        this.indexes = new SegmentIndexes(id, environment.indexes(), () -> this.config.indexIntervalBytes());
        this.checkpointFile = new SlotFile(environment.files(), directory().resolve("checkpoint"));
        this.segments = new Segments(List.of(newSegment(0)));
    }

    /** What all logs of a store share. */
    record LogEnvironment(
            StorageFiles files,
            LogPaths paths,
            OpenFiles openFiles,
            IndexStore indexes,
            AtomicBoolean logsDirectoryIsDurable) {
        LogEnvironment(StorageFiles files, LogPaths paths, OpenFiles openFiles, IndexStore indexes) {
            this(files, paths, openFiles, indexes, new AtomicBoolean());
        }

        /** Whoever returns first has waited until the directory is durable. */
        private synchronized void ensureLogsDirectory() throws IOException {
            // one that is there may have been made by a process that ended before it was durable
            if (!logsDirectoryIsDurable.get()) {
                files.createDirectories(paths.logsDirectory());
                files.syncDirectory(paths.logsDirectory().resolve(".."));
                logsDirectoryIsDurable.set(true);
            }
        }
    }

    Segment newSegment(long baseOffset) {
        return new Segment(baseOffset, environment.openFiles().file(segmentPath(baseOffset)), indexes);
    }

    Segment knownSegment(LogCheckpoint.Mark mark, long endOffset) {
        return new Segment(mark, endOffset, environment.openFiles().file(segmentPath(mark.baseOffset())), indexes);
    }

    Path directory() {
        return environment.paths().partition(id);
    }

    Path segmentPath(long baseOffset) {
        return environment.paths().file(id, baseOffset, LogPaths.SEGMENT_SUFFIX);
    }

    Path cleanedPath(long baseOffset) {
        return environment.paths().file(id, baseOffset, LogPaths.CLEANED_SUFFIX);
    }

    Path snapshotPath(long offset) {
        return environment.paths().file(id, offset, LogPaths.SNAPSHOT_SUFFIX);
    }

    StorageFiles files() {
        return environment.files();
    }

    SegmentIndexes indexes() {
        return indexes;
    }

    SlotFile checkpointFile() {
        return checkpointFile;
    }

    AbortedIndex aborted() {
        return aborted;
    }

    /** Creates the directory where there is none. */
    void ensureDirectory() throws IOException {
        if (!directoryExists) {
            environment.ensureLogsDirectory();
            files().createDirectories(directory());
            directoryChanged = true;
            directoryExists = true;
        }
    }

    /** Makes files that were created or deleted durable as such. */
    void syncDirectories() throws IOException {
        if (directoryChanged) {
            directoryChanged = false;
            files().syncDirectory(directory());
            files().syncDirectory(environment.paths().logsDirectory());
        }
    }

    /** The checkpoint of what is durable now, under a start. */
    LogCheckpoint checkpoint(long startOffset, LogCheckpoint.Change change) {
        List<LogCheckpoint.Mark> marks = new ArrayList<>();
        for (Segment segment : segments().all()) {
            if (segment.durableBytes() > 0) {
                marks.add(segment.durableMark());
            }
        }
        return new LogCheckpoint(startOffset, flushedTo, cleanedTo, change, epochs.before(flushedTo), marks);
    }

    /** Makes a checkpoint durable. */
    void store(LogCheckpoint checkpoint) throws IOException {
        ensureDirectory();
        checkpointFile.write(checkpoint.encode());
    }

    void requireWritable() throws LogFailedException {
        IOException cause = failure.get();
        if (cause != null) {
            throw new LogFailedException(
                    "the log of " + id + " takes no more writes, for an earlier one failed: " + cause.getMessage()
                            + "; repair the disk, then open the log anew",
                    cause);
        }
        if (closed) {
            throw new LogFailedException("the log of " + id + " is closed");
        }
    }

    /** Stops all further writes. */
    IOException failed(IOException cause) {
        failure.compareAndSet(null, cause);
        return cause;
    }

    synchronized void updateSegments(UnaryOperator<Segments> change) {
        segments = change.apply(segments);
    }

    Segments segments() {
        return segments;
    }

    PartitionId id() {
        return id;
    }

    ReentrantLock maintenance() {
        return maintenance;
    }

    LogConfig config() {
        return config;
    }

    void config(LogConfig newConfig) {
        config = newConfig;
    }

    LeaderEpochs epochs() {
        return epochs;
    }

    void epochs(LeaderEpochs newEpochs) {
        epochs = newEpochs;
    }

    long logStartOffset() {
        return logStartOffset;
    }

    void logStartOffset(long offset) {
        logStartOffset = offset;
    }

    long logEndOffset() {
        return logEndOffset;
    }

    void logEndOffset(long offset) {
        logEndOffset = offset;
    }

    /** End of what the segments hold durably; a checkpoint that says so may still be missing. */
    long flushedTo() {
        return flushedTo;
    }

    void flushedTo(long offset) {
        flushedTo = offset;
    }

    /** End of what a stored checkpoint says is durable; never beyond {@link #flushedTo}. */
    long recoveryPoint() {
        return recoveryPoint;
    }

    void recoveryPoint(long offset) {
        recoveryPoint = offset;
    }

    long cleanedTo() {
        return cleanedTo;
    }

    void cleanedTo(long offset) {
        cleanedTo = offset;
    }

    /** How often records were taken from the end; who reads segments without {@link #maintenance} compares. */
    int cuts() {
        return cuts.get();
    }

    /** Takes note that records are taken from the end, while {@link #maintenance} is held. */
    void beginCut() {
        cuts.incrementAndGet();
    }

    void directoryExists(boolean exists) {
        directoryExists = exists;
    }

    void directoryChanged() {
        directoryChanged = true;
    }

    boolean isClosed() {
        return closed;
    }

    void closed() {
        closed = true;
    }
}
