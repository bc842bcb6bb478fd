package gossip.core.pipeline;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Records.ProducerTransaction;
import gossip.api.broker.RequestContext;
import java.util.concurrent.CompletionStage;

/**
 * Asks the coordinator of a transaction before a partition lets it begin there (KIP-890), so that no partition has a
 * transaction open that nobody will end.
 */
@FunctionalInterface
public interface TransactionVerifier {
    /**
     * Asks. Any thread; never blocks.
     *
     * @param context who writes
     * @param transaction the transaction; if its client adds partitions implicitly, the partition is added
     * @param producer who is said to write in it
     * @param partition where to
     * @return NONE if the transaction is open and the partition is in it
     */
    CompletionStage<ErrorCode> verify(
            RequestContext context,
            ProducerTransaction transaction,
            ProducerIdentity producer,
            TopicPartition partition);
}
