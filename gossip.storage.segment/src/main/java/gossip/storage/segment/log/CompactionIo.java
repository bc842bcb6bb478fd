package gossip.storage.segment.log;

import gossip.api.storage.CompactionOrder;
import java.io.IOException;

/** Counts what a compaction reads and writes, keeps it to its pace, and ends it when the log is closed. One thread. */
final class CompactionIo {
    private final LogState state;
    private final CompactionOrder.Pace pace;
    private long bytesRead;
    private long bytesWritten;

    CompactionIo(LogState state, CompactionOrder.Pace pace) {
        this.state = state;
        this.pace = pace;
    }

    /** Before so many bytes are read. */
    void read(int bytes) throws IOException {
        state.requireWritable();
        pace.spend(bytes);
        bytesRead += bytes;
    }

    /** Before so many bytes are written. */
    void write(int bytes) throws IOException {
        state.requireWritable();
        pace.spend(bytes);
        bytesWritten += bytes;
    }

    long bytesRead() {
        return bytesRead;
    }

    long bytesWritten() {
        return bytesWritten;
    }
}
