package gossip.core.group;

/** Wakes groups up. Thread-safe. */
interface GroupTimer extends AutoCloseable {
    /** A time that only goes on, in ms from anywhere. */
    long nowMs();

    /**
     * Runs something once.
     *
     * @param atMs when, in the time of {@link #nowMs}
     * @param task must not block
     * @return to give it up
     */
    Runnable at(long atMs, Runnable task);

    @Override
    void close();
}
