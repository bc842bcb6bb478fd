package gossip.core.transaction;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Transactions.End;
import gossip.api.broker.Transactions.Ended;
import gossip.api.broker.Transactions.Init;
import gossip.api.broker.Transactions.Initialized;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What happens to a transactional id. */
sealed interface TransactionEvent {
    /** What a client asked for, which is answered exactly once. */
    sealed interface Request<R> extends TransactionEvent {
        /** Who is answered. */
        Reply<R> reply();
    }

    /**
     * A client wants to be the producer.
     *
     * @param reply answered with its identity
     * @param request what with
     * @param freshId a producer id of its own; empty until the machine asks for one
     */
    record Initialize(Reply<Initialized> reply, Init request, OptionalLong freshId) implements Request<Initialized> {}

    /**
     * Partitions are to be added to the transaction, which begins with the first.
     *
     * @param reply answered for all of them
     * @param producer who says so
     * @param partitions which
     */
    record Add(Reply<ErrorCode> reply, ProducerIdentity producer, Set<TopicPartition> partitions)
            implements Request<ErrorCode> {}

    /**
     * Somebody asks whether partitions are in the open transaction.
     *
     * @param reply answered for each
     * @param producer who is said to have it open
     * @param partitions which
     */
    record Verify(
            Reply<Map<TopicPartition, ErrorCode>> reply, ProducerIdentity producer, Set<TopicPartition> partitions)
            implements Request<Map<TopicPartition, ErrorCode>> {}

    /**
     * The producer ends its transaction.
     *
     * @param reply answered once that is decided
     * @param request how
     * @param freshId a producer id for what comes after; empty until the machine asks for one
     */
    record Finish(Reply<Ended> reply, End request, OptionalLong freshId) implements Request<Ended> {}

    /**
     * All partitions know how the transaction has ended.
     *
     * @param producer identity that was in their markers
     */
    record Marked(ProducerIdentity producer) implements TransactionEvent {}

    /** Time has passed. */
    record Tick() implements TransactionEvent {}
}
