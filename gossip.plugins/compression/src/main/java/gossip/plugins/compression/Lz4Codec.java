package gossip.plugins.compression;

import gossip.api.record.CompressionType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalInt;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.xxhash.XXHashFactory;

/** The LZ4 frame format with independent blocks of 64 KB, the only kind that Kafka's clients read. */
final class Lz4Codec extends StreamCodec {
    /** Kafka's name for the fast compressor (KIP-390); all other levels are those of the thorough one. */
    private static final int FAST_LEVEL = 9;

    private static final long UNKNOWN_SIZE = -1;

    @Override
    public CompressionType type() {
        return CompressionType.LZ4;
    }

    @Override
    OutputStream compressing(OutputStream target, OptionalInt level) throws IOException {
        return new LZ4FrameOutputStream(
                target,
                LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB,
                UNKNOWN_SIZE,
                compressor(level.orElse(FAST_LEVEL)),
                XXHashFactory.fastestInstance().hash32(),
                LZ4FrameOutputStream.FLG.Bits.BLOCK_INDEPENDENCE);
    }

    private static LZ4Compressor compressor(int level) {
        LZ4Factory factory = LZ4Factory.fastestInstance();
        return level == FAST_LEVEL ? factory.fastCompressor() : factory.highCompressor(level);
    }

    @Override
    InputStream expanding(InputStream source) throws IOException {
        return new LZ4FrameInputStream(source);
    }
}
