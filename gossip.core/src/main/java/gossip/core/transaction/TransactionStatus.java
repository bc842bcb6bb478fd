package gossip.core.transaction;

import java.util.Arrays;
import java.util.Optional;

/** Where a transactional id stands; the numbers and names are Kafka's. */
enum TransactionStatus {
    /** A producer has its identity, but has begun no transaction. */
    EMPTY(0, "Empty"),
    /** A transaction is open. */
    ONGOING(1, "Ongoing"),
    /** It is decided that the transaction counts; the partitions are being told. */
    PREPARE_COMMIT(2, "PrepareCommit"),
    /** It is decided that the transaction does not count; the partitions are being told. */
    PREPARE_ABORT(3, "PrepareAbort"),
    /** The partitions know that the last transaction counts. */
    COMPLETE_COMMIT(4, "CompleteCommit"),
    /** The partitions know that the last transaction does not count. */
    COMPLETE_ABORT(5, "CompleteAbort"),
    /** The id is being forgotten; never written. */
    DEAD(6, "Dead"),
    /** The producer is being fenced; never written, for the decision to abort is written with the new epoch. */
    PREPARE_EPOCH_FENCE(7, "PrepareEpochFence");

    private final byte id;
    private final String label;

    TransactionStatus(int id, String label) {
        this.id = (byte) id;
        this.label = label;
    }

    byte id() {
        return id;
    }

    String label() {
        return label;
    }

    boolean isPrepared() {
        return this == PREPARE_COMMIT || this == PREPARE_ABORT;
    }

    boolean isComplete() {
        return this == COMPLETE_COMMIT || this == COMPLETE_ABORT;
    }

    static Optional<TransactionStatus> of(byte id) {
        return Arrays.stream(values()).filter(status -> status.id == id).findFirst();
    }

    static Optional<TransactionStatus> of(String label) {
        return Arrays.stream(values())
                .filter(status -> status.label.equals(label))
                .findFirst();
    }
}
