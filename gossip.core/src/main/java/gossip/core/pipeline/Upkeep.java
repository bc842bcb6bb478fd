package gossip.core.pipeline;

import gossip.api.metadata.MetadataStore;
import gossip.api.storage.WriteAheadLog;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The thread {@code gossip-checkpoint}: sleeps until a checkpoint or a look for old segments is due, the write-ahead log has
 * become large, or the metadata has changed.
 */
final class Upkeep implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Upkeep.class.getName());

    private final Checkpoint checkpoint;
    private final DeletedTopics deletedTopics;
    private final Retention retention;
    private final MetadataStore metadata;
    private final WriteAheadLog wal;
    private final InstantSource clock;
    private final Periods periods;
    private volatile boolean metadataChanged;
    private volatile boolean walLarge;
    private volatile long keptBytes;
    private volatile boolean stopping;
    private @Nullable Thread thread;

    Upkeep(
            Checkpoint checkpoint,
            DeletedTopics deletedTopics,
            Retention retention,
            MetadataStore metadata,
            WriteAheadLog wal,
            InstantSource clock,
            Periods periods) {
        this.checkpoint = checkpoint;
        this.deletedTopics = deletedTopics;
        this.retention = retention;
        this.metadata = metadata;
        this.wal = wal;
        this.clock = clock;
        this.periods = periods;
    }

    void start() {
        thread = PipelineThreads.start("gossip-checkpoint", this::run);
    }

    /** Any thread; never blocks. */
    void metadataChanged() {
        metadataChanged = true;
        LockSupport.unpark(thread);
    }

    /** Commit thread, after each sync; never blocks. */
    void walGrew() {
        if (!walLarge && wal.sizeBytes() - keptBytes >= periods.checkpointBytes) {
            walLarge = true;
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        long lastCheckpoint = System.nanoTime();
        long lastRetention = lastCheckpoint;
        while (!stopping) {
            long now = System.nanoTime();
            if (metadataChanged) {
                metadataChanged = false;
                attempt("deleting topics", () -> deletedTopics.sweep(metadata::image));
                attempt("applying topics' settings", () -> retention.settingsChanged(clock.millis()));
            }
            boolean due = now - lastCheckpoint >= periods.checkpointNanos();
            if (due || walLarge) {
                attempt("the checkpoint", () -> checkpoint.run(due));
                keptBytes = wal.sizeBytes();
                walLarge = false;
                lastCheckpoint = due ? now : lastCheckpoint;
            }
            if (now - lastRetention >= periods.retentionNanos()) {
                attempt("the retention pass", () -> retention.run(clock.millis()));
                lastRetention = now;
            }
            sleep(Math.min(lastCheckpoint + periods.checkpointNanos(), lastRetention + periods.retentionNanos()));
        }
    }

    private void sleep(long untilNanos) {
        long nanos = untilNanos - System.nanoTime();
        if (nanos > 0 && !metadataChanged && !walLarge && !stopping) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    // What fails here is tried again when it is next due; the partitions concerned have been dealt with before.
    private static void attempt(String what, Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, what + " failed and is tried again when next due", e);
        }
    }

    @Override
    public void close() {
        stopping = true;
        Thread running = thread;
        if (running != null) {
            LockSupport.unpark(running);
            PipelineThreads.join(running);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /** When what is due. */
    record Periods(long checkpointBytes, long checkpointMs, long retentionMs) {
        long checkpointNanos() {
            return TimeUnit.MILLISECONDS.toNanos(checkpointMs);
        }

        long retentionNanos() {
            return TimeUnit.MILLISECONDS.toNanos(retentionMs);
        }
    }
}
