package gossip.core.partition;

import gossip.api.Durability;
import gossip.api.replication.ReplicationManager;
import gossip.api.storage.DiskFullException;
import gossip.api.storage.LogStore;
import gossip.api.storage.PartitionLog;
import gossip.api.storage.PartitionLog.StateSnapshot;
import gossip.core.partition.PartitionRuntime.Opened;
import gossip.core.topic.TopicConfig;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.BufferUnderflowException;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens partitions at their first use. Called by the thread of the partition's shard; blocks on the disk. */
public final class PartitionOpener {
    private static final Logger LOG = System.getLogger(PartitionOpener.class.getName());

    private final LogStore logs;
    private final ReplicationManager replication;
    private final InstantSource clock;
    private final int maxProducers;

    /**
     * Creates an opener.
     *
     * @param logs where the logs are
     * @param replication told what is led from now on
     * @param clock wall clock
     * @param maxProducers idempotent producers remembered for each partition
     */
    public PartitionOpener(LogStore logs, ReplicationManager replication, InstantSource clock, int maxProducers) {
        this.logs = logs;
        this.replication = replication;
        this.clock = clock;
        this.maxProducers = maxProducers;
    }

    /**
     * Opens a partition if it is not open.
     *
     * @param partition not closed
     * @return what was opened
     * @throws IOException if it cannot be opened; but for want of space that stays so until the broker is restarted
     */
    public Opened open(PartitionRuntime partition) throws IOException {
        Opened present = partition.opened();
        if (present != null) {
            return present;
        }
        IOException failure = partition.failure();
        if (failure != null) {
            throw failure;
        }
        try {
            Opened fresh = openNow(partition);
            partition.open(fresh);
            return fresh;
        } catch (DiskFullException e) {
            throw e;
        } catch (IOException e) {
            partition.fail(e);
            throw e;
        }
    }

    private Opened openNow(PartitionRuntime partition) throws IOException {
        TopicConfig config = partition.standing().config();
        PartitionLog log = logs.open(partition.id(), config.log());
        try {
            // After a crash of the process alone the log may end in records that only the page cache has.
            if (config.durability() == Durability.FSYNC && log.recoveryPoint() < log.logEndOffset()) {
                log.flush();
            }
            Opened fresh = restore(partition, log, config);
            replication.leads(partition.id(), partition.standing().leaderEpoch(), log.logEndOffset());
            return fresh;
        } catch (IOException | RuntimeException e) {
            log.close();
            throw e;
        }
    }

    private Opened restore(PartitionRuntime partition, PartitionLog log, TopicConfig config) throws IOException {
        ProducerStates producers = new ProducerStates(maxProducers, partition.stable());
        @Nullable StateSnapshot snapshot = readSnapshot(log, producers);
        long from = snapshot == null ? log.logStartOffset() : Math.max(snapshot.offset(), log.logStartOffset());
        Opened fresh = new Opened(log, producers, config, snapshot == null ? -1 : snapshot.offset());
        long nowMs = clock.millis();
        new HeaderScan(log).forEach(from, log.logEndOffset(), batch -> {
            if (batch.isControl()) {
                fresh.noteAborted(batch);
            }
            producers.appended(batch, nowMs);
        });
        return fresh;
    }

    private static @Nullable StateSnapshot readSnapshot(PartitionLog log, ProducerStates into) throws IOException {
        Optional<StateSnapshot> stored = log.latestSnapshot();
        if (stored.isEmpty()) {
            return null;
        }
        try {
            into.restore(stored.get().state());
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            LOG.log(Level.WARNING, "partition " + log.id() + " is scanned whole, for its snapshot cannot be read", e);
            into.clear();
            return null;
        }
        if (isNoted(log, into.newestAborted())) {
            return stored.get();
        }
        LOG.log(
                Level.WARNING,
                "partition " + log.id() + " is scanned whole, for its index of aborted transactions has lost the one"
                        + " that ended at offset " + into.newestAborted());
        into.clear();
        return null;
    }

    /** Whether the log knows of an aborted transaction, and therefore of all before it. */
    private static boolean isNoted(PartitionLog log, long marker) throws IOException {
        return marker < log.logStartOffset()
                || log.abortedTransactions(marker, marker + 1).stream()
                        .anyMatch(transaction -> transaction.lastOffset() == marker);
    }
}
