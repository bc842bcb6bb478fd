package gossip.core.audit;

import gossip.api.ErrorCode;
import gossip.api.broker.RequestContext;
import gossip.api.config.Settings;
import gossip.api.metrics.Metrics;
import gossip.core.security.Trail;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Writes a line of JSON for each entry. Noting never blocks: what does not fit into the queue is dropped and counted, and so
 * is what cannot be written. Thread-safe.
 */
public final class AuditLog implements Trail, AutoCloseable {
    private static final Logger LOG = System.getLogger(AuditLog.class.getName());
    private static final long THREAD_KEPT_S = 5;
    private static final long CLOSE_TIMEOUT_S = 3;
    private static final String DIRECTORY = "audit";

    private final InstantSource clock;
    private final Metrics.Counter dropped;
    private final AuditFile file;
    private final ThreadPoolExecutor writer;
    private boolean isFailing;

    private AuditLog(AuditFile file, int queued, Metrics metrics, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        this.dropped = metrics.counter(
                "gossip_audit_dropped_total",
                "Entries of the audit log that were dropped; see audit.queue and the log.");
        this.writer = new ThreadPoolExecutor(
                1,
                1,
                THREAD_KEPT_S,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(queued),
                task -> Thread.ofPlatform().name("gossip-audit").daemon().unstarted(task),
                (task, pool) -> dropped.add(1));
        writer.allowCoreThreadTimeOut(true);
    }

    /**
     * Opens the log; makes no file and no thread before there is something to note.
     *
     * @param dataDir directory of the node's files
     * @param settings whether and how much
     * @param metrics where drops are reported
     * @param clock wall clock
     * @return the log
     */
    public static AuditLog in(Path dataDir, Settings settings, Metrics metrics, InstantSource clock) {
        AuditFile file = new AuditFile(
                dataDir.resolve(DIRECTORY),
                settings.value(AuditSettings.FILE_SIZE),
                settings.value(AuditSettings.FILES));
        return new AuditLog(file, settings.value(AuditSettings.QUEUE), metrics, clock);
    }

    /**
     * Whether a node keeps such a log.
     *
     * @param settings effective settings
     * @return true if so
     */
    public static boolean isEnabled(Settings settings) {
        return settings.value(AuditSettings.ENABLED);
    }

    @Override
    public void note(RequestContext context, String action, String target, ErrorCode outcome, String reason) {
        AuditEntry entry = new AuditEntry(clock.instant(), context, action, target, outcome, reason);
        writer.execute(() -> write(entry));
    }

    private void write(AuditEntry entry) {
        try {
            file.append(entry.json());
            isFailing = false;
        } catch (IOException e) {
            dropped.add(1);
            if (!isFailing) {
                isFailing = true;
                LOG.log(Level.ERROR, "the audit log cannot be written; entries are dropped until it can", e);
            }
        }
    }

    /** Writes what waits, for a few seconds at most. */
    @Override
    public void close() throws IOException {
        writer.shutdown();
        if (isWritten()) {
            file.close();
        } else {
            LOG.log(
                    Level.WARNING,
                    "{0} entries of the audit log could not be written in time",
                    writer.getQueue().size());
        }
    }

    private boolean isWritten() {
        try {
            return writer.awaitTermination(CLOSE_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
