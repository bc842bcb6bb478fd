package gossip.storage.segment.log;

import gossip.api.PartitionId;
import gossip.api.storage.CorruptLogException;
import gossip.api.storage.LogConfig;
import gossip.storage.segment.file.LogPaths;
import gossip.storage.segment.file.OpenFile;
import gossip.storage.segment.file.Rewriting;
import gossip.storage.segment.file.StorageFiles;
import gossip.storage.segment.log.LogCheckpoint.Change;
import gossip.storage.segment.log.LogCheckpoint.Mark;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Opens a log: finishes what a crash interrupted, holds the files against the checkpoint, and reads what lies behind it up
 * to the first batch that is not intact, where the log is cut. After a clean stop nothing lies behind it and nothing is read.
 */
final class LogRecovery {
    private static final System.Logger LOG = System.getLogger("gossip.storage.log");

    private final LogState state;
    private final List<String> names;
    /** Sizes of the segment files by base offset. */
    private final TreeMap<Long, Long> sizes = new TreeMap<>();

    private final List<Segment> segments = new ArrayList<>();
    private LeaderEpochs epochs = LeaderEpochs.NONE;
    private long endOffset;
    private boolean torn;

    private LogRecovery(LogState state, List<String> names) {
        this.state = state;
        this.names = names;
    }

    static LogState open(PartitionId id, LogConfig config, LogState.LogEnvironment environment) throws IOException {
        LogState state = new LogState(id, config, environment);
        if (state.files().exists(state.directory())) {
            state.directoryExists(true);
            new LogRecovery(state, state.files().list(state.directory())).run();
        }
        return state;
    }

    private void run() throws IOException {
        Optional<LogCheckpoint> stored = readCheckpoint();
        for (String name : names) {
            if (name.endsWith(LogPaths.SEGMENT_SUFFIX)) {
                long base = LogPaths.offsetOf(name, LogPaths.SEGMENT_SUFFIX).orElseThrow(() -> strange(name));
                sizes.put(base, state.files().size(state.segmentPath(base)));
            }
        }
        LogCheckpoint checkpoint = stored.isPresent() ? settle(stored.orElseThrow()) : unknown();
        requireMarked(checkpoint);
        addMarked(checkpoint);
        addUnmarked();
        install(checkpoint);
        deleteStrays();
        state.aborted().open(endOffset);
    }

    private Optional<LogCheckpoint> readCheckpoint() throws IOException {
        Optional<ByteBuffer> bytes = state.checkpointFile().read();
        try {
            return bytes.map(LogCheckpoint::decode);
        } catch (IllegalArgumentException e) {
            throw new CorruptLogException(state.directory() + ": cannot read the checkpoint: " + e.getMessage(), e);
        }
    }

    private CorruptLogException strange(String name) {
        return new CorruptLogException(state.directory().resolve(name) + " is not a segment's name; move it away");
    }

    /** Before the first flush there is no checkpoint: everything has to be read. */
    private LogCheckpoint unknown() {
        long start = sizes.isEmpty() ? 0 : sizes.firstKey();
        return new LogCheckpoint(start, start, start, Change.NONE, LeaderEpochs.NONE, List.of());
    }

    private LogCheckpoint settle(LogCheckpoint stored) throws IOException {
        switch (stored.change().kind()) {
            case NONE -> {
                return stored;
            }
            case RESET -> {
                state.checkpointFile().confirm();
                for (long base : List.copyOf(sizes.keySet())) {
                    deleteSegment(base);
                }
                new Snapshots(state).deleteBeyond(-1);
                state.aborted().open(-1);
            }
            case SWAP -> {
                state.checkpointFile().confirm();
                finishSwap(stored.change());
            }
        }
        state.files().syncDirectory(state.directory());
        state.store(stored.settled());
        return stored.settled();
    }

    private void finishSwap(Change swap) throws IOException {
        long base = swap.fromOffset();
        for (long replaced :
                List.copyOf(sizes.subMap(base, true, swap.endOffset(), false).keySet())) {
            state.indexes().delete(replaced);
            if (replaced != base) {
                deleteSegment(replaced);
            }
        }
        if (state.files().exists(state.cleanedPath(base))) {
            state.files().rename(state.cleanedPath(base), state.segmentPath(base));
        }
        sizes.put(base, state.files().size(state.segmentPath(base)));
    }

    private void requireMarked(LogCheckpoint checkpoint) throws IOException {
        List<Mark> marks = checkpoint.segments();
        for (int i = 0; i < marks.size(); i++) {
            Mark mark = marks.get(i);
            Long size = sizes.get(mark.baseOffset());
            boolean last = i == marks.size() - 1;
            if (size == null || size < mark.sizeBytes() || !last && size > mark.sizeBytes()) {
                throw new CorruptLogException(state.segmentPath(mark.baseOffset())
                        + (size == null ? " is missing" : " has " + size + " bytes") + ", expected " + mark.sizeBytes()
                        + " that had been durable; restore it from another replica or a backup");
            }
        }
        long first =
                marks.isEmpty() ? checkpoint.recoveryPoint() : marks.getFirst().baseOffset();
        List<Long> unnamed = List.copyOf(sizes.headMap(first).keySet());
        if (!unnamed.isEmpty()) {
            // what the checkpoint no longer names was being deleted
            state.checkpointFile().confirm();
        }
        for (long base : unnamed) {
            deleteSegment(base);
        }
        if (!marks.isEmpty()) {
            requireNoOthers(marks);
        }
    }

    private void requireNoOthers(List<Mark> marks) throws CorruptLogException {
        for (long base : sizes.headMap(marks.getLast().baseOffset()).keySet()) {
            if (marks.stream().noneMatch(mark -> mark.baseOffset() == base)) {
                throw new CorruptLogException(
                        state.segmentPath(base) + " does not belong to the log; move it away to go on without it");
            }
        }
    }

    private void addMarked(LogCheckpoint checkpoint) throws IOException {
        epochs = checkpoint.epochs();
        endOffset = checkpoint.recoveryPoint();
        List<Mark> marks = checkpoint.segments();
        for (int i = 0; i < marks.size(); i++) {
            Mark mark = marks.get(i);
            boolean last = i == marks.size() - 1;
            long end = last ? checkpoint.recoveryPoint() : marks.get(i + 1).baseOffset();
            Segment segment = state.knownSegment(mark, end);
            segments.add(segment);
            Long size = sizes.remove(mark.baseOffset());
            if (size != null && size > mark.sizeBytes()) {
                state.indexes().truncate(mark.baseOffset(), end);
                scan(segment, mark.sizeBytes());
            }
        }
    }

    private void addUnmarked() throws IOException {
        for (long base : List.copyOf(sizes.keySet())) {
            if (torn || base != endOffset) {
                // it follows on records that are gone; what was acknowledged of it is in the write-ahead log
                LOG.log(Level.WARNING, state.segmentPath(base) + " is dropped: the log ends at offset " + endOffset);
                deleteSegment(base);
                torn = true;
                continue;
            }
            state.indexes().delete(base);
            Segment segment = state.knownSegment(new Mark(base, 0, -1, -1), base);
            segments.add(segment);
            scan(segment, 0);
            sizes.remove(base);
        }
        if (torn) {
            state.files().syncDirectory(state.directory());
        }
    }

    /** Reads a segment from a position on, and cuts it where it is not intact. */
    private void scan(Segment segment, int from) throws IOException {
        OpenFile held = segment.file().hold();
        try {
            long size = held.file().size();
            int end = (int) Math.min(size, Integer.MAX_VALUE);
            HeaderCursor cursor =
                    new HeaderCursor(held.file(), from, end, endOffset, Long.MAX_VALUE, HeaderCursor.SCAN_BYTES);
            long maxTimestampMs = -1;
            while (cursor.nextIntact()) {
                maxTimestampMs = Math.max(maxTimestampMs, cursor.batch().maxTimestamp());
                epochs =
                        epochs.with(cursor.batch().leaderEpoch(), cursor.batch().baseOffset());
            }
            endOffset = cursor.nextOffset();
            segment.recovered(endOffset, cursor.nextPosition(), maxTimestampMs);
            // or else a sync would prove nothing of what an earlier process could not sync
            Rewriting.of(held.file(), from, cursor.nextPosition());
            held.markDirty();
            if (cursor.nextPosition() < size) {
                LOG.log(
                        Level.WARNING,
                        segment.file().path() + " is torn at position " + cursor.nextPosition() + " of " + size
                                + "; the log ends at offset " + endOffset);
                torn = true;
                held.file().truncate(cursor.nextPosition());
                // or else what is appended now could be followed by what was cut, after another crash
                held.file().force(true);
            }
        } finally {
            held.release();
        }
    }

    private void deleteSegment(long base) throws IOException {
        state.indexes().delete(base);
        state.files().delete(state.segmentPath(base));
        sizes.remove(base);
    }

    private void install(LogCheckpoint checkpoint) throws IOException {
        // also of a file that has nothing in it yet nobody knows whether its name is durable
        boolean changed = torn || !checkpoint.segments().equals(marks());
        if (segments.isEmpty()) {
            segments.add(state.newSegment(endOffset));
        }
        state.updateSegments(empty -> new Segments(segments));
        state.epochs(epochs.from(checkpoint.logStartOffset()));
        state.logStartOffset(Math.min(checkpoint.logStartOffset(), endOffset));
        state.logEndOffset(endOffset);
        state.flushedTo(checkpoint.recoveryPoint());
        state.recoveryPoint(checkpoint.recoveryPoint());
        state.cleanedTo(checkpoint.cleanedTo());
        if (changed) {
            state.directoryChanged();
        }
    }

    private List<Mark> marks() {
        return segments.stream().map(Segment::durableMark).toList();
    }

    private void deleteStrays() throws IOException {
        for (String name : names) {
            boolean temporary = name.endsWith(StorageFiles.TEMPORARY_SUFFIX) || name.endsWith(LogPaths.CLEANED_SUFFIX);
            if (temporary || name.endsWith(LogPaths.INDEX_SUFFIX) && isStray(name)) {
                state.files().delete(state.directory().resolve(name));
            }
        }
        new Snapshots(state).deleteBeyond(endOffset);
    }

    private boolean isStray(String indexName) {
        return LogPaths.offsetOf(indexName, LogPaths.INDEX_SUFFIX)
                .map(base -> segments.stream().noneMatch(segment -> segment.baseOffset() == base))
                .orElse(true);
    }
}
