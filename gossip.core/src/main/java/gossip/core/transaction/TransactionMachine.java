package gossip.core.transaction;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.core.transaction.Decision.Change;
import gossip.core.transaction.TransactionEffect.Answer;
import gossip.core.transaction.TransactionEffect.Mark;
import gossip.core.transaction.TransactionEvent.Add;
import gossip.core.transaction.TransactionEvent.Finish;
import gossip.core.transaction.TransactionEvent.Initialize;
import gossip.core.transaction.TransactionEvent.Marked;
import gossip.core.transaction.TransactionEvent.Tick;
import gossip.core.transaction.TransactionEvent.Verify;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what becomes of a transactional id (KIP-98, KIP-360, KIP-890): a function of what is known of it, an event and the
 * time. What it decides takes effect in the order of the events, and is told to nobody before it is durable.
 */
final class TransactionMachine {
    private final TransactionLimits limits;
    private final Initialization initialization;
    private final Ending ending = new Ending();

    TransactionMachine(TransactionLimits limits) {
        this.limits = limits;
        this.initialization = new Initialization(limits);
    }

    /**
     * Decides.
     *
     * @param present what is known; empty for an id that nobody has used
     * @param event what happens
     * @param nowMs ms since 1970
     * @return what comes of it
     */
    Decision apply(Optional<Transaction> present, TransactionEvent event, long nowMs) {
        return switch (event) {
            case Initialize init -> initialization.apply(present, init, nowMs);
            case Add add ->
                present.map(transaction -> add(transaction, add, nowMs)).orElseGet(() -> unknown(add.reply()));
            case Verify verify ->
                present.map(transaction -> verify(transaction, verify)).orElseGet(() -> unknown(verify.reply()));
            case Finish finish ->
                present.map(transaction -> ending.apply(transaction, finish, nowMs))
                        .orElseGet(() -> unknown(finish.reply()));
            case Marked marked ->
                present.map(transaction -> marked(transaction, marked, nowMs)).orElse(Decision.NOTHING);
            case Tick tick ->
                present.map(transaction -> tick(transaction, nowMs)).orElse(Decision.NOTHING);
        };
    }

    private static Decision unknown(Reply<?> reply) {
        return Decision.refuse(reply, ErrorCode.INVALID_PRODUCER_ID_MAPPING);
    }

    /** Whether the producer of a transaction may change what is in it, as an error code. */
    private static ErrorCode check(Transaction transaction, ProducerIdentity producer) {
        if (transaction.isFollowedBy(producer)) {
            return ErrorCode.CONCURRENT_TRANSACTIONS;
        }
        if (transaction.producer().producerId() != producer.producerId()) {
            return ErrorCode.INVALID_PRODUCER_ID_MAPPING;
        }
        if (transaction.epoch() != producer.epoch()) {
            return ErrorCode.PRODUCER_FENCED;
        }
        return transaction.status().isPrepared() ? ErrorCode.CONCURRENT_TRANSACTIONS : ErrorCode.NONE;
    }

    private Decision add(Transaction transaction, Add event, long nowMs) {
        ErrorCode problem = check(transaction, event.producer());
        if (problem != ErrorCode.NONE) {
            return Decision.refuse(event.reply(), problem);
        }
        boolean isThere = transaction.status() == TransactionStatus.ONGOING
                && transaction.partitions().containsAll(event.partitions());
        if (isThere) {
            return Decision.answer(event.reply(), ErrorCode.NONE);
        }
        Transaction grown = transaction.with(event.partitions(), nowMs);
        return grown.partitions().size() > limits.maxPartitions()
                ? Decision.refuse(event.reply(), ErrorCode.POLICY_VIOLATION)
                : Decision.become(grown, new Answer<>(event.reply(), ErrorCode.NONE));
    }

    private static Decision verify(Transaction transaction, Verify event) {
        ErrorCode problem = check(transaction, event.producer());
        if (problem != ErrorCode.NONE) {
            return Decision.refuse(event.reply(), problem);
        }
        Set<TopicPartition> open =
                transaction.status() == TransactionStatus.ONGOING ? transaction.partitions() : Set.of();
        Map<TopicPartition, ErrorCode> outcomes = new HashMap<>();
        event.partitions()
                .forEach(partition -> outcomes.put(
                        partition, open.contains(partition) ? ErrorCode.NONE : ErrorCode.TRANSACTION_ABORTABLE));
        return Decision.answer(event.reply(), outcomes);
    }

    private static Decision marked(Transaction transaction, Marked event, long nowMs) {
        boolean isThisOne =
                transaction.status().isPrepared() && transaction.producer().equals(event.producer());
        return isThisOne ? Decision.become(transaction.completed(nowMs)) : Decision.NOTHING;
    }

    private Decision tick(Transaction transaction, long nowMs) {
        return switch (transaction.status()) {
            case ONGOING ->
                nowMs - transaction.startedAtMs() >= transaction.timeoutMs()
                        ? abort(transaction.fenced(Transaction.NO_EPOCH, nowMs))
                        : Decision.NOTHING;
            case EMPTY, COMPLETE_COMMIT, COMPLETE_ABORT ->
                nowMs - transaction.updatedAtMs() >= limits.expirationMs()
                        ? new Decision(new Change.Forget(), List.of())
                        : Decision.NOTHING;
            case PREPARE_COMMIT, PREPARE_ABORT, DEAD, PREPARE_EPOCH_FENCE -> Decision.NOTHING;
        };
    }

    private static Decision abort(Transaction fenced) {
        return Decision.become(fenced, mark(fenced));
    }

    /** What is left to do of a prepared transaction. */
    static Mark mark(Transaction prepared) {
        return new Mark(
                prepared.producer(), prepared.status() == TransactionStatus.PREPARE_COMMIT, prepared.partitions());
    }
}
