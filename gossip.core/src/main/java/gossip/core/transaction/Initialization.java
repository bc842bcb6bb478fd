package gossip.core.transaction;

import gossip.api.ErrorCode;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Transactions.Initialized;
import gossip.core.transaction.TransactionEffect.Answer;
import gossip.core.transaction.TransactionEffect.NeedId;
import gossip.core.transaction.TransactionEvent.Initialize;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Gives a client the identity of a transactional id's producer, and fences whoever had it. A client that says what it has
 * been writing with gets a new epoch only if nobody else has got one meanwhile (KIP-360). Part of {@link TransactionMachine}.
 */
final class Initialization {
    private final TransactionLimits limits;

    Initialization(TransactionLimits limits) {
        this.limits = limits;
    }

    Decision apply(Optional<Transaction> present, Initialize event, long nowMs) {
        int timeoutMs = event.request().timeoutMs();
        if (timeoutMs <= 0 || timeoutMs > limits.maxTimeoutMs()) {
            return Decision.refuse(event.reply(), ErrorCode.INVALID_TRANSACTION_TIMEOUT);
        }
        return present.map(transaction -> again(transaction, event, nowMs)).orElseGet(() -> first(event, nowMs));
    }

    private static Decision first(Initialize event, long nowMs) {
        return event.freshId().isEmpty()
                ? needId(event)
                : begin(
                        Transaction.first(
                                event.freshId().getAsLong(), event.request().timeoutMs(), nowMs),
                        event);
    }

    private static Decision needId(Initialize event) {
        return Decision.needId(
                new NeedId(event.reply(), id -> new Initialize(event.reply(), event.request(), OptionalLong.of(id))));
    }

    private static Decision begin(Transaction begun, Initialize event) {
        return Decision.become(begun, new Answer<>(event.reply(), new Initialized(ErrorCode.NONE, begun.producer())));
    }

    private static Decision again(Transaction transaction, Initialize event, long nowMs) {
        Optional<ProducerIdentity> claimed = event.request().present();
        if (claimed.isPresent() && !isPlausible(transaction, claimed.get())) {
            return Decision.refuse(event.reply(), ErrorCode.PRODUCER_FENCED);
        }
        return switch (transaction.status()) {
            case PREPARE_COMMIT, PREPARE_ABORT -> Decision.refuse(event.reply(), ErrorCode.CONCURRENT_TRANSACTIONS);
            case ONGOING -> fence(transaction, event, nowMs);
            case EMPTY, COMPLETE_COMMIT, COMPLETE_ABORT -> next(transaction, event, nowMs);
            case DEAD, PREPARE_EPOCH_FENCE ->
                throw new IllegalStateException(transaction.status() + " was written, which must not be");
        };
    }

    /** Whether somebody with this identity can be the present producer, or the one before it that was told nothing yet. */
    private static boolean isPlausible(Transaction transaction, ProducerIdentity claimed) {
        return claimed.producerId() == transaction.producer().producerId()
                || claimed.producerId() == transaction.previousProducerId() && Transaction.isExhausted(claimed.epoch());
    }

    /** Aborts what an earlier producer has left open; the client tries again when that is done. */
    private static Decision fence(Transaction transaction, Initialize event, long nowMs) {
        Optional<ProducerIdentity> claimed = event.request().present();
        if (claimed.isPresent() && !claimed.get().equals(transaction.producer())) {
            return Decision.refuse(event.reply(), ErrorCode.PRODUCER_FENCED);
        }
        Transaction fenced = transaction.fenced(oldEpoch(event), nowMs);
        return Decision.become(
                fenced,
                new Answer<>(event.reply(), event.reply().failed().apply(ErrorCode.CONCURRENT_TRANSACTIONS)),
                TransactionMachine.mark(fenced));
    }

    private static short oldEpoch(Initialize event) {
        return event.request().present().map(ProducerIdentity::epoch).orElse(Transaction.NO_EPOCH);
    }

    private static Decision next(Transaction transaction, Initialize event, long nowMs) {
        short oldEpoch = oldEpoch(event);
        int timeoutMs = event.request().timeoutMs();
        boolean isCurrent = event.request().present().isEmpty()
                || event.request().present().get().equals(transaction.producer());
        if (!isCurrent && oldEpoch != transaction.lastEpoch()) {
            return Decision.refuse(event.reply(), ErrorCode.PRODUCER_FENCED);
        }
        if (!isCurrent && transaction.epoch() != Short.MAX_VALUE) {
            // the answer to its first attempt may have been lost
            return Decision.answer(event.reply(), new Initialized(ErrorCode.NONE, transaction.producer()));
        }
        if (!transaction.isExhausted()) {
            return begin(transaction.initialized(oldEpoch, timeoutMs, nowMs), event);
        }
        return event.freshId().isEmpty()
                ? needId(event)
                : begin(transaction.rotated(event.freshId().getAsLong(), oldEpoch, timeoutMs, nowMs), event);
    }
}
