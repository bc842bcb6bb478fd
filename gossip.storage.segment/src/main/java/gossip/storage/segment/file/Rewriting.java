package gossip.storage.segment.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Makes what can be read of a file subject to the next sync. When a sync fails, the kernel takes the pages for clean all the
 * same: a process that is started later reads them from the page cache, and can sync as often as it likes without their ever
 * reaching the disk. Written once more they do. Blocks.
 */
public final class Rewriting {
    private static final int CHUNK_BYTES = 1 << 20;

    private Rewriting() {}

    /**
     * Writes a range of a file as it is.
     *
     * @param file not written by anybody else meanwhile
     * @param from first byte
     * @param end exclusive, not beyond the end of the file
     * @throws IOException if the disk fails
     */
    public static void of(StorageFile file, long from, long end) throws IOException {
        if (from >= end) {
            return;
        }
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, end - from));
        for (long at = from; at < end; at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), end - at));
            file.readFully(chunk, at);
            file.write(chunk.flip(), at);
        }
    }
}
