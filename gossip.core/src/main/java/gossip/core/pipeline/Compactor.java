package gossip.core.pipeline;

import gossip.api.PartitionId;
import gossip.api.record.Codecs;
import gossip.api.storage.Compacted;
import gossip.api.storage.CompactionNeed;
import gossip.api.storage.CompactionOrder;
import gossip.api.storage.DiskFullException;
import gossip.api.storage.LogFailedException;
import gossip.core.flight.CompactionEvent;
import gossip.core.partition.PartitionRuntime;
import gossip.core.partition.PartitionRuntime.Opened;
import gossip.core.partition.PartitionTable;
import gossip.core.partition.Place;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Compacts, one partition after the other and the dirtiest first, on the thread {@code gossip-compactor}. It works beside
 * the partitions' writers, whose role it borrows only to close a segment that has become too old. A partition in which it
 * finds damage is left alone from then on.
 */
final class Compactor implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Compactor.class.getName());

    private final PartitionTable table;
    private final PartitionAccess access;
    private final Codecs codecs;
    private final InstantSource clock;
    private final Limits limits;
    private final Uncleanable uncleanable;
    private final CompactionPace pace;
    private final CompactionFigures figures;
    private volatile boolean stopping;
    private @Nullable Thread thread;

    Compactor(
            PartitionTable table,
            PartitionAccess access,
            RecordsService.Parts parts,
            Limits limits,
            Uncleanable uncleanable) {
        this.table = table;
        this.access = access;
        this.codecs = parts.codecs();
        this.clock = parts.clock();
        this.limits = limits;
        this.uncleanable = uncleanable;
        this.pace = new CompactionPace(limits.bytesPerSecond, () -> stopping);
        this.figures = new CompactionFigures(parts.metrics(), pace, uncleanable);
    }

    /**
     * What it keeps to.
     *
     * @param intervalMs how often it looks
     * @param bytesPerSecond most that it reads and writes; negative for no limit
     * @param producerExpirationMs how long producers are remembered
     */
    record Limits(long intervalMs, long bytesPerSecond, long producerExpirationMs) {}

    void start() {
        thread = PipelineThreads.start("gossip-compactor", this::run);
    }

    private void run() {
        long intervalNanos = TimeUnit.MILLISECONDS.toNanos(limits.intervalMs);
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

    /** Compacts what is due, each partition once. */
    private void pass() {
        uncleanable.removeIf(id -> table.locate(id) instanceof Place.Absent);
        Set<PartitionId> done = new HashSet<>();
        PartitionRuntime next = dirtiest(done);
        while (next != null && !stopping) {
            done.add(next.id());
            compact(next);
            next = dirtiest(done);
        }
    }

    private @Nullable PartitionRuntime dirtiest(Set<PartitionId> done) {
        PartitionRuntime dirtiest = null;
        double highest = -1;
        double highestOfAll = 0;
        for (PartitionRuntime partition : table.inUse()) {
            if (!partition.standing().config().log().compacts() || stopping) {
                continue;
            }
            CompactionNeed need = needOf(partition);
            highestOfAll = Math.max(highestOfAll, need.dirtyRatio());
            boolean isDue = CompactionPolicy.isDue(need, partition.standing().config(), clock.millis());
            if (isDue && need.dirtyRatio() > highest && !done.contains(partition.id())) {
                dirtiest = partition;
                highest = need.dirtyRatio();
            }
        }
        figures.looked(highestOfAll);
        return dirtiest;
    }

    private CompactionNeed needOf(PartitionRuntime partition) {
        Opened opened = partition.opened();
        if (opened == null || partition.failure() != null || uncleanable.contains(partition.id())) {
            return CompactionNeed.NONE;
        }
        try {
            CompactionNeed need = needOf(partition, opened);
            if (!need.mustClose()) {
                return need;
            }
            access.asWriter(
                    partition,
                    current -> current.log()
                            .applyRetention(
                                    clock.millis(), partition.highWatermark().value()));
            return needOf(partition, opened);
        } catch (IOException | RuntimeException e) {
            if (!partition.isClosed()) {
                LOG.log(Level.WARNING, "it cannot be told how much " + partition + " needs to be compacted", e);
            }
            return CompactionNeed.NONE;
        }
    }

    private CompactionNeed needOf(PartitionRuntime partition, Opened opened) throws IOException {
        return opened.log().compactionNeed(partition.stable().value(), clock.millis());
    }

    private void compact(PartitionRuntime partition) {
        long begun = System.nanoTime();
        CompactionEvent flight = new CompactionEvent();
        flight.begin();
        try {
            Place place = access.asWriter(partition, opened -> {});
            if (place instanceof PartitionRuntime here && here.log() != null) {
                long nowMs = clock.millis();
                Compacted result = here.log()
                        .compact(new CompactionOrder(
                                here.stable().value(), nowMs, nowMs - limits.producerExpirationMs, codecs, pace));
                long nanos = System.nanoTime() - begun;
                figures.compacted(result, nanos);
                report(here, result, nanos);
                flight.partition = here.name().toString();
                flight.bytesRead = result.bytesRead();
                flight.bytesWritten = result.bytesWritten();
                flight.commit();
            }
        } catch (IOException | RuntimeException e) {
            if (!stopping && !partition.isClosed()) {
                giveUp(partition, e);
            }
        }
    }

    private static void report(PartitionRuntime partition, Compacted result, long nanos) {
        if (result.bytesWritten() > 0) {
            LOG.log(
                    Level.INFO,
                    "compaction freed " + result.bytesFreed() + " bytes of " + partition.name() + " in "
                            + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms, read " + result.bytesRead()
                            + " and wrote " + result.bytesWritten());
        }
    }

    private void giveUp(PartitionRuntime partition, Exception cause) {
        switch (cause) {
            case DiskFullException full ->
                LOG.log(Level.WARNING, "compaction of " + partition + " waits until there is space", full);
            case LogFailedException failed -> partition.fail(failed);
            case InterruptedIOException interrupted ->
                LOG.log(Level.WARNING, "compaction of " + partition + " was interrupted", interrupted);
            default -> {
                uncleanable.add(partition.id());
                LOG.log(
                        Level.ERROR,
                        "partition " + partition + " is not compacted any more until the broker is restarted, and"
                                + " grows meanwhile; reads, writes and the other partitions go on",
                        cause);
            }
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
}
