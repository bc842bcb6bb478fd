package gossip.core.transaction;

import gossip.api.metrics.Metrics;

/** Counts what is decided. Thread-safe. */
final class TransactionFigures {
    private final Metrics.Counter committed;
    private final Metrics.Counter aborted;
    private final Metrics.Counter retries;

    TransactionFigures(Metrics metrics) {
        committed = metrics.counter("gossip_transactions_committed_total", "Transactions decided to count.");
        aborted = metrics.counter("gossip_transactions_aborted_total", "Transactions decided not to count.");
        retries = metrics.counter(
                "gossip_transaction_marker_retries_total", "Times that markers had to be written again.");
    }

    void decided(TransactionStatus status) {
        switch (status) {
            case PREPARE_COMMIT -> committed.add(1);
            case PREPARE_ABORT -> aborted.add(1);
            case EMPTY, ONGOING, COMPLETE_COMMIT, COMPLETE_ABORT, DEAD, PREPARE_EPOCH_FENCE -> {
                // only decisions count
            }
        }
    }

    void retried() {
        retries.add(1);
    }
}
