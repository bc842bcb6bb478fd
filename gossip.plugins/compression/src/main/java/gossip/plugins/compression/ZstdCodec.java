package gossip.plugins.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import gossip.api.record.CompressionType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalInt;

/** Zstandard. */
final class ZstdCodec extends StreamCodec {
    @Override
    public CompressionType type() {
        return CompressionType.ZSTD;
    }

    @Override
    OutputStream compressing(OutputStream target, OptionalInt level) throws IOException {
        return new ZstdOutputStreamNoFinalizer(target, level.orElse(Zstd.defaultCompressionLevel()));
    }

    @Override
    InputStream expanding(InputStream source) throws IOException {
        return new ZstdInputStreamNoFinalizer(source);
    }
}
