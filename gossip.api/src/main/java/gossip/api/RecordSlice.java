package gossip.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * A run of whole record batches (the last may be cut short by a size limit when it is not the first), wherever the bytes
 * lie. The receiver owns the slice and closes it exactly once, from any thread; until then the bytes stay readable, even
 * if the segment they lie in is deleted.
 */
public interface RecordSlice extends AutoCloseable {
    /** A slice without bytes. */
    RecordSlice EMPTY = new BufferSlice(ByteBuffer.allocate(0));

    /**
     * Size of the slice.
     *
     * @return bytes
     */
    int sizeBytes();

    /**
     * Copies bytes out; may block on the disk, so not for event loops.
     *
     * @param from first byte to copy, counted from the start of the slice
     * @param target filled from its position to its limit
     * @throws IOException if the bytes cannot be read
     */
    void copyTo(int from, ByteBuffer target) throws IOException;

    /**
     * The file behind the slice, for zero-copy sending.
     *
     * @return empty when the bytes lie in memory
     */
    Optional<FileRegion> file();

    /** Gives the bytes back. Closing twice has no further effect. */
    @Override
    void close();

    /**
     * All bytes of the slice in a new heap buffer; may block on the disk.
     *
     * @return a buffer positioned at 0
     * @throws IOException if the bytes cannot be read
     */
    default ByteBuffer toBuffer() throws IOException {
        ByteBuffer copy = ByteBuffer.allocate(sizeBytes());
        copyTo(0, copy);
        return copy.flip();
    }

    /**
     * Where a slice lies in a file.
     *
     * @param channel open for reading until the slice is closed; use positional reads only
     * @param position first byte of the slice
     */
    record FileRegion(FileChannel channel, long position) {}
}
