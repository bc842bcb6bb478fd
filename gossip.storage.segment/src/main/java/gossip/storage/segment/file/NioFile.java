package gossip.storage.segment.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file behind a channel. */
final class NioFile implements StorageFile {
    /** The JDK copies heap buffers through a direct one of the same size, which the thread then keeps. */
    private static final int MAX_HEAP_WRITE_BYTES = 1 << 20;

    private final Path path;
    private final FileChannel channel;

    NioFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        if (target.isDirect() || target.remaining() <= MAX_HEAP_WRITE_BYTES) {
            return channel.read(target, position);
        }
        int limit = target.limit();
        try {
            return channel.read(target.limit(target.position() + MAX_HEAP_WRITE_BYTES), position);
        } finally {
            target.limit(limit);
        }
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        int limit = source.limit();
        long at = position;
        try {
            while (source.position() < limit) {
                if (!source.isDirect()) {
                    source.limit(Math.min(limit, source.position() + MAX_HEAP_WRITE_BYTES));
                }
                at += channel.write(source, at);
            }
        } catch (IOException e) {
            throw DiskErrors.ofWrite(e, path);
        } finally {
            source.limit(limit);
        }
    }

    @Override
    public void force(boolean metadata) throws IOException {
        channel.force(metadata);
    }

    @Override
    public void truncate(long size) throws IOException {
        channel.truncate(size);
    }

    @Override
    public FileChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
