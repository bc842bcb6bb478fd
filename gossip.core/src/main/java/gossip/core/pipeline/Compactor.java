package gossip.core.pipeline;

import gossip.api.PartitionId;
import gossip.api.record.Codecs;
import gossip.api.storage.CorruptLogException;
import gossip.api.storage.LogConfig;
import gossip.api.storage.LogFailedException;
import gossip.core.partition.PartitionRuntime;
import gossip.core.partition.PartitionRuntime.Opened;
import gossip.core.partition.PartitionTable;
import gossip.core.partition.Place;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Compacts, one partition after the other, on the thread {@code gossip-compactor}, beside the partition's writer, which
 * it borrows for a moment only, to bring the settings up to date. A log is compacted when it has doubled since the last time, or when that is as
 * long ago as tombstones are kept.
 */
final class Compactor implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Compactor.class.getName());

    private final PartitionTable table;
    private final PartitionAccess access;
    private final Codecs codecs;
    private final InstantSource clock;
    private final long intervalNanos;
    private Map<PartitionId, Last> last = new HashMap<>();
    private volatile boolean stopping;
    private @Nullable Thread thread;

    Compactor(PartitionTable table, PartitionAccess access, Codecs codecs, InstantSource clock, long intervalMs) {
        this.table = table;
        this.access = access;
        this.codecs = codecs;
        this.clock = clock;
        this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMs);
    }

    void start() {
        thread = PipelineThreads.start("gossip-compactor", this::run);
    }

    private void run() {
        long due = System.nanoTime() + intervalNanos;
        while (!stopping) {
            long left = due - System.nanoTime();
            if (left > 0) {
                LockSupport.parkNanos(this, left);
            } else {
                pass();
                due = System.nanoTime() + intervalNanos;
            }
        }
    }

    private void pass() {
        Map<PartitionId, Last> stillOpen = new HashMap<>();
        for (PartitionRuntime partition : table.inUse()) {
            Opened opened = partition.opened();
            boolean compacts = partition.standing().config().log().compacts();
            if (opened != null && compacts && partition.failure() == null && !stopping) {
                Last before = last.getOrDefault(partition.id(), Last.NEVER);
                stillOpen.put(partition.id(), isDue(opened, before) ? compact(partition, before) : before);
            }
        }
        last = stillOpen;
    }

    private boolean isDue(Opened opened, Last before) {
        LogConfig config = opened.config().log();
        return opened.log().sizeBytes() > 2 * before.sizeBytes
                || clock.millis() - before.atMs > config.deleteRetentionMs();
    }

    private Last compact(PartitionRuntime partition, Last before) {
        try {
            Place place = access.asWriter(partition, opened -> {});
            if (!(place instanceof PartitionRuntime here) || here.opened() == null) {
                return before;
            }
            Opened opened = here.opened();
            long freed = compactNow(here, opened);
            if (freed > 0) {
                LOG.log(Level.INFO, "compaction freed " + freed + " bytes of " + partition.name());
            }
            return new Last(opened.log().sizeBytes(), clock.millis());
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "compaction of " + partition + " failed and is tried again when next due", e);
            return before;
        }
    }

    private long compactNow(PartitionRuntime partition, Opened opened) throws IOException {
        try {
            return opened.log().compact(partition.highWatermark().value(), codecs, clock.millis());
        } catch (CorruptLogException | LogFailedException e) {
            if (partition.isClosed()) {
                return 0;
            }
            partition.fail(e);
            throw e;
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

    private record Last(long sizeBytes, long atMs) {
        private static final Last NEVER = new Last(0, 0);
    }
}
