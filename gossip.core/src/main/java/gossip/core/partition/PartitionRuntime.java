package gossip.core.partition;

import gossip.api.PartitionId;
import gossip.api.TopicPartition;
import gossip.api.record.RecordBatch;
import gossip.api.replication.PartitionManager.Role;
import gossip.api.storage.AbortedTransaction;
import gossip.api.storage.PartitionLog;
import gossip.api.storage.PartitionLog.StateSnapshot;
import gossip.core.topic.TopicConfig;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One partition in use. It is opened, written and closed by the thread of its shard alone; what other threads may read is
 * said at each method. Once closed it stays closed: whoever still holds it asks {@link PartitionTable} again.
 */
public final class PartitionRuntime implements Place {
    private static final Logger LOG = System.getLogger(PartitionRuntime.class.getName());

    private static final long USE_GRAIN_MS = 1000;
    private static final long SCANNED_QUICKLY_BYTES = 4 << 20;

    private final PartitionId id;
    private final TopicPartition name;
    private final int shard;
    private final HighWatermark highWatermark = new HighWatermark();
    private final StableOffset stable = new StableOffset(highWatermark);
    private volatile Standing standing;
    private volatile @Nullable Opened opened;
    private volatile @Nullable IOException failure;
    private volatile boolean closed;
    private volatile long usedAtMs;

    PartitionRuntime(PartitionId id, TopicPartition name, int shard, Standing standing) {
        this.id = id;
        this.name = name;
        this.shard = shard;
        this.standing = standing;
    }

    /**
     * Name in storage. Any thread.
     *
     * @return the id
     */
    public PartitionId id() {
        return id;
    }

    /**
     * Name for clients. Any thread.
     *
     * @return topic and number
     */
    public TopicPartition name() {
        return name;
    }

    /**
     * The shard that it belongs to. Any thread.
     *
     * @return index of a shard
     */
    public int shard() {
        return shard;
    }

    /**
     * What consumers may see; 0 before the partition is open. Any thread.
     *
     * @return the same all the time
     */
    public HighWatermark highWatermark() {
        return highWatermark;
    }

    /**
     * What readers of committed records may see. Any thread.
     *
     * @return the same all the time
     */
    public StableOffset stable() {
        return stable;
    }

    /**
     * Whether somebody waits for records. Any thread.
     *
     * @return true if so
     */
    public boolean isAwaited() {
        return highWatermark.isAwaited() || stable.isAwaited();
    }

    /**
     * What the metadata says. Any thread.
     *
     * @return as of the last look-up in the table
     */
    public Standing standing() {
        return standing;
    }

    void standing(Standing changed) {
        standing = changed;
    }

    /**
     * The log, for reading. Any thread.
     *
     * @return null before the partition is open, and after it was closed
     */
    public @Nullable PartitionLog log() {
        Opened present = opened;
        return present == null ? null : present.log;
    }

    /**
     * What the shard's thread works on.
     *
     * @return null before the partition is open, and after it was closed
     */
    public @Nullable Opened opened() {
        return opened;
    }

    /**
     * Makes the partition usable. Shard thread.
     *
     * @param fresh log and producers
     */
    void open(Opened fresh) {
        stable.reset(fresh.producers.openTransactions());
        highWatermark.advance(fresh.log.logEndOffset(), 0);
        opened = fresh;
    }

    /**
     * Why no more is written. Any thread.
     *
     * @return null while all is well
     */
    public @Nullable IOException failure() {
        return failure;
    }

    /**
     * Refuses all writes from now on, and says so once in the log; reads go on as far as they can. Any thread.
     *
     * @param cause what happened
     */
    public void fail(IOException cause) {
        synchronized (highWatermark) {
            if (failure != null) {
                return;
            }
            failure = cause;
        }
        LOG.log(
                Level.ERROR,
                "partition " + name + " (" + id + ") takes no more writes until the broker is restarted; the other"
                        + " partitions go on",
                cause);
    }

    /**
     * Whether it was closed. Any thread.
     *
     * @return true for good
     */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Notes that somebody uses it. Any thread.
     *
     * @param nowMs ms since 1970
     */
    public void used(long nowMs) {
        if (nowMs - usedAtMs >= USE_GRAIN_MS) {
            usedAtMs = nowMs;
        }
    }

    /**
     * When it was last used, give or take a second. Any thread.
     *
     * @return ms since 1970; 0 if never
     */
    public long usedAtMs() {
        return usedAtMs;
    }

    /**
     * Closes the log without flushing, and sends those who wait for records back to the table. Shard thread.
     *
     * @throws IOException if the disk fails; it counts as closed all the same
     */
    void close() throws IOException {
        Opened present = opened;
        closed = true;
        opened = null;
        highWatermark.close();
        stable.close();
        if (present != null) {
            present.log.close();
        }
    }

    @Override
    public String toString() {
        return name + " (" + id + ")";
    }

    /**
     * What the metadata says of a partition.
     *
     * @param facts of its topic
     * @param role what this broker is to it
     * @param leaderEpoch epoch of its leader
     */
    public record Standing(TopicFacts facts, Role role, int leaderEpoch) {
        /**
         * Effective settings.
         *
         * @return of the topic
         */
        public TopicConfig config() {
            return facts.config();
        }
    }

    /** An open partition's log with what goes with it. Its fields that can change belong to the shard's thread. */
    public static final class Opened {
        private final PartitionLog log;
        private final ProducerStates producers;
        private volatile TopicConfig config;
        private long snapshotOffset;
        private long bytesSinceSnapshot;

        Opened(PartitionLog log, ProducerStates producers, TopicConfig config, long snapshotOffset) {
            this.log = log;
            this.producers = producers;
            this.config = config;
            this.snapshotOffset = snapshotOffset;
        }

        /**
         * The log.
         *
         * @return open
         */
        public PartitionLog log() {
            return log;
        }

        /**
         * The idempotent producers. Shard thread.
         *
         * @return up to the log's end
         */
        public ProducerStates producers() {
            return producers;
        }

        /**
         * Settings that the log works by. Any thread.
         *
         * @return as of the last {@link #apply}
         */
        public TopicConfig config() {
            return config;
        }

        /**
         * Changes the settings. Shard thread. When the durability changes everything is flushed first: the write-ahead
         * log holds a partition's records without gaps or not at all.
         *
         * @param changed new settings
         * @throws IOException if the flush fails
         */
        public void apply(TopicConfig changed) throws IOException {
            if (changed.durability() != config.durability()) {
                log.flush();
            }
            log.configure(changed.log());
            config = changed;
        }

        /**
         * Notes in the log what a marker aborts, if it aborts anything here. Shard thread; before {@link #appended}.
         *
         * @param batch a control batch as appended
         * @throws IOException if it cannot be noted
         */
        public void noteAborted(RecordBatch batch) throws IOException {
            Optional<AbortedTransaction> aborted = producers.abortedBy(batch);
            if (aborted.isPresent()) {
                log.noteAborted(aborted.get());
            }
        }

        /**
         * Takes note of an append. Shard thread.
         *
         * @param batch as appended
         * @param nowMs ms since 1970
         */
        public void appended(RecordBatch batch, long nowMs) {
            producers.appended(batch, nowMs);
            bytesSinceSnapshot += batch.sizeBytes();
        }

        /**
         * A snapshot of the producers, if one would save the next opening much work. Shard thread; it counts as stored.
         *
         * @return null if none is needed
         */
        public @Nullable StateSnapshot takeSnapshot() {
            long end = log.logEndOffset();
            boolean worthwhile = producers.size() > 0 || bytesSinceSnapshot >= SCANNED_QUICKLY_BYTES;
            if (end == snapshotOffset || !worthwhile) {
                return null;
            }
            snapshotOffset = end;
            bytesSinceSnapshot = 0;
            return new StateSnapshot(end, producers.snapshot());
        }
    }
}
