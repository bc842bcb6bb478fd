package gossip.core.transaction;

/** Runs things later. Thread-safe. */
interface TransactionTimer extends AutoCloseable {
    /**
     * Runs something once.
     *
     * @param delayMs after how many ms
     * @param task must not block
     */
    void after(long delayMs, Runnable task);

    @Override
    void close();
}
