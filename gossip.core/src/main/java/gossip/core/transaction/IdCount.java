package gossip.core.transaction;

import java.util.concurrent.atomic.AtomicInteger;

/** How many transactional ids this broker keeps, and may keep. Thread-safe. */
final class IdCount {
    private final int most;
    private final AtomicInteger count = new AtomicInteger();

    IdCount(int most) {
        this.most = most;
    }

    int count() {
        return count.get();
    }

    void add(int change) {
        count.addAndGet(change);
    }

    /** Counts one more; false if there are as many as may be. */
    boolean tryAdd() {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            return false;
        }
        return true;
    }

    String refusal(String transactionalId) {
        return "transactional id '" + transactionalId + "' is refused, for " + count.get() + " are kept already; raise "
                + TransactionSettings.MAX_IDS.key() + " (" + most + ") or shorten "
                + TransactionSettings.ID_EXPIRATION.key();
    }
}
