package gossip.storage.segment.log;

import gossip.api.PartitionId;
import gossip.api.record.RecordBatch;
import gossip.api.storage.CorruptLogException;
import gossip.api.storage.IndexStore;
import gossip.api.storage.SegmentIndex;
import gossip.api.storage.SegmentIndex.Entry;
import gossip.storage.segment.file.OpenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Opens the indexes of a partition's segments, and makes anew what a crash, or damage, took from them. */
final class SegmentIndexes {
    private final PartitionId id;
    private final IndexStore store;
    private final IntSupplier intervalBytes;

    SegmentIndexes(PartitionId id, IndexStore store, IntSupplier intervalBytes) {
        this.id = id;
        this.store = store;
        this.intervalBytes = intervalBytes;
    }

    /** The index of a segment, with entries up to its present end. */
    SegmentIndex open(Segment segment) throws IOException {
        SegmentIndex index = store.open(id, segment.baseOffset());
        int size = segment.sizeBytes();
        if (size == 0) {
            return index;
        }
        OpenFile held = segment.file().hold();
        try {
            if (!complete(segment, held, index, size)) {
                index.close();
                store.delete(id, segment.baseOffset());
                index = store.open(id, segment.baseOffset());
                complete(segment, held, index, size);
            }
        } finally {
            held.release();
        }
        return index;
    }

    /** Returns false if the index and the segment do not belong together, or the segment is damaged. */
    private boolean complete(Segment segment, OpenFile held, SegmentIndex index, int size) throws IOException {
        try {
            Optional<Entry> last = index.last();
            Entry from = last.orElse(new Entry(segment.baseOffset(), 0, -1));
            if (from.position() >= size) {
                return false;
            }
            HeaderCursor cursor = segment.cursor(held, from.position(), size, HeaderCursor.WALK_BYTES);
            return matches(cursor, last) && addEntries(cursor, index, from);
        } catch (CorruptLogException | UncheckedIOException e) {
            // of a damaged segment the part before the damage is indexed; who reads the rest meets the damage
            return false;
        }
    }

    private static boolean matches(HeaderCursor cursor, Optional<Entry> last) throws IOException {
        return cursor.next()
                && (last.isEmpty()
                        || cursor.batch().baseOffset() == last.orElseThrow().offset());
    }

    private boolean addEntries(HeaderCursor cursor, SegmentIndex index, Entry from) throws IOException {
        int interval = intervalBytes.getAsInt();
        int indexed = from.position();
        long timestamp = Math.max(from.maxTimestampBefore(), cursor.batch().maxTimestamp());
        while (cursor.next()) {
            RecordBatch batch = cursor.batch();
            if (cursor.position() - indexed >= interval) {
                index.append(new Entry(batch.baseOffset(), cursor.position(), timestamp));
                indexed = cursor.position();
            }
            timestamp = Math.max(timestamp, batch.maxTimestamp());
        }
        return true;
    }

    void delete(Segment segment) throws IOException {
        store.delete(id, segment.baseOffset());
    }

    /** Deletes what may be left of an index. */
    void delete(long baseOffset) throws IOException {
        store.delete(id, baseOffset);
    }

    /** Drops entries at or beyond an offset of a segment that is not open. */
    void truncate(long baseOffset, long offset) throws IOException {
        try (SegmentIndex index = store.open(id, baseOffset)) {
            index.truncateTo(offset);
        }
    }
}
