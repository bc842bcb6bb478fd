package gossip.core.group;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.TopicPartition;
import gossip.api.broker.Records;
import gossip.api.broker.RequestContext;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One partition of the offsets topic, led by this node: what it holds, and how it changes. So that its log does not grow for
 * ever, all live offsets are written again from time to time and what lies before them is deleted. Thread-safe.
 */
final class OffsetPartition {
    /** Records beyond four times the live ones at which the log is shortened. */
    static final int SLACK_RECORDS = 50_000;

    /** How long a partition that cannot be read is left alone. */
    private static final int READ_AGAIN_MS = 5_000;

    private static final int REWRITTEN_AT_ONCE = 1_000;
    private static final Logger LOG = System.getLogger(OffsetPartition.class.getName());

    private final PartitionId id;
    private final TopicPartition name;
    private final Records records;
    private final InstantSource clock;
    private final OffsetLane lane;
    private final OffsetTable table = new OffsetTable();
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();
    private final AtomicLong recordsInLog = new AtomicLong();
    private final AtomicBoolean shortening = new AtomicBoolean();

    private volatile long failedAtMs;

    OffsetPartition(PartitionId id, TopicPartition name, Records records, InstantSource clock) {
        this.id = id;
        this.name = name;
        this.records = records;
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
            recordsInLog.set(reader.readAll(name, table));
            if (recordsInLog.get() > 0) {
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
        return append(
                toAppend,
                () -> offsets.forEach((partition, committed) -> table.put(new Key(group, partition), committed)));
    }

    CompletionStage<Void> delete(Collection<Key> keys) {
        long nowMs = clock.millis();
        List<NewRecord> toAppend =
                keys.stream().map(key -> OffsetRecords.tombstone(key, nowMs)).toList();
        return append(toAppend, () -> keys.forEach(table::remove));
    }

    private CompletionStage<Void> append(List<NewRecord> toAppend, Runnable durable) {
        CompletionStage<Void> done = lane.append(toAppend, () -> {
            durable.run();
            recordsInLog.addAndGet(toAppend.size());
        });
        shortenIfLong();
        return done;
    }

    private void shortenIfLong() {
        if (recordsInLog.get() > SLACK_RECORDS && shortening.compareAndSet(false, true)) {
            if (recordsInLog.get() > SLACK_RECORDS + 4L * table.size()) {
                shorten();
            } else {
                shortening.set(false);
            }
        }
    }

    /**
     * Writes live offsets again, each chunk as the table is when the chunk's turn comes, then deletes the log before the first
     * chunk. An offset committed meanwhile lies behind its older copy; one deleted meanwhile is not written again.
     */
    private void shorten() {
        List<Key> keys = table.keys();
        AtomicLong firstOffset = new AtomicLong(-1);
        CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
        for (int from = 0; from < keys.size(); from += REWRITTEN_AT_ONCE) {
            List<Key> chunk = keys.subList(from, Math.min(keys.size(), from + REWRITTEN_AT_ONCE));
            written = written.thenCombine(
                    lane.appendAlone(() -> live(chunk), offset -> firstOffset.compareAndSet(-1, offset)),
                    (a, b) -> null);
        }
        written.thenCompose(done -> deleteBefore(firstOffset.get(), keys.size()))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.log(Level.WARNING, name + " could not be shortened; it is tried again later", failure);
                    }
                    shortening.set(false);
                });
    }

    private List<NewRecord> live(List<Key> keys) {
        return keys.stream()
                .flatMap(key -> table.find(key).map(c -> OffsetRecords.commit(key, c)).stream())
                .toList();
    }

    private CompletionStage<Void> deleteBefore(long offset, int rewritten) {
        if (offset < 0) {
            return CompletableFuture.completedFuture(null);
        }
        return records.deleteBefore(RequestContext.INTERNAL, Map.of(name, offset))
                .thenAccept(deleted -> {
                    Records.Deleted result = deleted.get(name);
                    if (result == null || result.error() != ErrorCode.NONE) {
                        throw new BrokerException(
                                ErrorCode.UNKNOWN_SERVER_ERROR,
                                "records before " + offset + " were not deleted: " + result);
                    }
                    recordsInLog.set(rewritten);
                });
    }
}
