package gossip.plugins.simulation;

import gossip.api.PartitionId;
import gossip.api.storage.DiskFullException;
import gossip.api.storage.LogFailedException;
import gossip.api.storage.WriteAheadLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/** A write-ahead log on a {@link SimulatedDisk}. Thread-safe. */
public final class MemoryWriteAheadLog implements WriteAheadLog {
    private final SimulatedDisk disk;
    private boolean failed;

    /**
     * Creates the log.
     *
     * @param disk keeps what was synced
     */
    public MemoryWriteAheadLog(SimulatedDisk disk) {
        this.disk = disk;
    }

    @Override
    public synchronized void replay(Visitor visitor) throws IOException {
        disk.checkHealth();
        for (Map.Entry<Long, SimulatedDisk.WalEntry> entry :
                disk.wal.headMap(disk.walDurableEnd.get()).entrySet()) {
            visitor.entry(
                    entry.getValue().id(), ByteBuffer.wrap(entry.getValue().batches()));
        }
    }

    @Override
    public synchronized void reset() throws IOException {
        disk.checkHealth();
        disk.wal.tailMap(disk.walDurableEnd.get()).clear();
        disk.walDurableEnd.set(disk.walEnd.get());
    }

    @Override
    public synchronized long append(PartitionId id, ByteBuffer batches) throws IOException {
        guarded(disk::checkSpace);
        byte[] copy = new byte[batches.remaining()];
        batches.get(batches.position(), copy);
        long start = disk.walEnd.getAndAdd(Math.max(1, copy.length));
        disk.wal.put(start, new SimulatedDisk.WalEntry(id, copy));
        return disk.walEnd.get();
    }

    @Override
    public synchronized long sync() throws IOException {
        guarded(disk::checkHealth);
        disk.countSync();
        disk.walDurableEnd.set(disk.walEnd.get());
        return disk.walEnd.get();
    }

    @Override
    public long end() {
        return disk.walEnd.get();
    }

    @Override
    public synchronized long sizeBytes() {
        return disk.wal.values().stream()
                .mapToLong(entry -> entry.batches().length)
                .sum();
    }

    @Override
    public synchronized void trim(long lsn) throws IOException {
        guarded(disk::checkHealth);
        disk.wal.headMap(lsn).clear();
    }

    @Override
    public void close() {
        // what was synced stays on the disk
    }

    private void guarded(Check check) throws IOException {
        if (failed) {
            throw new LogFailedException("an earlier write or sync of the write-ahead log failed; restart the broker");
        }
        try {
            check.run();
        } catch (DiskFullException e) {
            throw e;
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }

    private interface Check {
        void run() throws IOException;
    }
}
