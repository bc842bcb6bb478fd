package gossip.plugins.compression;

import gossip.api.record.CompressionType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;

/** The LZ4 frame format with independent blocks of 64 KB, the only kind that Kafka's clients read. */
final class Lz4Codec extends StreamCodec {
    @Override
    public CompressionType type() {
        return CompressionType.LZ4;
    }

    @Override
    OutputStream compressing(OutputStream target) throws IOException {
        return new LZ4FrameOutputStream(
                target, LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB, LZ4FrameOutputStream.FLG.Bits.BLOCK_INDEPENDENCE);
    }

    @Override
    InputStream expanding(InputStream source) throws IOException {
        return new LZ4FrameInputStream(source);
    }
}
