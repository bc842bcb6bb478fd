package gossip.storage.segment.log;

import gossip.api.storage.DiskFullException;
import gossip.api.storage.OffsetOutOfRangeException;
import gossip.storage.segment.log.LogCheckpoint.Change;
import gossip.storage.segment.log.LogCheckpoint.Mark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes records from either end of a log: first the checkpoint says that they are gone, then the files follow. The caller
 * holds the log's maintenance lock and is its writer.
 */
final class LogTrimmer {
    private final LogState state;
    private final LogFlush flush;
    private final Snapshots snapshots;

    LogTrimmer(LogState state, LogFlush flush, Snapshots snapshots) {
        this.state = state;
        this.flush = flush;
        this.snapshots = snapshots;
    }

    void truncateTo(long offset) throws IOException {
        if (offset >= state.logEndOffset()) {
            return;
        }
        if (offset <= state.logStartOffset()) {
            resetTo(offset);
            return;
        }
        failing(() -> cut(offset));
    }

    private void cut(long offset) throws IOException {
        state.beginCut();
        Segments segments = state.segments();
        Segment last = segments.get(segments.floor(offset));
        int position = last.reader().find(offset);
        long newEnd = Math.min(offset, last.reader().baseOffsetAt(position));
        if (newEnd < state.logStartOffset()) {
            // the log starts within the batch that goes: its leader will send that batch whole
            resetTo(newEnd);
            return;
        }
        if (newEnd < state.flushedTo()) {
            state.store(checkpointCutAt(last, position, newEnd));
        }
        state.logEndOffset(newEnd);
        state.recoveryPoint(Math.min(state.recoveryPoint(), newEnd));
        state.flushedTo(Math.min(state.flushedTo(), newEnd));
        state.cleanedTo(Math.min(state.cleanedTo(), newEnd));
        state.epochs(state.epochs().before(newEnd));
        last.hideFrom(position, newEnd);
        List<Segment> kept = new ArrayList<>(segments.all().subList(0, segments.floor(offset)));
        // a segment without batches always begins at the end of the log
        kept.add(position == 0 ? state.newSegment(newEnd) : last);
        state.updateSegments(all -> new Segments(kept));
        snapshots.deleteBeyond(newEnd);
        state.aborted().truncateTo(newEnd);
        removeFiles(segments.all().subList(position == 0 ? kept.size() - 1 : kept.size(), segments.count()));
        if (position > 0) {
            last.cut();
        }
        state.directoryChanged();
        state.syncDirectories();
        // the end may lie beyond the last batch, which recovery could not know
        flush.run();
    }

    private LogCheckpoint checkpointCutAt(Segment last, int position, long newEnd) {
        LogCheckpoint present = state.checkpoint(state.logStartOffset(), Change.NONE);
        List<Mark> marks = present.segments().stream()
                .filter(mark -> mark.baseOffset() <= last.baseOffset())
                .map(mark -> mark.baseOffset() < last.baseOffset() ? mark : mark.ofSize(position))
                .filter(mark -> mark.sizeBytes() > 0)
                .toList();
        return new LogCheckpoint(
                present.logStartOffset(),
                newEnd,
                Math.min(present.cleanedTo(), newEnd),
                Change.NONE,
                present.epochs().before(newEnd),
                marks);
    }

    void resetTo(long offset) throws IOException {
        failing(() -> {
            state.beginCut();
            LogCheckpoint empty = new LogCheckpoint(offset, offset, offset, Change.RESET, LeaderEpochs.NONE, List.of());
            state.store(empty);
            Segments old = state.segments();
            state.updateSegments(all -> new Segments(List.of(state.newSegment(offset))));
            state.epochs(LeaderEpochs.NONE);
            state.flushedTo(offset);
            state.recoveryPoint(offset);
            state.cleanedTo(offset);
            state.logStartOffset(offset);
            state.logEndOffset(offset);
            snapshots.deleteBeyond(-1);
            state.aborted().truncateTo(-1);
            removeFiles(old.all());
            state.directoryChanged();
            state.syncDirectories();
            state.store(empty.settled());
        });
    }

    void deleteBefore(long offset) throws IOException {
        if (offset <= state.logStartOffset()) {
            return;
        }
        if (offset > state.logEndOffset()) {
            throw new OffsetOutOfRangeException(offset, state.logStartOffset(), state.logEndOffset());
        }
        if (offset > state.recoveryPoint()) {
            flush.run();
        }
        failing(() -> {
            Segment active = state.segments().active();
            if (active.sizeBytes() > 0 && active.endOffset() <= offset) {
                roll();
            }
            hideBefore(offset);
        });
    }

    private void hideBefore(long offset) throws IOException {
        List<Segment> gone = state.segments().closed().stream()
                .filter(segment -> segment.endOffset() <= offset)
                .toList();
        LeaderEpochs epochs = state.epochs().from(offset);
        LogCheckpoint present = state.checkpoint(offset, Change.NONE);
        List<Mark> marks = present.segments().stream()
                .filter(mark -> gone.stream().noneMatch(segment -> segment.baseOffset() == mark.baseOffset()))
                .toList();
        state.store(new LogCheckpoint(
                offset,
                present.recoveryPoint(),
                Math.max(present.cleanedTo(), offset),
                Change.NONE,
                epochs.before(present.recoveryPoint()),
                marks));
        state.logStartOffset(offset);
        state.cleanedTo(Math.max(state.cleanedTo(), offset));
        state.epochs(epochs);
        state.updateSegments(all -> all.without(gone::contains));
        removeFiles(gone);
        state.aborted().startAt(offset);
    }

    /** Starts a new segment. */
    void roll() {
        state.updateSegments(all -> all.with(state.newSegment(state.logEndOffset())));
    }

    private void removeFiles(List<Segment> gone) throws IOException {
        for (Segment segment : gone.reversed()) {
            segment.retire();
            segment.positions().deleteIndex();
            state.files().delete(segment.file().path());
        }
    }

    private void failing(FileChange change) throws IOException {
        state.requireWritable();
        try {
            change.run();
        } catch (DiskFullException e) {
            // only the checkpoint, which comes first, needs space
            throw e;
        } catch (IOException e) {
            throw state.failed(e);
        }
    }

    /** A change of files. */
    @FunctionalInterface
    private interface FileChange {
        void run() throws IOException;
    }
}
