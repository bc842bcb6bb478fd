package gossip.plugins.simulation;

import gossip.api.record.Codecs;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordReader;
import gossip.api.record.StoredRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Drops batches all of whose records have a newer one of the same key; coarser than a real log, which rewrites batches. */
final class MemoryCompaction {
    private final RecordReader reader;

    MemoryCompaction(Codecs codecs) {
        this.reader = new RecordReader(codecs, Integer.MAX_VALUE);
    }

    long run(StoredLog stored, long endOffset) throws IOException {
        Map<ByteBuffer, Long> newest = new HashMap<>();
        List<RecordBatch> closed = new ArrayList<>();
        for (ByteBuffer buffer : stored.batches.headMap(endOffset).values()) {
            RecordBatch batch = RecordBatch.at(buffer, 0);
            if (batch.nextOffset() <= endOffset && !batch.isControl()) {
                closed.add(batch);
                reader.forEach(batch, record -> {
                    record.key().ifPresent(key -> newest.put(key, record.offset()));
                    return true;
                });
            }
        }
        long freed = 0;
        for (RecordBatch batch : closed) {
            if (isObsolete(batch, newest)) {
                stored.batches.remove(batch.baseOffset());
                freed += batch.sizeBytes();
            }
        }
        return freed;
    }

    private boolean isObsolete(RecordBatch batch, Map<ByteBuffer, Long> newest) throws IOException {
        boolean[] live = new boolean[1];
        reader.forEach(batch, record -> {
            live[0] = isLive(record, newest);
            return !live[0];
        });
        return !live[0];
    }

    private static boolean isLive(StoredRecord record, Map<ByteBuffer, Long> newest) {
        return record.key().isEmpty() || Objects.equals(newest.get(record.key().get()), record.offset());
    }
}
