package gossip.core.pipeline;

import gossip.api.PartitionId;
import gossip.api.storage.WriteAheadLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Entries of the write-ahead log whose partition could not take them, because its log is damaged. They are written into the
 * write-ahead log again before it is trimmed, so that they are still there when the partition has been repaired. One thread
 * at a time.
 */
final class Quarantine {
    private final List<Entry> entries = new ArrayList<>();
    private final long maxBytes;
    private long bytes;

    Quarantine(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void add(PartitionId id, ByteBuffer batches) throws IOException {
        bytes += batches.remaining();
        if (bytes > maxBytes) {
            throw new IOException("damaged partitions, among them " + id + ", have more than " + maxBytes
                    + " bytes in the write-ahead log; repair them or move their directories away, then start again");
        }
        ByteBuffer copy = ByteBuffer.allocate(batches.remaining());
        entries.add(new Entry(id, copy.put(batches.duplicate()).flip()));
    }

    /** Appends and syncs all entries, so that what lies before them may be trimmed. */
    void carryOver(WriteAheadLog wal) throws IOException {
        if (!entries.isEmpty()) {
            for (Entry entry : entries) {
                wal.append(entry.id, entry.batches);
            }
            wal.sync();
        }
    }

    private record Entry(PartitionId id, ByteBuffer batches) {}
}
