package gossip.plugins.kafka.reply;

import gossip.api.RecordSlice;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A slice of a file on its way to a socket that is encrypted: copied piece by piece, as the socket takes it. */
final class SliceChunks implements ChunkedInput<ByteBuf> {
    private static final int CHUNK_BYTES = 64 << 10;

    private final RecordSlice slice;
    private int position;

    SliceChunks(RecordSlice slice) {
        this.slice = slice;
    }

    @Override
    public boolean isEndOfInput() {
        return position == slice.sizeBytes();
    }

    @Override
    public void close() {
        slice.close();
    }

    @Override
    @Deprecated
    public @Nullable ByteBuf readChunk(ChannelHandlerContext ctx) throws IOException {
        return readChunk(ctx.alloc());
    }

    @Override
    public @Nullable ByteBuf readChunk(ByteBufAllocator allocator) throws IOException {
        int size = Math.min(CHUNK_BYTES, slice.sizeBytes() - position);
        if (size == 0) {
            return null;
        }
        ByteBuf chunk = allocator.directBuffer(size, size);
        try {
            slice.copyTo(position, chunk.nioBuffer(0, size));
            position += size;
            return chunk.writerIndex(size);
        } catch (IOException | RuntimeException e) {
            chunk.release();
            throw e;
        }
    }

    @Override
    public long length() {
        return slice.sizeBytes();
    }

    @Override
    public long progress() {
        return position;
    }
}
