package gossip.core.pipeline;

import gossip.api.PartitionId;
import gossip.api.replication.ReplicationManager;
import gossip.api.storage.DiskFullException;
import gossip.api.storage.LogStore;
import gossip.api.storage.PartitionLog;
import gossip.api.storage.PartitionLog.StateSnapshot;
import gossip.core.partition.PartitionRuntime;
import gossip.core.partition.PartitionRuntime.Opened;
import gossip.core.partition.PartitionTable;
import gossip.core.topic.TopicConfig;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Deletes old segments, forgets producers, and closes partitions that nobody uses. Thread gossip-checkpoint, in the role of
 * the partitions' writers.
 */
final class Retention {
    private static final Logger LOG = System.getLogger(Retention.class.getName());
    /** Partitions that are not open change by age alone; each is looked at in one pass out of so many. */
    private static final int IDLE_PASSES = 12;

    private final LogStore logs;
    private final PartitionTable table;
    private final PartitionAccess access;
    private final ReplicationManager replication;
    private final Uncleanable uncleanable;
    private final long producerExpirationMs;
    private final long idleMs;
    private int pass;

    Retention(
            LogStore logs,
            PartitionTable table,
            PartitionAccess access,
            ReplicationManager replication,
            Uncleanable uncleanable,
            long producerExpirationMs,
            long idleMs) {
        this.logs = logs;
        this.table = table;
        this.access = access;
        this.replication = replication;
        this.uncleanable = uncleanable;
        this.producerExpirationMs = producerExpirationMs;
        this.idleMs = idleMs;
    }

    void run(long nowMs) throws IOException {
        for (PartitionRuntime partition : table.inUse()) {
            if (partition.log() != null && partition.failure() == null) {
                look(partition, nowMs);
            }
        }
        pass = (pass + 1) % IDLE_PASSES;
        for (PartitionId id : logs.partitions()) {
            if (Math.floorMod(id.hashCode(), IDLE_PASSES) == pass
                    && table.inUse(id) == null
                    && table.locate(id) instanceof PartitionRuntime partition) {
                look(partition, nowMs);
            }
        }
    }

    /** Brings new settings of topics to open partitions, and deletes what these let go. */
    void settingsChanged(long nowMs) {
        for (PartitionRuntime partition : table.inUse()) {
            Opened opened = partition.opened();
            if (opened != null
                    && partition.failure() == null
                    && table.refresh(partition)
                    && !partition.standing().config().equals(opened.config())) {
                look(partition, nowMs);
            }
        }
    }

    private void look(PartitionRuntime partition, long nowMs) {
        try {
            access.asWriter(partition, opened -> clean(partition, opened, nowMs));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "old segments of " + partition + " stay for now", e);
        }
    }

    private void clean(PartitionRuntime partition, Opened opened, long nowMs) throws IOException {
        try {
            opened.log().applyRetention(nowMs, partition.highWatermark().value());
        } catch (DiskFullException e) {
            throw e;
        } catch (IOException e) {
            partition.fail(e);
            throw e;
        }
        opened.producers().expire(nowMs - producerExpirationMs);
        PartitionLog log = opened.log();
        boolean unused = nowMs - partition.usedAtMs() >= idleMs && !partition.isAwaited();
        if (unused && log.recoveryPoint() >= log.logEndOffset() && !awaitsCompaction(partition, opened, nowMs)) {
            close(partition, opened);
        }
    }

    /** Only partitions that are open are compacted. */
    private boolean awaitsCompaction(PartitionRuntime partition, Opened opened, long nowMs) throws IOException {
        TopicConfig config = opened.config();
        return config.log().compacts()
                && !uncleanable.contains(partition.id())
                && CompactionPolicy.isDue(
                        opened.log().compactionNeed(partition.stable().value(), nowMs), config, nowMs);
    }

    private void close(PartitionRuntime partition, Opened opened) throws IOException {
        StateSnapshot snapshot = opened.takeSnapshot();
        if (snapshot != null) {
            Checkpoint.store(partition, opened, snapshot);
        }
        replication.resigns(partition.id());
        table.retire(partition);
    }
}
