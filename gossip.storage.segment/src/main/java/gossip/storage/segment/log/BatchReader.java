package gossip.storage.segment.log;

import gossip.api.record.RecordBatch;
import gossip.api.storage.CorruptLogException;
import gossip.storage.segment.file.OpenFile;
import java.io.IOException;

/** Reads the batches of a closed segment whole, checking each. One thread; the caller holds the file. */
final class BatchReader {
    private static final int CHUNK_BYTES = 256 << 10;

    private final OpenFile held;
    private final HeaderCursor cursor;
    private final CompactionIo io;
    private RecordBatch batch;

    BatchReader(Segment segment, OpenFile held, int position, CompactionIo io) {
        this.held = held;
        this.cursor = segment.cursor(held, position, segment.sizeBytes(), CHUNK_BYTES);
        this.io = io;
        this.batch = cursor.batch();
    }

    boolean next() throws IOException {
        if (!cursor.next()) {
            return false;
        }
        io.read(cursor.nextPosition() - cursor.position());
        batch = cursor.whole();
        if (!batch.isIntact()) {
            throw new CorruptLogException(held.file().path() + " is damaged at position " + cursor.position()
                    + ": wrong checksum; restore the partition from another replica or a backup");
        }
        return true;
    }

    /** The batch; valid until the next call of {@link #next}. */
    RecordBatch batch() {
        return batch;
    }

    boolean isLast() {
        return cursor.isAtEnd();
    }
}
