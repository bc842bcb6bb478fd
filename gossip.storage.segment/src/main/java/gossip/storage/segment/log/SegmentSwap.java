package gossip.storage.segment.log;

import gossip.api.storage.DiskFullException;
import gossip.storage.segment.log.LogCheckpoint.Change;
import gossip.storage.segment.log.LogCheckpoint.Kind;
import gossip.storage.segment.log.LogCheckpoint.Mark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Puts the output of compaction in the place of segments. After a crash the checkpoint that announces it tells: before it the
 * old segments are left, after it recovery finishes the swap. While the broker runs, the old segments can be read until the
 * output has their name, and if it cannot be given that, the swap is called off.
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
            putInPlace(replaced.getFirst(), mark);
            Segment swapped = state.knownSegment(mark, replaced.getLast().endOffset());
            state.updateSegments(all -> all.replacing(replaced, swapped));
            remove(replaced.subList(1, replaced.size()));
            store(announced.settled());
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

    private void putInPlace(Segment first, Mark mark) throws IOException {
        Path copy = state.cleanedPath(mark.baseOffset());
        try {
            // whoever reads it meanwhile is sent to wait for the lock that is held here
            first.retire();
            first.positions().deleteIndex();
            state.files().rename(copy, state.segmentPath(mark.baseOffset()));
        } catch (IOException e) {
            callOff(first, copy, e);
            // not a full disk's, after which the copy could be thrown away
            throw e instanceof DiskFullException ? new IOException(e.getMessage(), e) : e;
        }
    }

    /** Makes the old segments what there is, as long as the copy has not their name. */
    private void callOff(Segment first, Path copy, IOException cause) {
        try {
            if (!state.files().exists(copy)) {
                state.failed(cause);
                return;
            }
            first.reinstate();
            state.store(state.checkpoint(state.logStartOffset(), Change.NONE));
        } catch (IOException e) {
            // what is announced may be on disk: nothing may be changed until recovery has finished it
            cause.addSuppressed(e);
            state.failed(cause);
            return;
        }
        try {
            state.files().delete(copy);
        } catch (IOException e) {
            // the next compaction writes over it, and the next opening deletes it
            cause.addSuppressed(e);
        }
    }

    private void remove(List<Segment> gone) throws IOException {
        try {
            for (Segment segment : gone.reversed()) {
                segment.retire();
                segment.positions().deleteIndex();
                state.files().delete(segment.file().path());
            }
            state.files().syncDirectory(state.directory());
        } catch (IOException e) {
            throw state.failed(e);
        }
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
