package gossip.storage.segment.log;

import gossip.storage.segment.file.StorageFile;
import gossip.storage.segment.file.StorageFiles;
import gossip.storage.segment.file.StorageFiles.Mode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Output of a compaction, in a file beside the segments. One thread. */
final class CleanedSegment implements AutoCloseable {
    private final StorageFile file;
    private final ByteBuffer buffer = ByteBuffer.allocate(256 << 10);
    private int written;
    private long maxTimestampMs = -1;

    CleanedSegment(StorageFiles files, Path path) throws IOException {
        this.file = files.open(path, Mode.CREATE);
        file.truncate(0);
    }

    void add(ByteBuffer batch, long batchMaxTimestampMs) throws IOException {
        maxTimestampMs = Math.max(maxTimestampMs, batchMaxTimestampMs);
        if (batch.remaining() > buffer.remaining()) {
            writeOut();
        }
        if (batch.remaining() > buffer.remaining()) {
            int size = batch.remaining();
            file.write(batch, written);
            written += size;
        } else {
            buffer.put(batch);
        }
    }

    private void writeOut() throws IOException {
        int size = buffer.position();
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
