package gossip.core.transaction;

import gossip.api.ErrorCode;
import gossip.core.transaction.TransactionEffect.Answer;
import java.util.List;
import java.util.Optional;

/**
 * What comes of an event.
 *
 * @param change what becomes of the transactional id
 * @param effects what follows
 */
record Decision(Change change, List<TransactionEffect> effects) {
    /** What becomes of a transactional id. */
    sealed interface Change {
        /** Nothing. */
        Keep KEEP = new Keep();

        /** Nothing. */
        record Keep() implements Change {}

        /**
         * It is something else from now on.
         *
         * @param transaction what
         */
        record Become(Transaction transaction) implements Change {}

        /** It is forgotten. */
        record Forget() implements Change {}
    }

    static final Decision NOTHING = new Decision(Change.KEEP, List.of());

    static <R> Decision answer(Reply<R> reply, R answer) {
        return new Decision(Change.KEEP, List.of(new Answer<>(reply, answer)));
    }

    static <R> Decision refuse(Reply<R> reply, ErrorCode error) {
        return answer(reply, reply.failed().apply(error));
    }

    static Decision become(Transaction transaction, TransactionEffect... effects) {
        return new Decision(new Change.Become(transaction), List.of(effects));
    }

    static Decision needId(TransactionEffect.NeedId effect) {
        return new Decision(Change.KEEP, List.of(effect));
    }

    boolean isNothing() {
        return change instanceof Change.Keep && effects.isEmpty();
    }

    /** The new state, if there is one. */
    Optional<Transaction> transaction() {
        return change instanceof Change.Become become ? Optional.of(become.transaction()) : Optional.empty();
    }
}
