package gossip.api;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A slice whose bytes lie in a buffer that nobody changes any more.
 *
 * @param bytes the slice, from position to limit
 */
public record BufferSlice(ByteBuffer bytes) implements RecordSlice {
    /** Keeps a view of its own, so that the caller may move the buffer's position. */
    public BufferSlice {
        bytes = bytes.slice().asReadOnlyBuffer();
    }

    @Override
    public int sizeBytes() {
        return bytes.remaining();
    }

    @Override
    public void copyTo(int from, ByteBuffer target) {
        int length = target.remaining();
        target.put(bytes.slice(from, length));
    }

    @Override
    public Optional<FileRegion> file() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // the garbage collector owns the bytes
    }
}
