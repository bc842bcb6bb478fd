package gossip.core.pipeline;

import gossip.api.Durability;
import gossip.api.storage.DiskFullException;
import gossip.api.storage.PartitionLog;
import gossip.api.storage.PartitionLog.StateSnapshot;
import gossip.api.storage.WriteAheadLog;
import gossip.core.partition.PartitionRuntime;
import gossip.core.partition.PartitionRuntime.Opened;
import gossip.core.partition.PartitionTable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Flushes the logs beside their writers, one after the other, and then frees the write-ahead log up to where it was before.
 * Thread gossip-checkpoint.
 */
final class Checkpoint {
    private static final Logger LOG = System.getLogger(Checkpoint.class.getName());

    private final PartitionTable table;
    private final List<Shard> shards;
    private final WriteAheadLog wal;
    private final StorageHealth health;
    private final Quarantine quarantine;

    Checkpoint(
            PartitionTable table, List<Shard> shards, WriteAheadLog wal, StorageHealth health, Quarantine quarantine) {
        this.table = table;
        this.shards = shards;
        this.wal = wal;
        this.health = health;
        this.quarantine = quarantine;
    }

    /**
     * Does it.
     *
     * @param everything also logs that have nothing in the write-ahead log
     */
    void run(boolean everything) throws IOException {
        long before = wal.end();
        boolean allFlushed = true;
        for (PartitionRuntime partition : table.inUse()) {
            Opened opened = partition.opened();
            if (opened != null && (everything || opened.config().durability() == Durability.FSYNC)) {
                allFlushed &= flush(partition, opened);
            }
        }
        if (health.failure() != null) {
            return;
        }
        if (!allFlushed) {
            LOG.log(
                    Level.ERROR,
                    "the write-ahead log is kept (" + wal.sizeBytes()
                            + " bytes), for it has records of a partition that"
                            + " could not be flushed; free space if the disk is full, else restart the broker once the"
                            + " disk is well");
            return;
        }
        quarantine.carryOver(wal);
        wal.trim(before);
    }

    private boolean flush(PartitionRuntime partition, Opened opened) {
        PartitionLog log = opened.log();
        if (log.recoveryPoint() >= log.logEndOffset()) {
            return true;
        }
        try {
            log.flush();
        } catch (DiskFullException e) {
            LOG.log(Level.WARNING, "the checkpoint of " + partition + " waits until there is space", e);
            return false;
        } catch (IOException e) {
            if (partition.isClosed()) {
                return true;
            }
            partition.fail(e);
            return false;
        }
        saveSnapshot(partition, opened);
        return true;
    }

    private void saveSnapshot(PartitionRuntime partition, Opened opened) {
        @Nullable
        StateSnapshot snapshot =
                shards.get(partition.shard()).call(opened::takeSnapshot).join();
        if (snapshot != null) {
            store(partition, opened, snapshot);
        }
    }

    /** Stores a snapshot; without it the next opening takes longer, which is no reason to stop the partition. */
    static void store(PartitionRuntime partition, Opened opened, StateSnapshot snapshot) {
        try {
            opened.log().saveSnapshot(snapshot.offset(), snapshot.state());
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "the producers of " + partition + " could not be stored; the next start scans its log for them",
                    e);
        }
    }
}
