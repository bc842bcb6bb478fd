package gossip.plugins.simulation;

import gossip.api.PartitionId;
import gossip.api.storage.IndexStore;
import gossip.api.storage.SegmentIndex;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Indexes as sorted maps. Thread-safe. */
public final class MemoryIndexStore implements IndexStore {
    private final SimulatedDisk disk;

    /**
     * Creates the store.
     *
     * @param disk keeps the entries
     */
    public MemoryIndexStore(SimulatedDisk disk) {
        this.disk = disk;
    }

    @Override
    public SegmentIndex open(PartitionId id, long baseOffset) {
        return new MemoryIndex(
                disk.indexes.computeIfAbsent(id + "/" + baseOffset, fresh -> new ConcurrentSkipListMap<>()));
    }

    @Override
    public void delete(PartitionId id, long baseOffset) {
        disk.indexes.remove(id + "/" + baseOffset);
    }

    private record MemoryIndex(ConcurrentSkipListMap<Long, SegmentIndex.Entry> entries) implements SegmentIndex {
        @Override
        public void append(SegmentIndex.Entry entry) {
            entries.put(entry.offset(), entry);
        }

        @Override
        public Optional<SegmentIndex.Entry> floorOffset(long offset) {
            return Optional.ofNullable(entries.floorEntry(offset)).map(Map.Entry::getValue);
        }

        @Override
        public Optional<SegmentIndex.Entry> floorTimestamp(long timestampMs) {
            return entries.values().stream()
                    .filter(entry -> entry.maxTimestampBefore() < timestampMs)
                    .reduce((a, b) -> b);
        }

        @Override
        public Optional<SegmentIndex.Entry> last() {
            return Optional.ofNullable(entries.lastEntry()).map(Map.Entry::getValue);
        }

        @Override
        public void truncateTo(long offset) {
            entries.tailMap(offset, true).clear();
        }

        @Override
        public void flush() {
            // memory needs none
        }

        @Override
        public void close() {
            // the entries stay on the disk
        }
    }
}
