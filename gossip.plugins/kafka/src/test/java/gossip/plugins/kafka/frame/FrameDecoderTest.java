package gossip.plugins.kafka.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.plugins.kafka.memory.Leaks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
    private static final int MAX_FRAME_BYTES = 10 << 20;

    static {
        Leaks.watch();
    }

    private final FrameDecoder decoder = new FrameDecoder(UnpooledByteBufAllocator.DEFAULT, MAX_FRAME_BYTES);

    @Property(tries = 200)
    void framesComeOutAsTheyWentInHoweverTheyAreCut(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 8, max = 300_000) Integer> sizes, @ForAll long seed) {
        Random random = new Random(seed);
        List<byte[]> frames = new ArrayList<>();
        ByteBuffer stream =
                ByteBuffer.allocate(sizes.stream().mapToInt(size -> size + 4).sum());
        for (int size : sizes) {
            byte[] frame = new byte[size];
            random.nextBytes(frame);
            frames.add(frame);
            stream.putInt(size).put(frame);
        }
        stream.flip();

        List<byte[]> decoded = new ArrayList<>();
        while (stream.hasRemaining()) {
            feed(stream, 1 + random.nextInt(100_000));
            drain(decoded);
            if (random.nextBoolean()) {
                decoder.readComplete();
            }
        }

        assertThat(decoded).hasSameSizeAs(frames);
        for (int i = 0; i < frames.size(); i++) {
            assertThat(decoded.get(i)).isEqualTo(frames.get(i));
        }
        assertThat(decoder.hasUnreadBytes()).isFalse();
        decoder.release();
    }

    @Test
    void announcedBytesAreNotAllocatedBeforeTheyCome() {
        feed(ByteBuffer.allocate(4).putInt(MAX_FRAME_BYTES).flip(), 4);
        ByteBuf target = decoder.target();
        assertThat(target.capacity()).isLessThanOrEqualTo(FrameDecoder.MAX_AHEAD_BYTES + 4);
        decoder.received(target);
        decoder.release();
    }

    @Test
    void largeFrameGrowsWithItsBytes() {
        ByteBuffer stream = ByteBuffer.allocate(4 + MAX_FRAME_BYTES).putInt(MAX_FRAME_BYTES);
        stream.position(0);
        while (stream.hasRemaining()) {
            assertThat(decoder.next()).isFalse();
            ByteBuf target = decoder.target();
            assertThat(target.capacity()).isLessThanOrEqualTo(2 * stream.position() + 2 * FrameDecoder.MAX_AHEAD_BYTES);
            decoder.received(target);
            feed(stream, 1 << 20);
        }
        assertThat(decoder.next()).isTrue();
        assertThat(decoder.frame().remaining()).isEqualTo(MAX_FRAME_BYTES);
        decoder.release();
    }

    @Test
    void retainedFrameStaysAsItIsWhileMoreIsRead() {
        feed(frame(100_000, (byte) 1), Integer.MAX_VALUE);
        assertThat(decoder.next()).isTrue();
        ByteBuffer kept = decoder.frame();
        ByteBuf buffer = decoder.buffer().retain();
        for (int i = 0; i < 20; i++) {
            feed(frame(100_000, (byte) 2), Integer.MAX_VALUE);
            drain(new ArrayList<>());
            decoder.readComplete();
        }
        while (kept.hasRemaining()) {
            assertThat(kept.get()).isEqualTo((byte) 1);
        }
        assertThat(buffer.release()).isTrue();
        decoder.release();
    }

    @Test
    void idleDecoderHoldsNoBuffer() {
        feed(frame(100, (byte) 1), Integer.MAX_VALUE);
        drain(new ArrayList<>());
        ByteBuf buffer = decoder.buffer();
        decoder.readComplete();
        assertThat(buffer.refCnt()).isZero();
    }

    @Test
    void beginningOfAFrameIsKept() {
        feed(ByteBuffer.wrap(new byte[] {0, 0}), 2);
        decoder.readComplete();
        assertThat(decoder.hasUnreadBytes()).isTrue();
        decoder.release();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 0, 7, MAX_FRAME_BYTES + 1, Integer.MAX_VALUE})
    void impossibleSizesAreRefused(int size) {
        feed(ByteBuffer.allocate(4).putInt(size).flip(), 4);
        assertThatThrownBy(decoder::next)
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("a frame of " + size + " bytes");
        decoder.release();
    }

    @Test
    void otherProtocolsAreRecognised() {
        assertThat(WrongProtocol.describe(0x16030102, MAX_FRAME_BYTES)).contains("TLS");
        assertThat(WrongProtocol.describe(0x47455420, MAX_FRAME_BYTES)).contains("HTTP");
    }

    private void feed(ByteBuffer stream, int atMost) {
        int left = Math.min(atMost, stream.remaining());
        while (left > 0) {
            ByteBuf target = decoder.target();
            int count = Math.min(left, target.writableBytes());
            target.writeBytes(stream.slice(stream.position(), count));
            stream.position(stream.position() + count);
            left -= count;
            decoder.received(target);
        }
    }

    private void drain(List<byte[]> decoded) {
        while (decoder.next()) {
            byte[] bytes = new byte[decoder.frame().remaining()];
            decoder.frame().get(bytes);
            decoded.add(bytes);
        }
    }

    private static ByteBuffer frame(int size, byte filling) {
        ByteBuffer frame = ByteBuffer.allocate(4 + size).putInt(size);
        while (frame.hasRemaining()) {
            frame.put(filling);
        }
        return frame.flip();
    }
}
