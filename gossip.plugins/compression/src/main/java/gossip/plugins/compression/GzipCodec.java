package gossip.plugins.compression;

import gossip.api.record.CompressionType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** RFC 1952. */
final class GzipCodec extends StreamCodec {
    @Override
    public CompressionType type() {
        return CompressionType.GZIP;
    }

    @Override
    OutputStream compressing(OutputStream target) throws IOException {
        return new GZIPOutputStream(target, 8 * 1024);
    }

    @Override
    InputStream expanding(InputStream source) throws IOException {
        return new GZIPInputStream(source, 8 * 1024);
    }
}
