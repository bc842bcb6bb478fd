package gossip.storage.segment.log;

import gossip.api.record.RecordBatch;
import gossip.storage.segment.file.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The copy of a segment, which is only begun at the first difference: most of what has been compacted before stays as it is,
 * and need not be written for that. One thread.
 */
final class LazyCopy implements AutoCloseable {
    private static final int CHUNK_BYTES = 256 << 10;

    private final LogState state;
    private final long baseOffset;
    private final CompactionIo io;
    private @Nullable CleanedSegment output;
    private int sameBytes;
    private long sameMaxTimestampMs = -1;

    LazyCopy(LogState state, long baseOffset, CompactionIo io) {
        this.state = state;
        this.baseOffset = baseOffset;
        this.io = io;
    }

    /** Goes on with a batch that stays as it is. */
    void keep(RecordBatch batch) throws IOException {
        if (output == null) {
            sameBytes += batch.sizeBytes();
            sameMaxTimestampMs = Math.max(sameMaxTimestampMs, batch.maxTimestamp());
        } else {
            output.add(batch.bytes(), batch.maxTimestamp());
        }
    }

    /** Goes on with other bytes in the place of a batch. */
    void put(StorageFile source, ByteBuffer batch) throws IOException {
        begin(source).add(batch, RecordBatch.header(batch, 0).maxTimestamp());
    }

    /** Makes a difference: from now on everything is written. */
    CleanedSegment begin(StorageFile source) throws IOException {
        if (output == null) {
            output = new CleanedSegment(state.files(), state.cleanedPath(baseOffset), io);
            copySame(source, output);
        }
        return output;
    }

    private void copySame(StorageFile source, CleanedSegment target) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(Math.min(CHUNK_BYTES, sameBytes));
        for (int at = 0; at < sameBytes; at += chunk.limit()) {
            chunk.clear().limit(Math.min(chunk.capacity(), sameBytes - at));
            io.read(chunk.limit());
            source.readFully(chunk, at);
            target.add(chunk.flip(), sameMaxTimestampMs);
        }
    }

    /** The copy; null while there is no difference. */
    @Nullable
    CleanedSegment output() {
        return output;
    }

    @Override
    public void close() throws IOException {
        if (output != null) {
            output.close();
        }
    }
}
