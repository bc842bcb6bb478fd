package gossip.plugins.simulation;

import gossip.api.PartitionId;
import gossip.api.storage.LogConfig;
import gossip.api.storage.LogStore;
import gossip.api.storage.PartitionLog;
import java.util.Set;

/** A log store whose bytes lie on a {@link SimulatedDisk}. Thread-safe. */
public final class MemoryLogStore implements LogStore {
    private final SimulatedDisk disk;

    /**
     * Creates a store.
     *
     * @param disk keeps the bytes when the store is closed
     */
    public MemoryLogStore(SimulatedDisk disk) {
        this.disk = disk;
    }

    @Override
    public PartitionLog open(PartitionId id, LogConfig config) throws java.io.IOException {
        disk.checkHealth();
        return new MemoryPartitionLog(id, config, disk, disk.logs.computeIfAbsent(id, fresh -> new StoredLog()));
    }

    @Override
    public Set<PartitionId> partitions() {
        return Set.copyOf(disk.logs.keySet());
    }

    @Override
    public long sizeBytes(PartitionId id) {
        StoredLog stored = disk.logs.get(id);
        return stored == null ? 0 : stored.sizeBytes();
    }

    @Override
    public void delete(PartitionId id) throws java.io.IOException {
        disk.checkHealth();
        disk.logs.remove(id);
    }

    @Override
    public void close() {
        // the bytes stay on the disk
    }
}
