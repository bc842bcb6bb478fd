package gossip.plugins.compression;

import gossip.api.record.CompressionType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalInt;
import org.xerial.snappy.SnappyInputStream;
import org.xerial.snappy.SnappyOutputStream;

/** Snappy in the framing of snappy-java, as Kafka's clients write it; raw Snappy is read too. */
final class SnappyCodec extends StreamCodec {
    @Override
    public CompressionType type() {
        return CompressionType.SNAPPY;
    }

    @Override
    OutputStream compressing(OutputStream target, OptionalInt level) throws IOException {
        return new SnappyOutputStream(target);
    }

    @Override
    InputStream expanding(InputStream source) throws IOException {
        return new SnappyInputStream(source);
    }
}
