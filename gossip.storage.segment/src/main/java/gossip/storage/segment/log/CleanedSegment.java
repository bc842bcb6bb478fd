package gossip.storage.segment.log;

import gossip.storage.segment.file.StorageFile;
import gossip.storage.segment.file.StorageFiles;
import gossip.storage.segment.file.StorageFiles.Mode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Output of a compaction, in a file beside the segments. One thread. */
final class CleanedSegment implements AutoCloseable {
    private final Path path;
    private final StorageFile file;
    private final CompactionIo io;
    private final ByteBuffer buffer = ByteBuffer.allocate(256 << 10);
    private int written;
    private long maxTimestampMs = -1;

    CleanedSegment(StorageFiles files, Path path, CompactionIo io) throws IOException {
        this.path = path;
        this.io = io;
        this.file = files.open(path, Mode.CREATE);
        file.truncate(0);
    }

    void add(ByteBuffer batch, long batchMaxTimestampMs) throws IOException {
        if (sizeBytes() + (long) batch.remaining() > Integer.MAX_VALUE) {
            throw new IOException(path + " would become larger than " + Integer.MAX_VALUE
                    + " bytes, for batches with tombstones grow when they are first compacted; lower segment.bytes");
        }
        maxTimestampMs = Math.max(maxTimestampMs, batchMaxTimestampMs);
        if (batch.remaining() > buffer.remaining()) {
            writeOut();
        }
        if (batch.remaining() > buffer.remaining()) {
            int size = batch.remaining();
            io.write(size);
            file.write(batch, written);
            written += size;
        } else {
            buffer.put(batch);
        }
    }

    private void writeOut() throws IOException {
        int size = buffer.position();
        io.write(size);
        file.write(buffer.flip(), written);
        written += size;
        buffer.clear();
    }

    /** Makes it durable. */
    void finish() throws IOException {
        writeOut();
        file.force(true);
    }

    int sizeBytes() {
        return written + buffer.position();
    }

    long maxTimestampMs() {
        return maxTimestampMs;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
