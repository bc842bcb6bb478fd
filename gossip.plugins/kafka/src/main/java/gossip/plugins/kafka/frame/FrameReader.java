package gossip.plugins.kafka.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/** Makes Netty read a connection's socket straight into the buffer of its {@link FrameDecoder}. */
public final class FrameReader extends DefaultMaxMessagesRecvByteBufAllocator {
    /** Reads before other connections of the loop get their turn. */
    private static final int READS_PER_TURN = 4;

    private final FrameDecoder decoder;

    /**
     * Creates the reader of one connection.
     *
     * @param decoder gets the bytes
     */
    public FrameReader(FrameDecoder decoder) {
        super(READS_PER_TURN);
        this.decoder = decoder;
    }

    @Override
    public MaxMessageHandle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public int guess() {
                return 0;
            }

            @Override
            public ByteBuf allocate(ByteBufAllocator unused) {
                return decoder.target();
            }
        };
    }
}
