package gossip.plugins.kafka.reply;

import gossip.api.RecordSlice;
import io.netty.channel.FileRegion;
import io.netty.util.AbstractReferenceCounted;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * A slice of a file whose channel is not the JDK's own, as one that injects faults. Netty's native transport would look for
 * a file descriptor in it, so the channel transfers by itself.
 */
final class CopiedRegion extends AbstractReferenceCounted implements FileRegion {
    private final RecordSlice slice;
    private final RecordSlice.FileRegion file;
    private long transferred;

    CopiedRegion(RecordSlice slice, RecordSlice.FileRegion file) {
        this.slice = slice;
        this.file = file;
    }

    @Override
    public long position() {
        return file.position();
    }

    @Override
    @Deprecated
    public long transfered() {
        return transferred;
    }

    @Override
    public long transferred() {
        return transferred;
    }

    @Override
    public long count() {
        return slice.sizeBytes();
    }

    @Override
    public long transferTo(WritableByteChannel target, long from) throws IOException {
        long left = count() - from;
        if (left == 0) {
            return 0;
        }
        long position = file.position() + from;
        long written = file.channel().transferTo(position, left, target);
        if (written == 0 && position >= file.channel().size()) {
            throw new EOFException("the file ends at " + file.channel().size() + ", before the slice does");
        }
        transferred += written;
        return written;
    }

    @Override
    protected void deallocate() {
        slice.close();
    }

    @Override
    public FileRegion retain() {
        super.retain();
        return this;
    }

    @Override
    public FileRegion retain(int increment) {
        super.retain(increment);
        return this;
    }

    @Override
    public FileRegion touch() {
        return this;
    }

    @Override
    public FileRegion touch(Object hint) {
        return this;
    }
}
