package gossip.core.pipeline;

import gossip.api.PartitionId;
import gossip.api.storage.WriteAheadLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Entries of the write-ahead log whose partition could not take them, because its log is damaged. They are written into the
 * write-ahead log again before it is trimmed, so that they are still there when the partition has been repaired. One thread
 * at a time.
 */
final class Quarantine {
    private final Set<Entry> entries = new LinkedHashSet<>();
    private final long maxBytes;
    private long bytes;

    Quarantine(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds an entry. One that is there already was carried over before a crash came in between. */
    void add(PartitionId id, ByteBuffer batches) throws IOException {
        if (entries.contains(new Entry(id, batches))) {
            return;
        }
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
