package gossip.plugins.rest.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/** What the connections of a door share. Thread-safe. */
final class HttpScope {
    private final HttpLimits limits;
    private final long stallTimeoutNanos;
    private final Application application;
    private final ExecutorService threads;
    private final ByteBudget bodies;
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean isFinishing;

    HttpScope(
            HttpLimits limits,
            long stallTimeoutNanos,
            Application application,
            ExecutorService threads,
            ByteBudget bodies) {
        this.limits = limits;
        this.stallTimeoutNanos = stallTimeoutNanos;
        this.application = application;
        this.threads = threads;
        this.bodies = bodies;
    }

    HttpLimits limits() {
        return limits;
    }

    long stallTimeoutNanos() {
        return stallTimeoutNanos;
    }

    Application application() {
        return application;
    }

    ByteBudget bodies() {
        return bodies;
    }

    /** Runs something that may block, on a virtual thread. */
    void execute(Runnable task) {
        threads.execute(task);
    }

    boolean isFinishing() {
        return isFinishing;
    }

    void finish() {
        isFinishing = true;
    }

    void joined(HttpConnection connection) {
        connections.add(connection);
    }

    void left(HttpConnection connection) {
        connections.remove(connection);
    }

    Set<HttpConnection> connections() {
        return connections;
    }
}
