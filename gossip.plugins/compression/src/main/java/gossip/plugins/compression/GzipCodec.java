package gossip.plugins.compression;

import gossip.api.record.CompressionType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalInt;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** RFC 1952. */
final class GzipCodec extends StreamCodec {
    private static final int BUFFER_BYTES = 8 * 1024;

    @Override
    public CompressionType type() {
        return CompressionType.GZIP;
    }

    @Override
    OutputStream compressing(OutputStream target, OptionalInt level) throws IOException {
        return new LevelledGzip(target, level.orElse(Deflater.DEFAULT_COMPRESSION));
    }

    @Override
    InputStream expanding(InputStream source) throws IOException {
        return new GZIPInputStream(source, BUFFER_BYTES);
    }

    /** The JDK's stream has a level, but nowhere to give it. */
    private static final class LevelledGzip extends GZIPOutputStream {
        private LevelledGzip(OutputStream target, int level) throws IOException {
            super(target, BUFFER_BYTES);
            def.setLevel(level);
        }
    }
}
