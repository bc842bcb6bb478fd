package gossip.storage.segment.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Entries on their way to the disk. One thread at a time. */
final class WalBuffer {
    private static final int FIRST_BYTES = 256 << 10;

    private final int maxBytes;
    private final List<Run> runs = new ArrayList<>();
    private ByteBuffer buffer;

    WalBuffer(int maxBytes) {
        this.maxBytes = maxBytes;
        this.buffer = ByteBuffer.allocateDirect(Math.min(FIRST_BYTES, maxBytes));
    }

    /** Makes room, if there may be that much. */
    boolean hasRoom(long bytes) {
        if (bytes > buffer.remaining() && buffer.position() + bytes <= maxBytes) {
            long doubled = Math.max(buffer.capacity() * 2L, buffer.position() + bytes);
            buffer =
                    ByteBuffer.allocateDirect((int) Math.min(maxBytes, doubled)).put(buffer.flip());
        }
        return bytes <= buffer.remaining();
    }

    /** Where to put the bytes of an entry that starts at an LSN of a file. */
    ByteBuffer target(WalFile file, long lsn) {
        if (runs.isEmpty() || runs.getLast().file() != file) {
            runs.add(new Run(file, lsn, buffer.position()));
        }
        return buffer;
    }

    /** Writes everything, without syncing it, and starts anew. */
    void writeOut(Set<WalFile> written) throws IOException {
        int end = buffer.position();
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            int runEnd = i + 1 < runs.size() ? runs.get(i + 1).from() : end;
            buffer.limit(runEnd).position(run.from());
            run.file().write(buffer, run.lsn());
            written.add(run.file());
        }
        runs.clear();
        buffer.clear();
    }

    /** Bytes for one file, without a gap. */
    private record Run(WalFile file, long lsn, int from) {}
}
