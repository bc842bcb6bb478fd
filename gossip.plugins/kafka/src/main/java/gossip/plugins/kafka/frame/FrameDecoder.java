package gossip.plugins.kafka.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frames in the byte stream of one connection. A frame is a size (int32, without itself) and that many bytes.
 *
 * <p>The socket is read straight into {@link #target}, and frames are views of that buffer: whoever needs a frame for longer
 * than until the next call retains {@link #buffer}. Bytes are only copied when a frame does not fit into what is left of the
 * buffer. A size that is announced costs nothing until its bytes arrive: at most {@link #MAX_AHEAD_BYTES} are allocated ahead,
 * then as much again as has come.
 */
public final class FrameDecoder {
    /** The most that is allocated for a frame before its bytes arrive. */
    public static final int MAX_AHEAD_BYTES = 1 << 20;

    private static final int PREFIX_BYTES = 4;
    /** API key, version and correlation id: no request is smaller. */
    public static final int SMALLEST_FRAME_BYTES = 8;

    /** Less room than this is not worth a system call when it is not known how much comes. */
    private static final int WORTH_READING_BYTES = 1 << 10;

    private static final int SMALLEST_BUFFER_BYTES = 4 << 10;
    private static final int LARGEST_BUFFER_BYTES = 256 << 10;

    private final ByteBufAllocator allocator;
    private int smallestFrameBytes = SMALLEST_FRAME_BYTES;
    private int maxFrameBytes;
    private @Nullable ByteBuf buffer;
    private boolean closed;
    private int capacity = SMALLEST_BUFFER_BYTES;
    private int cycleBytes;
    private int frameStart;
    private int frameBytes;

    /**
     * Creates a decoder for one connection.
     *
     * @param allocator where buffers are from
     * @param maxFrameBytes largest size that is accepted
     */
    public FrameDecoder(ByteBufAllocator allocator, int maxFrameBytes) {
        this.allocator = allocator;
        this.maxFrameBytes = maxFrameBytes;
    }

    /**
     * Where the next bytes are to be read to.
     *
     * @return a buffer with room, retained for the caller, who hands it back to {@link #received} or releases it
     */
    ByteBuf target() {
        if (closed) {
            // a read that was under way when its connection ended; nobody would let a kept buffer go
            return allocator.directBuffer(SMALLEST_BUFFER_BYTES, SMALLEST_BUFFER_BYTES);
        }
        ByteBuf present = buffer;
        if (present == null) {
            present = allocator.directBuffer(capacity, capacity);
        } else if (present.writableBytes() < missingBytes(present)) {
            present = moveToRoom(present);
        }
        buffer = present;
        return present.retain();
    }

    /**
     * Says which sizes are accepted from now on.
     *
     * @param smallestBytes smallest
     * @param largestBytes largest
     */
    public void limit(int smallestBytes, int largestBytes) {
        smallestFrameBytes = smallestBytes;
        maxFrameBytes = largestBytes;
    }

    /**
     * Takes bytes that were not read into {@link #target}, as those that were encrypted.
     *
     * @param bytes released here
     */
    public void append(ByteBuf bytes) {
        try {
            while (bytes.isReadable()) {
                ByteBuf room = target();
                room.writeBytes(bytes, Math.min(room.writableBytes(), bytes.readableBytes()));
                received(room);
            }
        } finally {
            bytes.release();
        }
    }

    /**
     * Takes note that bytes have been read.
     *
     * @param filled what {@link #target} returned, with the bytes appended; released here
     */
    public void received(ByteBuf filled) {
        filled.release();
    }

    /**
     * Goes to the next frame.
     *
     * @return false if its bytes are not all there yet
     * @throws MalformedFrameException if the size is impossible
     */
    public boolean next() {
        ByteBuf present = buffer;
        if (present == null || present.readableBytes() < PREFIX_BYTES) {
            return false;
        }
        int size = sizeAt(present);
        if (present.readableBytes() - PREFIX_BYTES < size) {
            return false;
        }
        frameStart = present.readerIndex() + PREFIX_BYTES;
        frameBytes = size;
        present.readerIndex(frameStart + size);
        cycleBytes += PREFIX_BYTES + size;
        return true;
    }

    /**
     * The frame that {@link #next} found.
     *
     * @return a writable big-endian view, valid as long as {@link #buffer} is not released
     */
    public ByteBuffer frame() {
        return buffer().nioBuffer(frameStart, frameBytes);
    }

    /**
     * The buffer that the frame lies in.
     *
     * @return not retained for the caller
     */
    public ByteBuf buffer() {
        ByteBuf present = buffer;
        if (present == null) {
            throw new IllegalStateException("there is no frame");
        }
        return present;
    }

    /**
     * Whether a frame has begun that is not yet complete, or not yet taken.
     *
     * @return true if so
     */
    public boolean hasUnreadBytes() {
        return buffer != null && buffer.isReadable();
    }

    /** Lets the buffer go if nothing in it is waiting, so that an idle connection holds none. */
    public void readComplete() {
        if (cycleBytes >= capacity) {
            capacity = Math.min(2 * capacity, LARGEST_BUFFER_BYTES);
        } else if (cycleBytes < capacity / 4) {
            capacity = Math.max(capacity / 2, SMALLEST_BUFFER_BYTES);
        }
        cycleBytes = 0;
        if (!hasUnreadBytes()) {
            release();
        }
    }

    /** Lets everything go. The decoder is empty then. */
    public void release() {
        ByteBuf present = buffer;
        buffer = null;
        if (present != null) {
            present.release();
        }
    }

    /** Lets everything go and keeps nothing from now on. */
    public void close() {
        closed = true;
        release();
    }

    private int sizeAt(ByteBuf present) {
        int size = present.getInt(present.readerIndex());
        if (size < smallestFrameBytes || size > maxFrameBytes) {
            throw new MalformedFrameException(WrongProtocol.describe(size, maxFrameBytes));
        }
        return size;
    }

    /** How much room the frame that has begun still needs, as far as it is known and allowed to ask ahead. */
    private int missingBytes(ByteBuf present) {
        int unread = present.readableBytes();
        if (unread < PREFIX_BYTES) {
            return WORTH_READING_BYTES;
        }
        int size = present.getInt(present.readerIndex());
        int missing = size - (unread - PREFIX_BYTES);
        // a frame that is complete waits for its turn, and one that is too large will be refused
        return missing <= 0 || size > maxFrameBytes
                ? WORTH_READING_BYTES
                : Math.min(missing, Math.max(MAX_AHEAD_BYTES, unread));
    }

    private ByteBuf moveToRoom(ByteBuf present) {
        int unread = present.readableBytes();
        int more = Math.max(missingBytes(present), unread / 2);
        int needed = Math.max(capacity, unread + more);
        ByteBuf roomy = allocator.directBuffer(needed, needed);
        roomy.writeBytes(present, present.readerIndex(), unread);
        present.release();
        return roomy;
    }
}
