package gossip.core.group;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.TopicPartition;
import gossip.api.broker.Records;
import gossip.api.group.OffsetStore.Committed;
import gossip.api.record.NewRecord;
import gossip.core.group.OffsetRecords.Key;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One partition of the offsets topic, led by this node: what it holds, and how it changes. Thread-safe.
 */
final class OffsetPartition {
    /** How long a partition that cannot be read is left alone. */
    private static final int READ_AGAIN_MS = 5_000;

    private static final Logger LOG = System.getLogger(OffsetPartition.class.getName());

    private final PartitionId id;
    private final TopicPartition name;
    private final InstantSource clock;
    private final OffsetLane lane;
    private final OffsetTable table = new OffsetTable();
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();

    private volatile long failedAtMs;

    OffsetPartition(PartitionId id, TopicPartition name, Records records, InstantSource clock) {
        this.id = id;
        this.name = name;
        this.clock = clock;
        this.lane = new OffsetLane(records, name);
    }

    /** Whether it is that partition, and either can be used or failed so lately that reading it again must wait. */
    boolean isUsableAs(PartitionId wanted) {
        boolean failed = loaded.isCompletedExceptionally();
        return id.equals(wanted) && !(failed && clock.millis() - failedAtMs >= READ_AGAIN_MS);
    }

    OffsetTable table() {
        return table;
    }

    /** Completes when the table is filled; fails if it could not be. */
    CompletableFuture<Void> loaded() {
        return loaded;
    }

    /** Fills the table. Blocks; called once. */
    void load(OffsetReader reader) {
        try {
            if (reader.readAll(name, table) > 0) {
                LOG.log(Level.INFO, "read {0} committed offsets from {1}", table.size(), name);
            }
            loaded.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "committed offsets cannot be read from " + name, e);
            fail(e);
        }
    }

    private void fail(Exception cause) {
        failedAtMs = clock.millis();
        loaded.completeExceptionally(new BrokerException(
                ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, "committed offsets could not be read from " + name, cause));
    }

    CompletionStage<Void> commit(String group, Map<TopicPartition, Committed> offsets) {
        List<NewRecord> toAppend = new ArrayList<>();
        offsets.forEach(
                (partition, committed) -> toAppend.add(OffsetRecords.commit(new Key(group, partition), committed)));
        return lane.append(
                toAppend,
                () -> offsets.forEach((partition, committed) -> table.put(new Key(group, partition), committed)));
    }

    CompletionStage<Void> delete(Collection<Key> keys) {
        long nowMs = clock.millis();
        List<NewRecord> toAppend =
                keys.stream().map(key -> OffsetRecords.tombstone(key, nowMs)).toList();
        return lane.append(toAppend, () -> keys.forEach(table::remove));
    }
}
