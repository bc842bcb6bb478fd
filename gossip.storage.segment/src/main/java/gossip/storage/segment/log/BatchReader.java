package gossip.storage.segment.log;

import gossip.api.record.RecordBatch;
import gossip.api.storage.CorruptLogException;
import gossip.storage.segment.file.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads the batches of a closed segment whole, checking each. One thread; the caller holds the file. */
final class BatchReader {
    private final OpenFile held;
    private final HeaderCursor cursor;
    private ByteBuffer bytes = ByteBuffer.allocate(64 << 10);

    BatchReader(Segment segment, OpenFile held, int position) {
        this.held = held;
        this.cursor = segment.cursor(held, position, segment.sizeBytes(), HeaderCursor.WALK_BYTES);
    }

    boolean next() throws IOException {
        if (!cursor.next()) {
            return false;
        }
        int size = cursor.nextPosition() - cursor.position();
        if (bytes.capacity() < size) {
            bytes = ByteBuffer.allocate(size);
        }
        held.file().readFully(bytes.clear().limit(size), cursor.position());
        bytes.flip();
        if (!batch().isIntact()) {
            throw new CorruptLogException(held.file().path() + " is damaged at position " + cursor.position()
                    + ": wrong checksum; restore the partition from another replica or a backup");
        }
        return true;
    }

    /** The batch; valid until the next call of {@link #next}. */
    RecordBatch batch() {
        return RecordBatch.at(bytes, 0);
    }

    boolean isLast() {
        return cursor.isAtEnd();
    }
}
