package gossip.core.pipeline;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Transactions.PartitionProducers;
import gossip.api.record.TransactionMarker;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** What a coordinator of transactions needs of the partitions led here. Thread-safe; never blocks. */
public interface TransactionPartitions {
    /**
     * Names who is asked before a transaction begins in a partition.
     *
     * @param verifier from now on
     */
    void verifyWith(TransactionVerifier verifier);

    /**
     * Ends a producer's transaction in partitions, as durably as their topics ask for.
     *
     * @param producer whose, with the epoch that it has from then on
     * @param marker what the partitions are told
     * @param partitions which
     * @param wanted asked just before it is done, which may be later when there is no room: a marker that is no longer wanted
     *     could end the next transaction
     * @return outcome for each; NOT_COORDINATOR if it was not wanted any more
     */
    CompletionStage<Map<TopicPartition, ErrorCode>> mark(
            ProducerIdentity producer,
            TransactionMarker marker,
            Set<TopicPartition> partitions,
            BooleanSupplier wanted);

    /**
     * Describes the producers that partitions remember.
     *
     * @param context who asks; needs to be allowed to read the topics
     * @param partitions which
     * @return in the same order
     */
    CompletionStage<List<PartitionProducers>> producers(RequestContext context, List<TopicPartition> partitions);
}
