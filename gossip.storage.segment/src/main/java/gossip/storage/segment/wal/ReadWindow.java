package gossip.storage.segment.wal;

import gossip.storage.segment.file.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads a file forward in large pieces. One thread. */
final class ReadWindow {
    private static final int BYTES = 1 << 20;

    private final StorageFile file;
    private final long end;
    private ByteBuffer bytes = ByteBuffer.allocate(BYTES).limit(0);
    private long start;

    ReadWindow(StorageFile file, long end) {
        this.file = file;
        this.end = end;
    }

    /** Bytes at a position, valid until the next call; empty if the file ends before. */
    Optional<ByteBuffer> at(long position, int length) throws IOException {
        if (position + length > end) {
            return Optional.empty();
        }
        if (position < start || position + length > start + bytes.limit()) {
            load(position, length);
        }
        return Optional.of(bytes.slice((int) (position - start), length));
    }

    private void load(long position, int length) throws IOException {
        if (length > bytes.capacity()) {
            bytes = ByteBuffer.allocate(length);
        }
        bytes.clear().limit((int) Math.min(bytes.capacity(), end - position));
        file.readFully(bytes, position);
        bytes.position(0);
        start = position;
    }
}
