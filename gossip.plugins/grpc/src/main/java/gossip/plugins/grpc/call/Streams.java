package gossip.plugins.grpc.call;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Calls that do not end by themselves, so that they can be ended when the broker stops. Thread-safe. */
public final class Streams implements AutoCloseable {
    private final Set<Runnable> ends = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Starts empty. */
    public Streams() {
        // nothing to set up
    }

    /**
     * Adds a call.
     *
     * @param end ends it; called at once if the broker stops already
     * @return to be called when it has ended
     */
    public Runnable add(Runnable end) {
        ends.add(end);
        if (closed) {
            end.run();
        }
        return () -> ends.remove(end);
    }

    @Override
    public void close() {
        closed = true;
        ends.forEach(Runnable::run);
    }
}
