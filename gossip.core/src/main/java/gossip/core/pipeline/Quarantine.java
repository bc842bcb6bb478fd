package gossip.core.pipeline;

import gossip.api.PartitionId;
import gossip.api.storage.WriteAheadLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Entries of the write-ahead log whose partition could not take them, because its log is damaged or its settings are not
 * understood. They are written into the write-ahead log again before it is trimmed, so that they are still there when the
 * partition has been put right. One thread at a time.
 */
final class Quarantine {
    private static final int MOST_NAMED = 5;

    private final Set<Entry> entries = new LinkedHashSet<>();
    /** Bytes that wait, by the reason why. */
    private final Map<String, Long> waiting = new LinkedHashMap<>();

    private final long maxBytes;
    private long bytes;

    Quarantine(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Adds an entry. One that is there already was carried over before a crash came in between. What is more than there may
     * be is only counted, for {@link #requireRoom} to tell.
     *
     * @param reason why the partition cannot take it, and what puts that right
     */
    void add(PartitionId id, ByteBuffer batches, String reason) {
        if (entries.contains(new Entry(id, batches))) {
            return;
        }
        bytes += batches.remaining();
        waiting.merge(reason, (long) batches.remaining(), Long::sum);
        if (bytes <= maxBytes) {
            ByteBuffer copy = ByteBuffer.allocate(batches.remaining());
            entries.add(new Entry(id, copy.put(batches.duplicate()).flip()));
        }
    }

    /**
     * Refuses to go on with more than can be carried over.
     *
     * @throws IOException naming what waits, why, and what to do
     */
    void requireRoom() throws IOException {
        if (bytes > maxBytes) {
            throw new IOException(
                    "the write-ahead log has " + bytes + " bytes of records for partitions that cannot take them, and "
                            + PipelineSettings.CHECKPOINT_BYTES.key() + " (" + maxBytes + ") bounds what is kept: "
                            + report() + "; start with --set " + PipelineSettings.CHECKPOINT_BYTES.key() + "="
                            + 2 * bytes + ", put that right, and restart the broker");
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** What waits, and why. */
    String report() {
        String named = waiting.entrySet().stream()
                .limit(MOST_NAMED)
                .map(entry -> entry.getKey() + " (" + entry.getValue() + " bytes)")
                .collect(Collectors.joining("; "));
        return waiting.size() > MOST_NAMED ? named + "; and " + (waiting.size() - MOST_NAMED) + " more" : named;
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
