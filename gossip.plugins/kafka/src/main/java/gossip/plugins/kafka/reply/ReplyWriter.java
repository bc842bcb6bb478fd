package gossip.plugins.kafka.reply;

import gossip.api.BufferSlice;
import gossip.api.RecordSlice;
import gossip.plugins.kafka.reply.ReplyAccessor.Cut;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.jspecify.annotations.Nullable;

/** Collects the replies of one connection in one buffer, so that many small ones cost one system call. */
public final class ReplyWriter {
    private static final int SMALLEST_BUFFER_BYTES = 1 << 10;
    private static final int LARGEST_BUFFER_BYTES = 64 << 10;
    private static final String JDK_FILE_CHANNEL = "sun.nio.ch.FileChannelImpl";

    private final ChannelHandlerContext ctx;
    private final boolean isEncrypted;
    private @Nullable ByteBuf buffer;
    private ReplyAccessor accessor = new ReplyAccessor(ByteBuffer.allocate(0));
    /** Bytes of the buffer that have been handed to the channel. */
    private int handedOver;

    private boolean unflushed;
    private int capacity = SMALLEST_BUFFER_BYTES;

    /**
     * Creates the writer of one connection.
     *
     * @param ctx where bytes go
     * @param isEncrypted whether they are encrypted there, so that files cannot be sent as they are
     */
    public ReplyWriter(ChannelHandlerContext ctx, boolean isEncrypted) {
        this.ctx = ctx;
        this.isEncrypted = isEncrypted;
    }

    /**
     * Writes a reply, to be sent with {@link #flush}. When this throws, nothing has been written; slices of records may have
     * been closed. When it does not, all of them are closed in the end.
     *
     * @param correlationId of the request
     * @param key its API
     * @param version its version
     * @param message the response
     * @param whenSent called when records that were not copied have been sent, or cannot be
     * @return whether there are such records
     */
    public boolean write(
            int correlationId, ApiKeys key, short version, ApiMessage message, ChannelFutureListener whenSent) {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        ReplySize size = new ReplySize();
        message.addSize(size, cache, version);
        boolean flexible = key.responseHeaderVersion(version) > 0;
        int headerBytes = flexible ? 5 : 4;
        makeRoom(4 + headerBytes + size.bufferBytes());
        ByteBuffer target = accessor.buffer();
        int start = target.position();
        try {
            target.putInt(headerBytes + size.totalSize()).putInt(correlationId);
            if (flexible) {
                target.put((byte) 0); // no tagged fields
            }
            message.write(accessor, cache, version);
        } catch (RuntimeException e) {
            target.position(start);
            accessor.cuts().clear();
            throw e;
        }
        unflushed = true;
        return !accessor.cuts().isEmpty() && handOverWithRecords(whenSent);
    }

    /**
     * Writes a frame without a header, to be sent with {@link #flush}.
     *
     * @param frame what to send
     */
    public void writeRaw(ByteBuffer frame) {
        makeRoom(4 + frame.remaining());
        accessor.buffer().putInt(frame.remaining()).put(frame);
        unflushed = true;
    }

    /** Sends what has been written. */
    public void flush() {
        if (unflushed) {
            unflushed = false;
            handOverBuffer();
            capacity = SMALLEST_BUFFER_BYTES;
            ctx.flush();
        }
    }

    /** Drops what has not been sent. */
    public void release() {
        ByteBuf present = buffer;
        buffer = null;
        unflushed = false;
        if (present != null) {
            present.release();
        }
    }

    private void makeRoom(int bytes) {
        if (buffer != null && accessor.buffer().remaining() >= bytes) {
            return;
        }
        if (buffer != null) {
            handOverBuffer();
            capacity = Math.min(2 * capacity, LARGEST_BUFFER_BYTES);
        }
        int wanted = Math.max(bytes, capacity);
        ByteBuf fresh = ctx.alloc().directBuffer(wanted, wanted);
        buffer = fresh;
        handedOver = 0;
        accessor = new ReplyAccessor(fresh.nioBuffer(0, wanted));
    }

    /** Gives the channel the rest of the buffer, and the buffer with it. */
    private void handOverBuffer() {
        ByteBuf present = buffer;
        buffer = null;
        if (present == null) {
            return;
        }
        int end = accessor.buffer().position();
        if (end > handedOver) {
            ctx.write(present.setIndex(handedOver, end), ctx.voidPromise());
        } else {
            present.release();
        }
    }

    private boolean handOverWithRecords(ChannelFutureListener whenSent) {
        List<Cut> cuts = accessor.cuts();
        int last = cuts.size() - 1;
        for (int i = 0; i <= last; i++) {
            handOverUntil(cuts.get(i).position());
            ctx.write(asMessage(cuts.get(i).slice()))
                    .addListener(i == last ? whenSent : ChannelFutureListener.CLOSE_ON_FAILURE);
        }
        cuts.clear();
        return true;
    }

    private void handOverUntil(int end) {
        if (buffer != null && end > handedOver) {
            ctx.write(buffer.retainedSlice(handedOver, end - handedOver), ctx.voidPromise());
            handedOver = end;
        }
    }

    private Object asMessage(RecordSlice slice) {
        RecordSlice.FileRegion file = slice.file().orElse(null);
        if (file != null && isEncrypted) {
            return new SliceChunks(slice);
        }
        if (file != null) {
            return file.channel().getClass().getName().equals(JDK_FILE_CHANNEL)
                    ? new SliceRegion(slice, file)
                    : new CopiedRegion(slice, file);
        }
        if (slice instanceof BufferSlice memory) {
            return Unpooled.wrappedBuffer(memory.bytes());
        }
        return copied(slice);
    }

    private ByteBuf copied(RecordSlice slice) {
        int size = slice.sizeBytes();
        ByteBuf copy = ctx.alloc().directBuffer(size, size);
        try (slice) {
            slice.copyTo(0, copy.nioBuffer(0, size));
            return copy.writerIndex(size);
        } catch (IOException e) {
            copy.release();
            throw new UncheckedIOException("cannot read records that a client asked for", e);
        }
    }
}
