package gossip.plugins.kafka.connection;

import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.ByteBufferAccessor;

/**
 * Reads a frame. The parser allocates arrays by the count that the client sends, if that many bytes are left; a large frame
 * could thus ask for many times its size, so it is told of no more than this.
 */
final class FrameAccessor extends ByteBufferAccessor {
    private static final int MAX_ARRAY_LENGTH = 1 << 20;

    FrameAccessor(ByteBuffer frame) {
        super(frame);
    }

    @Override
    public int remaining() {
        return Math.min(super.remaining(), MAX_ARRAY_LENGTH);
    }
}
