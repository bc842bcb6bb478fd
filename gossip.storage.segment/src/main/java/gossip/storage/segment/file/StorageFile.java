package gossip.storage.segment.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collection;

/** An open file, accessed by position only. Thread-safe. */
public interface StorageFile extends AutoCloseable {
    /**
     * Where the file is, or was when it was opened.
     *
     * @return a path
     */
    Path path();

    /**
     * Present size.
     *
     * @return bytes
     * @throws IOException if it cannot be told
     */
    long size() throws IOException;

    /**
     * Reads once.
     *
     * @param target filled from its position on, perhaps not to its limit
     * @param position first byte to read
     * @return bytes read; -1 at the end of the file
     * @throws IOException if the disk fails
     */
    int read(ByteBuffer target, long position) throws IOException;

    /**
     * Reads until the buffer is full.
     *
     * @param target filled from its position to its limit
     * @param position first byte to read
     * @throws EOFException if the file ends before
     * @throws IOException if the disk fails
     */
    default void readFully(ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int count = read(target, at);
            if (count < 0) {
                throw new EOFException(path() + " ends at " + at + ", " + target.remaining() + " bytes too early");
            }
            at += count;
        }
    }

    /**
     * Writes everything, growing the file where needed.
     *
     * @param source from position to limit; its position is moved
     * @param position where the first byte goes
     * @throws gossip.api.storage.DiskFullException if there is no space; a part may have been written
     * @throws IOException if the disk fails; a part may have been written
     */
    void write(ByteBuffer source, long position) throws IOException;

    /**
     * Makes what was written durable.
     *
     * @param metadata false if times and such need not be durable (fdatasync); size always is
     * @throws IOException if the disk fails: what was written since the last success may be lost, and asking again
     *     proves nothing
     */
    void force(boolean metadata) throws IOException;

    /**
     * Cuts the file.
     *
     * @param size bytes that stay; no effect if the file is smaller
     * @throws IOException if the disk fails
     */
    void truncate(long size) throws IOException;

    /**
     * Fills a range with zeros, so that later writes to it neither need space nor change metadata.
     *
     * @param from first byte
     * @param end exclusive
     * @throws gossip.api.storage.DiskFullException if there is no space; a part may have been written
     * @throws IOException if the disk fails
     */
    default void preallocate(long from, long end) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(1 << 20, end - from));
        for (long at = from; at < end; at += zeros.capacity()) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), end - at));
            write(zeros, at);
        }
    }

    /**
     * The channel behind the file, for zero-copy sending; for positional reads only.
     *
     * @return open as long as this file is
     */
    FileChannel channel();

    @Override
    void close() throws IOException;

    /**
     * Closes files, all of them even if one fails.
     *
     * @param files to be closed
     * @throws IOException what failed first; what failed later is suppressed in it
     */
    static void closeAll(Collection<StorageFile> files) throws IOException {
        IOException first = null;
        for (StorageFile file : files) {
            try {
                file.close();
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
