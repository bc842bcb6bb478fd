package gossip.plugins.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.CorruptedFrameException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One message on the wire: {@code int32 length, int8 kind, int64 correlation, body}. The body of a request begins with the
 * channel's name ({@code int16 length}, UTF-8); that of a failure is its message.
 */
sealed interface Frame {
    /** Bytes of the length field. */
    int LENGTH_BYTES = 4;

    /** Kind and correlation. */
    int PREFIX_BYTES = 9;

    /** Ties a reply to its request. */
    long correlation();

    /** Asks. */
    record Request(long correlation, String channel, ByteBuf payload) implements Frame {}

    /** Answers. */
    record Reply(long correlation, ByteBuf payload) implements Frame {}

    /** Says that there is no answer. */
    record Failure(long correlation, String message) implements Frame {}

    /** Encodes a request; its payload is not copied. */
    static ByteBuf request(ByteBufAllocator allocator, long correlation, String channel, ByteBuffer payload) {
        byte[] name = channel.getBytes(StandardCharsets.UTF_8);
        int length = PREFIX_BYTES + Short.BYTES + name.length + payload.remaining();
        ByteBuf head = allocator.buffer(LENGTH_BYTES + PREFIX_BYTES + Short.BYTES + name.length);
        head.writeInt(length).writeByte(0).writeLong(correlation).writeShort(name.length);
        return Unpooled.wrappedBuffer(head.writeBytes(name), Unpooled.wrappedBuffer(payload));
    }

    /** Encodes a reply; its payload is not copied. */
    static ByteBuf reply(ByteBufAllocator allocator, long correlation, ByteBuffer payload) {
        ByteBuf head = allocator.buffer(LENGTH_BYTES + PREFIX_BYTES);
        head.writeInt(PREFIX_BYTES + payload.remaining()).writeByte(1).writeLong(correlation);
        return Unpooled.wrappedBuffer(head, Unpooled.wrappedBuffer(payload));
    }

    /** Encodes a failure. */
    static ByteBuf failure(ByteBufAllocator allocator, long correlation, String message) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        ByteBuf frame = allocator.buffer(LENGTH_BYTES + PREFIX_BYTES + text.length);
        frame.writeInt(PREFIX_BYTES + text.length).writeByte(2).writeLong(correlation);
        return frame.writeBytes(text);
    }

    /** Decodes a frame without its length field. Payloads are views of the buffer. */
    static Frame decode(ByteBuf frame) {
        if (frame.readableBytes() < PREFIX_BYTES) {
            throw new CorruptedFrameException("a frame of " + frame.readableBytes() + " bytes is too short");
        }
        int kind = frame.readByte();
        long correlation = frame.readLong();
        return switch (kind) {
            case 0 -> new Request(correlation, channel(frame), frame.slice());
            case 1 -> new Reply(correlation, frame.slice());
            case 2 -> new Failure(correlation, frame.toString(StandardCharsets.UTF_8));
            default -> throw new CorruptedFrameException("unknown kind of frame: " + kind);
        };
    }

    private static String channel(ByteBuf frame) {
        int length = frame.readableBytes() < Short.BYTES ? -1 : frame.readShort();
        if (length < 0 || length > frame.readableBytes()) {
            throw new CorruptedFrameException("the name of a channel is cut short");
        }
        return frame.readCharSequence(length, StandardCharsets.UTF_8).toString();
    }
}
