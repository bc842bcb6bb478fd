package gossip.core.transaction;

import gossip.api.TopicPartition;
import gossip.api.broker.Records.ProducerIdentity;
import java.util.HashSet;
import java.util.Set;

/**
 * What is kept of a transactional id.
 *
 * @param producer identity of its producer
 * @param previousProducerId producer id before the present one; NO_ID if there was none
 * @param nextProducerId producer id once the present transaction is complete; NO_ID for the same
 * @param lastEpoch epoch before the present one, if whoever has it may ask for the present one again; else NO_EPOCH
 * @param timeoutMs how long a transaction may be open
 * @param status where it stands
 * @param partitions of the open or prepared transaction
 * @param startedAtMs when the last transaction began, ms since 1970; -1 if there was none
 * @param updatedAtMs when this was written, ms since 1970
 * @param bumpsEpoch whether the client of the last decision takes a new epoch after each transaction (KIP-890)
 */
record Transaction(
        ProducerIdentity producer,
        long previousProducerId,
        long nextProducerId,
        short lastEpoch,
        int timeoutMs,
        TransactionStatus status,
        Set<TopicPartition> partitions,
        long startedAtMs,
        long updatedAtMs,
        boolean bumpsEpoch) {
    static final long NO_ID = -1;
    static final short NO_EPOCH = -1;

    /** The last epoch that a producer may write with: one more is left to fence it. */
    private static final short LAST_USABLE_EPOCH = Short.MAX_VALUE - 1;

    Transaction {
        partitions = Set.copyOf(partitions);
    }

    /** A new id, whose producer has the first epoch. */
    static Transaction first(long producerId, int timeoutMs, long nowMs) {
        return new Transaction(
                new ProducerIdentity(producerId, (short) 0),
                NO_ID,
                NO_ID,
                NO_EPOCH,
                timeoutMs,
                TransactionStatus.EMPTY,
                Set.of(),
                -1,
                nowMs,
                false);
    }

    static boolean isExhausted(short epoch) {
        return epoch >= LAST_USABLE_EPOCH;
    }

    boolean isExhausted() {
        return isExhausted(producer.epoch());
    }

    short epoch() {
        return producer.epoch();
    }

    /** The last epoch stays: it is never given out, so that nobody needs to be fenced by one after it. */
    private ProducerIdentity nextEpoch() {
        return new ProducerIdentity(producer.producerId(), (short) Math.min(producer.epoch() + 1, Short.MAX_VALUE));
    }

    /** Without a transaction, for a producer with the next epoch. */
    Transaction initialized(short oldEpoch, int newTimeoutMs, long nowMs) {
        return initialized(nextEpoch(), previousProducerId, oldEpoch, newTimeoutMs, nowMs);
    }

    /** Without a transaction, for a producer with a new id. */
    Transaction rotated(long freshId, short oldEpoch, int newTimeoutMs, long nowMs) {
        return initialized(
                new ProducerIdentity(freshId, (short) 0), producer.producerId(), oldEpoch, newTimeoutMs, nowMs);
    }

    private Transaction initialized(
            ProducerIdentity identity, long previous, short oldEpoch, int newTimeoutMs, long nowMs) {
        return new Transaction(
                identity,
                previous,
                NO_ID,
                oldEpoch,
                newTimeoutMs,
                TransactionStatus.EMPTY,
                Set.of(),
                -1,
                nowMs,
                bumpsEpoch);
    }

    /** With more partitions. */
    Transaction with(Set<TopicPartition> more, long nowMs) {
        Set<TopicPartition> all = new HashSet<>(partitions);
        all.addAll(more);
        long started = status == TransactionStatus.ONGOING ? startedAtMs : nowMs;
        return new Transaction(
                producer,
                previousProducerId,
                nextProducerId,
                lastEpoch,
                timeoutMs,
                TransactionStatus.ONGOING,
                all,
                started,
                nowMs,
                bumpsEpoch);
    }

    /** Decided, for a producer that keeps its epoch. */
    Transaction decided(boolean commit, long nowMs) {
        return prepared(commit, producer, NO_ID, lastEpoch, false, nowMs);
    }

    /** Decided, for a producer that takes a new epoch, or a new id if its epochs are used up. */
    Transaction decidedWithBump(boolean commit, long freshId, long nowMs) {
        return prepared(commit, nextEpoch(), freshId, epoch(), true, nowMs);
    }

    /** Aborted by somebody else than its producer, which is fenced thereby. */
    Transaction fenced(short oldEpoch, long nowMs) {
        return prepared(false, nextEpoch(), NO_ID, oldEpoch, bumpsEpoch, nowMs);
    }

    private Transaction prepared(
            boolean commit, ProducerIdentity identity, long next, short oldEpoch, boolean bumps, long nowMs) {
        return new Transaction(
                identity,
                previousProducerId,
                next,
                oldEpoch,
                timeoutMs,
                commit ? TransactionStatus.PREPARE_COMMIT : TransactionStatus.PREPARE_ABORT,
                partitions,
                startedAtMs < 0 ? nowMs : startedAtMs,
                nowMs,
                bumps);
    }

    /** Known to all partitions. */
    Transaction completed(long nowMs) {
        boolean rotates = nextProducerId != NO_ID;
        return new Transaction(
                successor(),
                rotates ? producer.producerId() : previousProducerId,
                NO_ID,
                lastEpoch,
                timeoutMs,
                status == TransactionStatus.PREPARE_COMMIT
                        ? TransactionStatus.COMPLETE_COMMIT
                        : TransactionStatus.COMPLETE_ABORT,
                Set.of(),
                startedAtMs,
                nowMs,
                bumpsEpoch);
    }

    /** Whether somebody is the producer of what comes after the transaction that is being ended. */
    boolean isFollowedBy(ProducerIdentity identity) {
        return status.isPrepared() && bumpsEpoch && successor().equals(identity);
    }

    /** The identity that the producer writes its next transaction with. */
    ProducerIdentity successor() {
        return nextProducerId == NO_ID ? producer : new ProducerIdentity(nextProducerId, (short) 0);
    }
}
