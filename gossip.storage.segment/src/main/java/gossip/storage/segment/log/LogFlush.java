package gossip.storage.segment.log;

import gossip.api.storage.DiskFullException;
import java.io.IOException;

/** Makes a log durable. The caller holds the log's maintenance lock; the writer goes on appending. */
final class LogFlush {
    private final LogState state;

    LogFlush(LogState state) {
        this.state = state;
    }

    /** Makes what is appended now durable; returns the new recovery point. */
    long run() throws IOException {
        state.requireWritable();
        try {
            Segments segments = state.segments();
            Segment last = segments.active();
            long tail = last.tail();
            long target = last.baseOffset() + RecentPositions.relativeOffset(tail);
            if (target != state.recoveryPoint()) {
                state.aborted().flush();
                sync(segments, last, tail);
                // any checkpoint from now on has the new sizes of the segments, even if the next line fails
                state.flushedTo(target);
                // first the checkpoint: whoever sees the recovery point may forget other copies of these records
                state.store(state.checkpoint(state.logStartOffset(), LogCheckpoint.Change.NONE));
                state.recoveryPoint(target);
            }
            return target;
        } catch (DiskFullException e) {
            // the records are durable; only the small file that says so is not
            throw e;
        } catch (IOException e) {
            throw state.failed(e);
        }
    }

    private void sync(Segments segments, Segment last, long tail) throws IOException {
        for (Segment segment : segments.all()) {
            segment.flush(segment == last ? tail : segment.tail());
        }
        state.syncDirectories();
    }
}
