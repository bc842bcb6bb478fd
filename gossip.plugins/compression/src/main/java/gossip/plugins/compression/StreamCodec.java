package gossip.plugins.compression;

import gossip.api.record.CompressionCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** A codec made of a pair of streams. */
abstract class StreamCodec implements CompressionCodec {
    private static final int CHUNK_BYTES = 16 * 1024;

    /** A stream that compresses, at the codec's own level if none is given. */
    abstract OutputStream compressing(OutputStream target, OptionalInt level) throws IOException;

    abstract InputStream expanding(InputStream source) throws IOException;

    @Override
    public final ByteBuffer compress(ByteBuffer plain) throws IOException {
        return compress(plain, OptionalInt.empty());
    }

    @Override
    public final ByteBuffer compress(ByteBuffer plain, int level) throws IOException {
        return compress(plain, OptionalInt.of(level));
    }

    private ByteBuffer compress(ByteBuffer plain, OptionalInt level) throws IOException {
        byte[] source = bytesOf(plain);
        ByteArrayOutputStream target = new ByteArrayOutputStream(Math.max(64, source.length / 2));
        try (OutputStream stream = compressing(target, level)) {
            stream.write(source);
        }
        return ByteBuffer.wrap(target.toByteArray());
    }

    @Override
    public final ByteBuffer decompress(ByteBuffer compressed, int maxBytes) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream(CHUNK_BYTES);
        try (InputStream stream = expanding(new ByteArrayInputStream(bytesOf(compressed)))) {
            copyAtMost(stream, target, maxBytes);
        } catch (RuntimeException e) {
            // the libraries answer some damage with unchecked exceptions
            throw new IOException("the bytes are not " + type() + ": " + e, e);
        }
        return ByteBuffer.wrap(target.toByteArray());
    }

    private void copyAtMost(InputStream source, ByteArrayOutputStream target, int maxBytes) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int n = source.read(chunk); n >= 0; n = source.read(chunk)) {
            if (target.size() + (long) n > maxBytes) {
                throw new IOException("a batch expands with " + type() + " to more than the " + maxBytes
                        + " bytes allowed; send smaller batches");
            }
            target.write(chunk, 0, n);
        }
    }

    private static byte[] bytesOf(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }
}
