package gossip.core.pipeline;

import gossip.api.PartitionId;
import gossip.api.record.Codecs;
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
import java.util.concurrent.CompletionException;

/**
 * Deletes or compacts old segments, forgets producers, and closes partitions that nobody uses. Thread gossip-checkpoint,
 * which lets the shards do what is theirs.
 */
final class Retention {
    private static final Logger LOG = System.getLogger(Retention.class.getName());
    /** Partitions that are not open change by age alone; each is looked at in one pass out of so many. */
    private static final int IDLE_PASSES = 12;

    private final LogStore logs;
    private final PartitionTable table;
    private final PartitionAccess access;
    private final ReplicationManager replication;
    private final Codecs codecs;
    private final long producerExpirationMs;
    private final long idleMs;
    private int pass;

    Retention(
            LogStore logs,
            PartitionTable table,
            PartitionAccess access,
            ReplicationManager replication,
            Codecs codecs,
            long producerExpirationMs,
            long idleMs) {
        this.logs = logs;
        this.table = table;
        this.access = access;
        this.replication = replication;
        this.codecs = codecs;
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

    private void look(PartitionRuntime partition, long nowMs) {
        try {
            access.onShard(partition, here -> {
                        cleanOnShard(here, nowMs);
                        return here;
                    })
                    .join();
        } catch (CompletionException e) {
            LOG.log(Level.WARNING, "old segments of " + partition + " stay for now", e.getCause());
        }
    }

    private void cleanOnShard(PartitionRuntime partition, long nowMs) throws IOException {
        Opened opened = partition.opened();
        if (opened == null || partition.failure() != null) {
            return;
        }
        try {
            clean(partition, opened, nowMs);
        } catch (DiskFullException e) {
            throw e;
        } catch (IOException e) {
            partition.fail(e);
            throw e;
        }
        opened.producers().expire(nowMs - producerExpirationMs);
        PartitionLog log = opened.log();
        boolean unused = nowMs - partition.usedAtMs() >= idleMs
                && !partition.highWatermark().isAwaited();
        if (unused && log.recoveryPoint() >= log.logEndOffset()) {
            close(partition, opened);
        }
    }

    private void clean(PartitionRuntime partition, Opened opened, long nowMs) throws IOException {
        TopicConfig config = partition.standing().config();
        if (!opened.config().equals(config)) {
            opened.apply(config);
        }
        long highWatermark = partition.highWatermark().value();
        if (config.log().compacts()) {
            opened.log().compact(highWatermark, codecs, nowMs);
        }
        opened.log().applyRetention(nowMs, highWatermark);
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
