package gossip.storage.segment.log;

import gossip.api.storage.DiskFullException;
import gossip.storage.segment.log.LogCheckpoint.Change;
import gossip.storage.segment.log.LogCheckpoint.Kind;
import gossip.storage.segment.log.LogCheckpoint.Mark;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Puts the output of compaction in the place of segments. The checkpoint that announces it is the point of no return: before
 * it a crash leaves the old segments, after it recovery finishes the swap.
 */
final class SegmentSwap {
    private final LogState state;
    private final LogFlush flush;

    SegmentSwap(LogState state, LogFlush flush) {
        this.state = state;
        this.flush = flush;
    }

    /** Returns false, having done nothing, if what was copied is not what there is any more. */
    boolean run(List<Segment> replaced, Mark mark, Set<Long> droppedMarkers, int cuts) throws IOException {
        state.maintenance().lock();
        try {
            if (isStale(replaced, cuts)) {
                return false;
            }
            state.requireWritable();
            if (state.recoveryPoint() < replaced.getLast().endOffset()) {
                flush.run();
            }
            state.aborted().forget(droppedMarkers);
            state.files().syncDirectory(state.directory());
            LogCheckpoint announced = announce(replaced, mark);
            finish(replaced, mark, announced);
            return true;
        } finally {
            state.maintenance().unlock();
        }
    }

    /** Takes note of when something in a segment that stays as it is may go. */
    void settle(Segment segment, long removableSinceMs) {
        state.maintenance().lock();
        try {
            segment.removableSinceMs(removableSinceMs);
        } finally {
            state.maintenance().unlock();
        }
    }

    /** Whether segments that were read are not what there is any more; the caller holds the maintenance lock. */
    boolean isStale(List<Segment> replaced, int cuts) {
        return state.isClosed()
                || state.cuts() != cuts
                || !state.segments().closed().containsAll(replaced);
    }

    private LogCheckpoint announce(List<Segment> replaced, Mark mark) throws IOException {
        long end = replaced.getLast().endOffset();
        Change change = new Change(Kind.SWAP, mark.baseOffset(), end);
        LogCheckpoint present = state.checkpoint(state.logStartOffset(), change);
        List<Mark> marks = present.segments().stream()
                .filter(old -> old.baseOffset() <= mark.baseOffset() || old.baseOffset() >= end)
                .map(old -> old.baseOffset() == mark.baseOffset() ? mark : old)
                .toList();
        LogCheckpoint announced = new LogCheckpoint(
                present.logStartOffset(),
                present.recoveryPoint(),
                present.cleanedTo(),
                change,
                present.epochs(),
                marks);
        store(announced);
        return announced;
    }

    private void finish(List<Segment> replaced, Mark mark, LogCheckpoint announced) throws IOException {
        try {
            for (Segment segment : replaced.reversed()) {
                segment.retire();
                segment.positions().deleteIndex();
                if (segment.baseOffset() != mark.baseOffset()) {
                    state.files().delete(segment.file().path());
                }
            }
            state.files().rename(state.cleanedPath(mark.baseOffset()), state.segmentPath(mark.baseOffset()));
            Segment swapped = state.knownSegment(mark, replaced.getLast().endOffset());
            state.updateSegments(all -> all.replacing(replaced, swapped));
            state.files().syncDirectory(state.directory());
        } catch (IOException e) {
            throw state.failed(e);
        }
        store(announced.settled());
    }

    /** Notes how far compaction has come, unless records were taken from the end since. */
    void cleanedTo(long offset, int cuts) throws IOException {
        state.maintenance().lock();
        try {
            if (isStale(List.of(), cuts)) {
                return;
            }
            state.requireWritable();
            state.cleanedTo(Math.max(state.cleanedTo(), offset));
            store(state.checkpoint(state.logStartOffset(), Change.NONE));
        } finally {
            state.maintenance().unlock();
        }
    }

    private void store(LogCheckpoint checkpoint) throws IOException {
        try {
            state.store(checkpoint);
        } catch (DiskFullException e) {
            throw e;
        } catch (IOException e) {
            throw state.failed(e);
        }
    }
}
