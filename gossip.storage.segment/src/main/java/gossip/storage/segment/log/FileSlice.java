package gossip.storage.segment.log;

import gossip.api.RecordSlice;
import gossip.storage.segment.file.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A slice of a segment's file, which it keeps open. */
final class FileSlice implements RecordSlice {
    private final OpenFile file;
    private final long position;
    private final int sizeBytes;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Takes over the caller's hold on the file. */
    FileSlice(OpenFile file, long position, int sizeBytes) {
        this.file = file;
        this.position = position;
        this.sizeBytes = sizeBytes;
    }

    @Override
    public int sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void copyTo(int from, ByteBuffer target) throws IOException {
        Objects.checkFromIndexSize(from, target.remaining(), sizeBytes);
        file.file().readFully(target, position + from);
    }

    @Override
    public Optional<FileRegion> file() {
        return Optional.of(new FileRegion(file.file().channel(), position));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            file.release();
        }
    }
}
