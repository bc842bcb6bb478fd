package gossip.plugins.compression;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import gossip.api.record.CompressionType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Zstandard at its default level. */
final class ZstdCodec extends StreamCodec {
    @Override
    public CompressionType type() {
        return CompressionType.ZSTD;
    }

    @Override
    OutputStream compressing(OutputStream target) throws IOException {
        return new ZstdOutputStreamNoFinalizer(target);
    }

    @Override
    InputStream expanding(InputStream source) throws IOException {
        return new ZstdInputStreamNoFinalizer(source);
    }
}
