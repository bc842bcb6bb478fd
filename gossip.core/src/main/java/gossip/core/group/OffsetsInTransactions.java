package gossip.core.group;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Transactions.OffsetCommit;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What a coordinator of transactions needs of consumer groups. Thread-safe; never blocks. */
public interface OffsetsInTransactions {
    /**
     * The partition that a transaction has to add which commits offsets of a group; its topic is created if need be.
     *
     * @param group group id
     * @return a partition of the offsets topic; fails with {@link gossip.api.BrokerException}
     */
    CompletionStage<TopicPartition> partitionOf(String group);

    /**
     * Commits offsets with a transaction.
     *
     * @param context who asks; may use the transactional id
     * @param request which
     * @return outcome for each partition
     */
    CompletionStage<Map<TopicPartition, ErrorCode>> commit(RequestContext context, OffsetCommit request);

    /**
     * Takes note that a partition was told how a transaction has ended.
     *
     * @param partition any; those of other topics have no effect
     * @param producerId whose transaction
     * @param committed whether it counts
     */
    void ended(TopicPartition partition, long producerId, boolean committed);
}
