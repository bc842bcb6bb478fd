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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Flushes the logs beside their writers, one after the other, and then frees the write-ahead log up to where it was before.
 * Thread gossip-checkpoint.
 */
final class Checkpoint {
    private static final Logger LOG = System.getLogger(Checkpoint.class.getName());

    private static final int MOST_NAMED = 5;

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
        List<String> unflushed = new ArrayList<>();
        for (PartitionRuntime partition : table.inUse()) {
            Opened opened = partition.opened();
            if (opened != null && (everything || opened.config().durability() == Durability.FSYNC)) {
                flush(partition, opened).ifPresent(problem -> unflushed.add(partition + " (" + problem + ")"));
            }
        }
        if (health.failure() != null) {
            return;
        }
        if (!unflushed.isEmpty()) {
            LOG.log(
                    Level.ERROR,
                    "the write-ahead log is kept (" + wal.sizeBytes() + " bytes), for it has records of "
                            + unflushed.size() + " partitions that could not be flushed: "
                            + String.join(", ", unflushed.subList(0, Math.min(MOST_NAMED, unflushed.size())))
                            + "; free space if the disk is full, else restart the broker once the disk is well");
            return;
        }
        quarantine.carryOver(wal);
        wal.trim(before);
    }

    /** Returns what went wrong; empty if the partition needs the write-ahead log no more. */
    private Optional<String> flush(PartitionRuntime partition, Opened opened) {
        PartitionLog log = opened.log();
        if (log.recoveryPoint() >= log.logEndOffset()) {
            return Optional.empty();
        }
        try {
            log.flush();
        } catch (DiskFullException e) {
            LOG.log(Level.WARNING, "the checkpoint of " + partition + " waits until there is space", e);
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            if (partition.isClosed()) {
                return Optional.empty();
            }
            partition.fail(e);
            return Optional.of(String.valueOf(e.getMessage()));
        }
        saveSnapshot(partition, opened);
        return Optional.empty();
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
