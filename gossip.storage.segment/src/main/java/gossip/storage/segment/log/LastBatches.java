package gossip.storage.segment.log;

import gossip.api.record.RecordBatch;
import gossip.storage.segment.file.OpenFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The last batch of each producer that was active lately. By it, or if it has none with data by its last marker, a producer's
 * epoch and sequence number are told when nothing else knows them.
 */
final class LastBatches {
    private final Map<Long, Long> data = new HashMap<>();
    private final Map<Long, Long> markers = new HashMap<>();

    private LastBatches() {}

    /** Reads the headers of the segments that have batches of that time or later. */
    static LastBatches of(List<Segment> segments, long sinceMs) throws IOException {
        LastBatches last = new LastBatches();
        for (Segment segment : segments) {
            if (segment.maxTimestampMs() >= sinceMs && segment.sizeBytes() > 0) {
                OpenFile held = segment.file().hold();
                try {
                    HeaderCursor cursor = segment.cursor(held, 0, segment.sizeBytes(), HeaderCursor.WALK_BYTES);
                    while (cursor.next()) {
                        last.add(cursor.batch(), sinceMs);
                    }
                } finally {
                    held.release();
                }
            }
        }
        return last;
    }

    private void add(RecordBatch header, long sinceMs) {
        if (header.producerId() != RecordBatch.NO_PRODUCER_ID && header.maxTimestamp() >= sinceMs) {
            (header.isControl() ? markers : data).put(header.producerId(), header.baseOffset());
        }
    }

    boolean contains(RecordBatch batch) {
        boolean isNeeded = !batch.isControl() || !data.containsKey(batch.producerId());
        return isNeeded
                && (batch.isControl() ? markers : data).getOrDefault(batch.producerId(), -1L) == batch.baseOffset();
    }
}
