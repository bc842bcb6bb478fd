package gossip.core.groupstore;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.TopicPartition;
import gossip.api.broker.Records;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Records.ProducerTransaction;
import gossip.api.group.GroupStore;
import gossip.api.group.GroupStore.Changes;
import gossip.api.group.GroupStore.Committed;
import gossip.api.record.NewRecord;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One partition of the offsets topic, led by this node: what it holds, and how it changes. Thread-safe.
 */
final class GroupPartition {
    /**
     * A partition as this node leads it for a while.
     *
     * @param partition its topic's id and its number
     * @param leaderEpoch changes when somebody else may have written
     */
    record Incarnation(PartitionId partition, int leaderEpoch) {}

    /** How long a partition that cannot be read is left alone. */
    private static final int READ_AGAIN_MS = 5_000;

    private static final Logger LOG = System.getLogger(GroupPartition.class.getName());

    private final Incarnation id;
    private final TopicPartition name;
    private final InstantSource clock;
    private final Records records;
    private final WriteLane lane;
    private final GroupTable table = new GroupTable();
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();

    private volatile long failedAtMs;

    GroupPartition(Incarnation id, TopicPartition name, Records records, InstantSource clock) {
        this.id = id;
        this.name = name;
        this.clock = clock;
        this.records = records;
        this.lane = new WriteLane(records, name);
    }

    /** Whether it is that partition, and either can be used or failed so lately that reading it again must wait. */
    boolean isUsableAs(Incarnation wanted) {
        boolean failed = loaded.isCompletedExceptionally();
        return id.equals(wanted) && !(failed && clock.millis() - failedAtMs >= READ_AGAIN_MS);
    }

    GroupTable table() {
        return table;
    }

    /** Completes when the table is filled; fails if it could not be. */
    CompletableFuture<Void> loaded() {
        return loaded;
    }

    /** Whether the table holds all that is durable; before, it may hold an older state. */
    boolean isLoaded() {
        return loaded.isDone() && !loaded.isCompletedExceptionally();
    }

    /** Fills the table. Blocks; called once. */
    void load(LogReader reader, GroupStore.Listener listener) {
        try {
            if (reader.readAll(name, table) > 0) {
                LOG.log(
                        Level.INFO,
                        "read {0} groups with {1} committed offsets from {2}",
                        table.groups().size(),
                        table.offsetCount(),
                        name);
            }
            loaded.complete(null);
            listener.loaded(table.groupsWithEntries());
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

    CompletionStage<Void> write(String group, Changes changes) {
        Map<StoreKey, Optional<ByteBuffer>> values = new HashMap<>();
        changes.offsets()
                .forEach((partition, committed) ->
                        values.put(new StoreKey.Offset(group, partition), committed.map(OffsetRecords::encode)));
        changes.entries().forEach((entry, value) -> values.put(new StoreKey.Entry(group, entry), value));
        // only a commit is blamed on the offsets; a member knows of none
        return changes.entries().isEmpty()
                ? write(group, values, false, ErrorCode.INVALID_COMMIT_OFFSET_SIZE)
                : write(group, values, true, ErrorCode.UNKNOWN_SERVER_ERROR);
    }

    CompletionStage<Void> delete(String group) {
        Map<StoreKey, Optional<ByteBuffer>> values = new HashMap<>();
        table.offsets(group).keySet().forEach(p -> values.put(new StoreKey.Offset(group, p), Optional.empty()));
        table.undecided(group).forEach(p -> values.put(new StoreKey.Offset(group, p), Optional.empty()));
        table.entries(group).keySet().forEach(entry -> values.put(new StoreKey.Entry(group, entry), Optional.empty()));
        return write(group, values, false, ErrorCode.UNKNOWN_SERVER_ERROR);
    }

    /** What is durable, for somebody who begins anew from it. */
    Map<String, ByteBuffer> entries(String group) {
        lane.admit(group);
        return table.entries(group);
    }

    private CompletionStage<Void> write(
            String group, Map<StoreKey, Optional<ByteBuffer>> values, boolean dependent, ErrorCode tooLarge) {
        if (values.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        long nowMs = clock.millis();
        List<NewRecord> records = new ArrayList<>();
        values.forEach((key, value) -> records.add(
                new NewRecord(nowMs, Optional.of(KeyCodec.encode(key)), value.map(ByteBuffer::duplicate), List.of())));
        return lane.append(new Write(
                group,
                dependent,
                records,
                tooLarge,
                offset -> values.forEach((key, value) -> keep(key, value, offset)),
                new CompletableFuture<>()));
    }

    private void keep(StoreKey key, Optional<ByteBuffer> value, long logOffset) {
        value.ifPresentOrElse(v -> table.put(key, v, logOffset), () -> table.remove(key, logOffset));
    }

    /** A producer's transaction has ended; what is still being read may be about it. */
    void decide(long producerId, boolean committed) {
        loaded.thenRun(() -> table.decide(producerId, committed));
    }

    CompletionStage<Void> writeInTransaction(
            String group,
            ProducerIdentity producer,
            ProducerTransaction transaction,
            Map<TopicPartition, Committed> offsets) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        TransactionalWrite.of(records, name).send(group, producer, transaction, offsets, clock.millis(), result -> {
            if (result.error() == ErrorCode.NONE) {
                offsets.forEach((partition, committed) -> table.propose(
                        producer.producerId(), new StoreKey.Offset(group, partition), committed, result.baseOffset()));
                done.complete(null);
            } else {
                done.completeExceptionally(lane.refused(ErrorCode.INVALID_COMMIT_OFFSET_SIZE, result));
            }
        });
        return done;
    }
}
