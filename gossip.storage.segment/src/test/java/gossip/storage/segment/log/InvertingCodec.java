package gossip.storage.segment.log;

import gossip.api.record.CompressionCodec;
import gossip.api.record.CompressionType;
import java.nio.ByteBuffer;

/** A codec that is easy to check by eye. */
final class InvertingCodec implements CompressionCodec {
    @Override
    public CompressionType type() {
        return CompressionType.LZ4;
    }

    @Override
    public ByteBuffer compress(ByteBuffer plain) {
        ByteBuffer inverted = ByteBuffer.allocate(plain.remaining());
        for (int i = plain.position(); i < plain.limit(); i++) {
            inverted.put((byte) ~plain.get(i));
        }
        return inverted.flip();
    }

    @Override
    public ByteBuffer decompress(ByteBuffer compressed, int maxBytes) {
        return compress(compressed);
    }
}
