package gossip.core.plugin;

import org.jspecify.annotations.Nullable;

/** Closes several things although some of them fail. Not thread-safe. */
public final class Closing {
    private @Nullable IllegalStateException failure;

    /** Starts without failures. */
    public Closing() {
        // nothing has failed yet
    }

    /**
     * Closes one thing; a failure is kept.
     *
     * @param closeable what to close
     */
    public void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (failure == null) {
                failure = new IllegalStateException("not everything could be closed: " + e.getMessage(), e);
            } else {
                failure.addSuppressed(e);
            }
        }
    }

    /**
     * Whether everything so far could be closed.
     *
     * @throws IllegalStateException with all failures if not
     */
    public void throwIfFailed() {
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Whether something could not be closed.
     *
     * @return false if all went well so far
     */
    public boolean hasFailed() {
        return failure != null;
    }

    /**
     * Tells of failures beside a greater one.
     *
     * @param greater takes them as suppressed
     */
    public void suppressInto(Throwable greater) {
        if (failure != null) {
            greater.addSuppressed(failure);
        }
    }
}
