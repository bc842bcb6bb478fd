package gossip.storage.segment.log;

import gossip.api.record.RecordBatch;
import gossip.api.storage.CorruptLogException;
import gossip.storage.segment.file.StorageFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Walks from batch to batch of a segment by their headers. One thread; the caller holds the file. */
final class HeaderCursor {
    /** Enough for a few small batches; larger ones are skipped without being read. */
    static final int WALK_BYTES = 4096;
    /** For reading everything. */
    static final int SCAN_BYTES = 1 << 20;

    private static final int CRC_START = 21;

    private final StorageFile file;
    private final int end;
    private final long endOffset;
    private ByteBuffer chunk;
    private int chunkPosition;
    private int position;
    private int nextPosition;
    private long nextOffset;
    private long offsetBefore;
    private RecordBatch batch;

    /**
     * Stands before the batch at a position.
     *
     * @param end exclusive position up to where batches are whole
     * @param minOffset no batch has a lower base offset
     * @param endOffset no batch ends beyond it
     */
    HeaderCursor(StorageFile file, int position, int end, long minOffset, long endOffset, int chunkBytes) {
        this.file = file;
        this.end = end;
        this.endOffset = endOffset;
        int capacity = Math.max(RecordBatch.HEADER_BYTES, Math.min(chunkBytes, end - position));
        this.chunk = ByteBuffer.allocate(capacity).limit(0);
        this.nextPosition = position;
        this.nextOffset = minOffset;
        this.batch = RecordBatch.header(chunk, 0);
    }

    /**
     * Goes to the next batch.
     *
     * @return false at the end
     * @throws CorruptLogException if what is there is not a batch
     */
    boolean next() throws IOException {
        if (nextPosition >= end) {
            return false;
        }
        String problem = step();
        if (!problem.isEmpty()) {
            throw new CorruptLogException(file.path() + " is damaged at position " + nextPosition + ": " + problem
                    + "; restore the partition from another replica or a backup");
        }
        return true;
    }

    /** Goes to the next batch if it is whole and its checksum is right; otherwise stays before it. */
    boolean nextIntact() throws IOException {
        if (nextPosition >= end || !step().isEmpty()) {
            return false;
        }
        if (!crcMatches()) {
            nextPosition = position;
            nextOffset = offsetBefore;
            return false;
        }
        return true;
    }

    /** Returns what is wrong, or nothing, having moved on. */
    private String step() throws IOException {
        if (end - nextPosition < RecordBatch.HEADER_BYTES) {
            return "only " + (end - nextPosition) + " bytes are left, a header has " + RecordBatch.HEADER_BYTES;
        }
        load(nextPosition, RecordBatch.HEADER_BYTES);
        RecordBatch header = RecordBatch.header(chunk, nextPosition - chunkPosition);
        String problem = problemOf(header);
        if (problem.isEmpty()) {
            batch = header;
            offsetBefore = nextOffset;
            position = nextPosition;
            nextPosition += header.sizeBytes();
            nextOffset = header.nextOffset();
        }
        return problem;
    }

    private String problemOf(RecordBatch header) {
        if (header.magic() != RecordBatch.MAGIC) {
            return "magic is " + header.magic();
        }
        // as a long, for a damaged length may overflow
        long size = (long) header.sizeBytes();
        if (size < RecordBatch.HEADER_BYTES || size > end - nextPosition) {
            return "batch size is " + size + ", " + (end - nextPosition) + " bytes are left";
        }
        if (header.baseOffset() < nextOffset) {
            return "base offset is " + header.baseOffset() + ", expected " + nextOffset + " or more";
        }
        if (header.nextOffset() > endOffset) {
            return "last offset is " + header.lastOffset() + ", the segment ends at " + endOffset;
        }
        if (header.lastOffsetDelta() < 0 || header.recordCount() < 0) {
            return "offset delta is " + header.lastOffsetDelta() + ", record count is " + header.recordCount();
        }
        return "";
    }

    /** The whole batch; valid until the next step. */
    RecordBatch whole() throws IOException {
        int size = nextPosition - position;
        if (size > chunk.capacity()) {
            chunk = ByteBuffer.allocate(size).limit(0);
        }
        load(position, size);
        batch = RecordBatch.header(chunk, position - chunkPosition);
        return RecordBatch.at(chunk, position - chunkPosition);
    }

    private boolean crcMatches() throws IOException {
        long expected = batch.crc();
        CRC32C crc = new CRC32C();
        int at = position + CRC_START;
        while (at < nextPosition) {
            int length = Math.min(nextPosition - at, chunk.capacity());
            load(at, length);
            crc.update(chunk.slice(at - chunkPosition, length));
            at += length;
        }
        boolean matches = crc.getValue() == expected;
        if (position < chunkPosition) {
            load(position, RecordBatch.HEADER_BYTES);
        }
        batch = RecordBatch.header(chunk, position - chunkPosition);
        return matches;
    }

    /** Makes sure that a range is in the chunk. */
    private void load(int from, int length) throws IOException {
        if (from >= chunkPosition && from + length <= chunkPosition + chunk.limit()) {
            return;
        }
        chunk.clear().limit(Math.min(chunk.capacity(), end - from));
        try {
            file.readFully(chunk, from);
        } catch (EOFException e) {
            throw new CorruptLogException(
                    file.path() + " is shorter than it was; restore it from another replica or a backup", e);
        }
        chunk.position(0);
        chunkPosition = from;
    }

    /** Header of the batch; valid until the next step. */
    RecordBatch batch() {
        return batch;
    }

    /** Where the batch starts. */
    int position() {
        return position;
    }

    /** Where the batch ends, or where the cursor stopped. */
    int nextPosition() {
        return nextPosition;
    }

    boolean isAtEnd() {
        return nextPosition >= end;
    }

    /** The offset after the batch. */
    long nextOffset() {
        return nextOffset;
    }
}
