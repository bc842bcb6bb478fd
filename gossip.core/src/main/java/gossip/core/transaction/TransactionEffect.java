package gossip.core.transaction;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.ProducerIdentity;
import java.util.Set;
import java.util.function.LongFunction;

/** What follows from an event, once everything that was decided before is durable. */
sealed interface TransactionEffect {
    /**
     * A request is answered.
     *
     * @param reply whose
     * @param answer with what
     * @param <R> type of the answer
     */
    record Answer<R>(Reply<R> reply, R answer) implements TransactionEffect {
        void send() {
            reply.future().complete(answer);
        }

        void refuse(ErrorCode error) {
            reply.refuse(error);
        }
    }

    /**
     * Partitions are told how the transaction has ended, until all of them know; then that is an event.
     *
     * @param producer identity from then on
     * @param commit whether the transaction counts
     * @param partitions which
     */
    record Mark(ProducerIdentity producer, boolean commit, Set<TopicPartition> partitions)
            implements TransactionEffect {}

    /**
     * The event is to be brought again, with a producer id that nobody has.
     *
     * @param reply answered if there is none to be had
     * @param retry makes the event
     */
    record NeedId(Reply<?> reply, LongFunction<TransactionEvent> retry) implements TransactionEffect {}
}
