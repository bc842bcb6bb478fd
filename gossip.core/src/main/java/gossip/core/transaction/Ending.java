package gossip.core.transaction;

import gossip.api.ErrorCode;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Transactions.Ended;
import gossip.core.transaction.TransactionEffect.Answer;
import gossip.core.transaction.TransactionEffect.NeedId;
import gossip.core.transaction.TransactionEvent.Finish;
import java.util.OptionalLong;

/**
 * Decides a transaction as its producer wants, once: who asks again is told what was decided. Producers that take a new
 * epoch after each transaction are told which (KIP-890); asking again with the epoch before is a repetition for them. Part of
 * {@link TransactionMachine}.
 */
final class Ending {
    Decision apply(Transaction transaction, Finish event, long nowMs) {
        ProducerIdentity producer = event.request().producer();
        if (transaction.isFollowedBy(producer)) {
            // it ends a transaction in which nothing was written yet, and the one before is not complete
            return Decision.refuse(event.reply(), ErrorCode.CONCURRENT_TRANSACTIONS);
        }
        boolean repeats = event.request().bumpsEpoch() && isRepetition(transaction, producer);
        if (!repeats && transaction.producer().producerId() != producer.producerId()) {
            return Decision.refuse(event.reply(), ErrorCode.INVALID_PRODUCER_ID_MAPPING);
        }
        if (!repeats && transaction.epoch() != producer.epoch()) {
            return Decision.refuse(event.reply(), ErrorCode.PRODUCER_FENCED);
        }
        return event.request().bumpsEpoch()
                ? endWithBump(transaction, event, repeats, nowMs)
                : end(transaction, event, nowMs);
    }

    /** Whether the transaction was decided for somebody with this identity, who has a newer one since. */
    private static boolean isRepetition(Transaction transaction, ProducerIdentity producer) {
        boolean isDecided =
                transaction.status().isPrepared() || transaction.status().isComplete();
        if (!isDecided || !transaction.bumpsEpoch() || transaction.lastEpoch() != producer.epoch()) {
            return false;
        }
        boolean sameId = transaction.producer().producerId() == producer.producerId()
                && transaction.epoch() == producer.epoch() + 1;
        boolean newId = transaction.previousProducerId() == producer.producerId()
                && transaction.epoch() == 0
                && Transaction.isExhausted(producer.epoch());
        return sameId || newId;
    }

    private static Decision end(Transaction transaction, Finish event, long nowMs) {
        boolean commit = event.request().commit();
        return switch (transaction.status()) {
            case ONGOING -> decide(transaction.decided(commit, nowMs), event);
            case PREPARE_COMMIT -> underWay(event, commit);
            case PREPARE_ABORT -> underWay(event, !commit);
            case COMPLETE_COMMIT -> done(transaction, event, commit);
            case COMPLETE_ABORT -> done(transaction, event, !commit);
            case EMPTY, DEAD, PREPARE_EPOCH_FENCE -> invalid(event);
        };
    }

    private static Decision endWithBump(Transaction transaction, Finish event, boolean repeats, long nowMs) {
        boolean commit = event.request().commit();
        return switch (transaction.status()) {
            case ONGOING -> bump(transaction, event, nowMs);
            case PREPARE_COMMIT -> underWay(event, repeats && commit);
            case PREPARE_ABORT -> underWay(event, repeats && !commit);
            case COMPLETE_COMMIT ->
                repeats ? done(transaction, event, commit) : abortNothing(transaction, event, nowMs);
            case COMPLETE_ABORT ->
                repeats ? done(transaction, event, !commit) : abortNothing(transaction, event, nowMs);
            case EMPTY -> abortNothing(transaction, event, nowMs);
            case DEAD, PREPARE_EPOCH_FENCE -> invalid(event);
        };
    }

    /** A producer that does not know whether a write of its has begun the transaction aborts it to get a new epoch. */
    private static Decision abortNothing(Transaction transaction, Finish event, long nowMs) {
        return event.request().commit() ? invalid(event) : bump(transaction, event, nowMs);
    }

    private static Decision bump(Transaction transaction, Finish event, long nowMs) {
        if (transaction.isExhausted() && event.freshId().isEmpty()) {
            return Decision.needId(
                    new NeedId(event.reply(), id -> new Finish(event.reply(), event.request(), OptionalLong.of(id))));
        }
        long freshId = transaction.isExhausted() ? event.freshId().getAsLong() : Transaction.NO_ID;
        return decide(transaction.decidedWithBump(event.request().commit(), freshId, nowMs), event);
    }

    private static Decision decide(Transaction decided, Finish event) {
        return Decision.become(
                decided,
                new Answer<>(event.reply(), new Ended(ErrorCode.NONE, decided.successor())),
                TransactionMachine.mark(decided));
    }

    private static Decision underWay(Finish event, boolean asWanted) {
        return Decision.refuse(
                event.reply(), asWanted ? ErrorCode.CONCURRENT_TRANSACTIONS : ErrorCode.INVALID_TXN_STATE);
    }

    private static Decision done(Transaction transaction, Finish event, boolean asWanted) {
        return asWanted
                ? Decision.answer(event.reply(), new Ended(ErrorCode.NONE, transaction.producer()))
                : invalid(event);
    }

    private static Decision invalid(Finish event) {
        return Decision.refuse(event.reply(), ErrorCode.INVALID_TXN_STATE);
    }
}
