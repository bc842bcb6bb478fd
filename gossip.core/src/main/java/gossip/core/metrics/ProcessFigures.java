package gossip.core.metrics;

import gossip.api.metrics.Metrics;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What the process takes of the machine. Nothing of it is loaded before somebody looks. */
public final class ProcessFigures {
    private ProcessFigures() {}

    /**
     * Reports the figures.
     *
     * @param metrics where figures are reported
     */
    public static void report(Metrics metrics) {
        metrics.gauge("gossip_process_heap_used_bytes", "Heap in use, garbage with it.", () -> heap().getUsed());
        metrics.gauge("gossip_process_heap_max_bytes", "Most heap that may be used.", () -> heap().getMax());
        metrics.gauge(
                "gossip_process_direct_bytes", "Memory of buffers outside of the heap.", ProcessFigures::directBytes);
        metrics.gauge(
                "gossip_process_threads",
                "Threads, but for virtual ones.",
                () -> ManagementFactory.getThreadMXBean().getThreadCount());
        metrics.gauge("gossip_process_gc_seconds", "Time spent on collecting garbage.", ProcessFigures::collecting);
        metrics.gauge(
                "gossip_process_cpu_seconds",
                "Time of processors that was used.",
                () -> ProcessHandle.current()
                                .info()
                                .totalCpuDuration()
                                .map(Duration::toMillis)
                                .orElse(0L)
                        / 1e3);
        metrics.gauge(
                "gossip_process_uptime_seconds",
                "Time since the process was started.",
                () -> ManagementFactory.getRuntimeMXBean().getUptime() / 1e3);
    }

    private static MemoryUsage heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    }

    private static double directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static double collecting() {
        long ms = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
        return ms / (double) TimeUnit.SECONDS.toMillis(1);
    }
}
