package gossip.core.pipeline;

import gossip.api.metrics.Metrics;
import gossip.api.storage.Compacted;
import java.util.concurrent.TimeUnit;

/** What the metrics say of compaction. Written by the compactor's thread. */
final class CompactionFigures {
    private final Metrics.Counter runs;
    private final Metrics.Counter read;
    private final Metrics.Counter written;
    private final Metrics.Counter freed;
    private volatile double maxDirtyRatio;
    private volatile double lastSeconds;
    private volatile long lastPassNanos = System.nanoTime();

    CompactionFigures(Metrics metrics, CompactionPace pace, Uncleanable uncleanable) {
        runs = metrics.counter("gossip_compaction_runs_total", "Compactions of partitions that ended well.");
        read = metrics.counter("gossip_compaction_read_bytes_total", "Bytes that these have read.");
        written = metrics.counter("gossip_compaction_written_bytes_total", "Bytes that these have written.");
        freed = metrics.counter("gossip_compaction_freed_bytes_total", "Bytes that these have freed.");
        metrics.gauge(
                "gossip_compaction_io_bytes",
                "Bytes that compaction has read and written since the start, those under way included.",
                pace::bytes);
        metrics.gauge(
                "gossip_compaction_throttled_seconds",
                "How long compaction has waited since the start, to keep to storage.compaction_rate.",
                pace::sleptSeconds);
        metrics.gauge(
                "gossip_compaction_uncleanable_partitions",
                "Partitions that are not compacted any more, for something in them is damaged.",
                uncleanable::count);
        metrics.gauge(
                "gossip_compaction_max_dirty_ratio",
                "Largest share of uncompacted bytes of a partition in use, when it was last looked.",
                () -> maxDirtyRatio);
        metrics.gauge(
                "gossip_compaction_last_duration_seconds",
                "How long the last compaction of a partition took.",
                () -> lastSeconds);
        metrics.gauge(
                "gossip_compaction_since_last_look_seconds",
                "How long ago it was last looked for partitions to compact; it stands still while one is compacted.",
                () -> seconds(System.nanoTime() - lastPassNanos));
    }

    private static double seconds(long nanos) {
        return (double) nanos / TimeUnit.SECONDS.toNanos(1);
    }

    void looked(double dirtiest) {
        maxDirtyRatio = dirtiest;
        lastPassNanos = System.nanoTime();
    }

    void compacted(Compacted result, long nanos) {
        runs.add(1);
        read.add(result.bytesRead());
        written.add(result.bytesWritten());
        freed.add(Math.max(0, result.bytesFreed()));
        lastSeconds = seconds(nanos);
    }
}
