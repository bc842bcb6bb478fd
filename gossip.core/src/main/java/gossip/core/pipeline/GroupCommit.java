package gossip.core.pipeline;

import gossip.api.ErrorCode;
import gossip.api.metrics.Metrics;
import gossip.api.storage.WriteAheadLog;
import gossip.core.flight.WalSyncEvent;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Syncs the write-ahead log for all shards: whatever was appended while one sync ran is made durable by the next. Shards
 * push chains of appends without a lock; the thread {@code gossip-commit} takes all of them, syncs once and answers. What
 * is pushed is bounded by {@link Admission}.
 */
final class GroupCommit implements AutoCloseable {
    private final WriteAheadLog wal;
    private final StorageHealth health;
    private final Commit commit;
    private final Runnable afterSync;
    private final Metrics.Histogram appendsPerSync;
    private final AtomicReference<@Nullable PartitionAppend> pushed = new AtomicReference<>();
    private volatile boolean stopping;
    private @Nullable Thread thread;

    GroupCommit(WriteAheadLog wal, StorageHealth health, Commit commit, Runnable afterSync, Metrics metrics) {
        this.wal = wal;
        this.health = health;
        this.commit = commit;
        this.afterSync = afterSync;
        this.appendsPerSync = metrics.histogram(
                "gossip_wal_sync_appends", "Appends to partitions that one sync of the write-ahead log made durable.");
    }

    void start() {
        thread = PipelineThreads.start("gossip-commit", this::run);
    }

    /** Takes a chain of appends, newest first, whose entries are in the write-ahead log. Any shard's thread. */
    void push(PartitionAppend newest, PartitionAppend oldest) {
        PartitionAppend before;
        do {
            before = pushed.get();
            oldest.next(before);
        } while (!pushed.compareAndSet(before, newest));
        if (before == null) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (true) {
            PartitionAppend newest = pushed.getAndSet(null);
            if (newest != null) {
                commit(newest);
            } else if (stopping) {
                return;
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void commit(PartitionAppend newest) {
        String failure = sync();
        int count = 0;
        PartitionAppend append = oldestFirst(newest);
        while (append != null) {
            PartitionAppend following = append.next();
            append.next(null);
            if (failure == null) {
                commit.persisted(append);
            } else {
                append.refuse(ErrorCode.KAFKA_STORAGE_ERROR, failure);
            }
            append = following;
            count++;
        }
        appendsPerSync.record(count);
        afterSync.run();
    }

    private @Nullable String sync() {
        if (health.failure() == null) {
            WalSyncEvent flight = new WalSyncEvent();
            flight.begin();
            try {
                wal.sync();
            } catch (IOException e) {
                health.fail(e);
            } catch (RuntimeException | Error e) {
                // such as no direct memory left: without this thread nobody would be answered any more
                health.fail(new IOException("internal error: " + e, e));
            }
            flight.succeeded = health.failure() == null;
            flight.commit();
        }
        return health.failure();
    }

    private static PartitionAppend oldestFirst(PartitionAppend newest) {
        PartitionAppend reversed = newest;
        PartitionAppend rest = newest.next();
        newest.next(null);
        while (rest != null) {
            PartitionAppend following = rest.next();
            rest.next(reversed);
            reversed = rest;
            rest = following;
        }
        return reversed;
    }

    /** Ends the thread once everything pushed is answered. */
    @Override
    public void close() {
        stopping = true;
        Thread running = thread;
        if (running != null) {
            LockSupport.unpark(running);
            PipelineThreads.join(running);
        }
    }
}
