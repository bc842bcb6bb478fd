package gossip.api.broker;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Records.TransactionSupport;
import gossip.api.group.GroupStore.Committed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Transactions over partitions and committed offsets (KIP-98, KIP-360, KIP-588, KIP-664, KIP-890). A transaction belongs to a
 * transactional id, which one broker coordinates. Stages never fail for reasons that have an error code in their result.
 */
public interface Transactions {
    /**
     * The broker that coordinates a transactional id.
     *
     * @param context who asks
     * @param transactionalId the id
     * @return its number; fails with {@link gossip.api.BrokerException}
     */
    CompletionStage<Integer> coordinator(RequestContext context, String transactionalId);

    /**
     * Makes a client the only producer of a transactional id: aborts what an earlier one left open, and fences it.
     *
     * @param context who asks
     * @param request what with
     * @return NONE with the identity to write with, or why not; CONCURRENT_TRANSACTIONS while a transaction is being ended
     */
    CompletionStage<Initialized> initProducer(RequestContext context, Init request);

    /**
     * Adds partitions to the producer's transaction, which begins with the first, or only asks whether they are in it.
     *
     * @param context who asks
     * @param request which
     * @return outcome for each partition
     */
    CompletionStage<Map<TopicPartition, ErrorCode>> addPartitions(RequestContext context, Add request);

    /**
     * Adds the offsets of a consumer group to the producer's transaction.
     *
     * @param context who asks
     * @param transactionalId whose transaction
     * @param producer its producer
     * @param group group id
     * @return the outcome
     */
    CompletionStage<ErrorCode> addOffsets(
            RequestContext context, String transactionalId, ProducerIdentity producer, String group);

    /**
     * Commits offsets of a consumer group with the transaction: they count when it is committed, and never if it is aborted.
     *
     * @param context who asks
     * @param request which
     * @return outcome for each partition
     */
    CompletionStage<Map<TopicPartition, ErrorCode>> commitOffsets(RequestContext context, OffsetCommit request);

    /**
     * Commits or aborts the producer's transaction. Once this is answered the decision is durable, and the markers follow.
     *
     * @param context who asks
     * @param request which
     * @return the outcome
     */
    CompletionStage<Ended> end(RequestContext context, End request);

    /**
     * Lists the transactional ids coordinated here.
     *
     * @param context who asks
     * @param filter which
     * @return those that may be described
     */
    CompletionStage<Listing> list(RequestContext context, Filter filter);

    /**
     * Describes transactional ids.
     *
     * @param context who asks
     * @param transactionalIds which
     * @return in the same order
     */
    CompletionStage<List<Described>> describe(RequestContext context, List<String> transactionalIds);

    /**
     * Describes the producers that partitions led here remember.
     *
     * @param context who asks
     * @param partitions which
     * @return in the same order
     */
    CompletionStage<List<PartitionProducers>> describeProducers(
            RequestContext context, List<TopicPartition> partitions);

    /**
     * Ends transactions in partitions led here, as a coordinator decided or as an operator wants who aborts a hanging one.
     *
     * @param context who asks
     * @param markers what to write
     * @return outcomes, in the same order
     */
    CompletionStage<List<Map<TopicPartition, ErrorCode>>> writeMarkers(RequestContext context, List<Marker> markers);

    /**
     * Request for a producer's identity.
     *
     * @param transactionalId not empty
     * @param timeoutMs how long a transaction may be open
     * @param present what the client has been writing with, if it wants to go on after an error (KIP-360)
     */
    record Init(String transactionalId, int timeoutMs, Optional<ProducerIdentity> present) {}

    /**
     * A producer's identity.
     *
     * @param error NONE if there is one
     * @param producer what to write with; -1 and -1 on failure
     */
    record Initialized(ErrorCode error, ProducerIdentity producer) {}

    /**
     * Partitions for a transaction.
     *
     * @param transactionalId whose transaction
     * @param producer its producer
     * @param partitions which
     * @param verifyOnly whether nothing is to be added: those that are not in the transaction are TRANSACTION_ABORTABLE
     * @param ofBroker whether a broker asks for a producer: it needs CLUSTER_ACTION on the cluster, and nothing else
     */
    record Add(
            String transactionalId,
            ProducerIdentity producer,
            Set<TopicPartition> partitions,
            boolean verifyOnly,
            boolean ofBroker) {}

    /**
     * Offsets for a transaction.
     *
     * @param transactionalId whose transaction
     * @param producer its producer
     * @param member who has consumed; with an empty member id and generation -1 from a client that does not say
     * @param offsets what to keep
     * @param client what the client understands; with IMPLICIT the group is added to the transaction thereby
     */
    record OffsetCommit(
            String transactionalId,
            ProducerIdentity producer,
            Groups.Member member,
            Map<TopicPartition, Committed> offsets,
            TransactionSupport client) {}

    /**
     * The end of a transaction.
     *
     * @param transactionalId whose transaction
     * @param producer its producer
     * @param commit true to commit, false to abort
     * @param bumpsEpoch whether the producer takes a new identity after each transaction (KIP-890)
     */
    record End(String transactionalId, ProducerIdentity producer, boolean commit, boolean bumpsEpoch) {}

    /**
     * What came of ending a transaction.
     *
     * @param error NONE if it is decided as wanted
     * @param producer what to write with from now on; -1 and -1 on failure
     */
    record Ended(ErrorCode error, ProducerIdentity producer) {}

    /**
     * Which transactional ids are wanted; an empty set stands for all.
     *
     * @param states names of states as in {@link Listed#state}
     * @param producerIds producer ids
     * @param openForMs only those whose transaction is open for longer than this; negative for all
     * @param pattern a regular expression for the whole id (RE2); empty for all
     */
    record Filter(Set<String> states, Set<Long> producerIds, long openForMs, String pattern) {}

    /**
     * Transactional ids.
     *
     * @param error NONE, or why none can be listed
     * @param unknownStates states of the filter that do not exist
     * @param transactions what was found
     */
    record Listing(ErrorCode error, Set<String> unknownStates, List<Listed> transactions) {}

    /**
     * A transactional id in a list.
     *
     * @param transactionalId the id
     * @param producerId its present producer id
     * @param state {@code Empty}, {@code Ongoing}, {@code PrepareCommit}, {@code PrepareAbort}, {@code CompleteCommit},
     *     {@code CompleteAbort}, {@code Dead} or {@code PrepareEpochFence}
     */
    record Listed(String transactionalId, long producerId, String state) {}

    /**
     * A transactional id with everything.
     *
     * @param error NONE if it is known here
     * @param transactionalId the id
     * @param state as in {@link Listed#state}; empty on failure
     * @param timeoutMs how long a transaction may be open
     * @param startedAtMs ms since 1970; -1 if no transaction was begun
     * @param producer its present identity; -1 and -1 on failure
     * @param partitions of the open transaction
     */
    record Described(
            ErrorCode error,
            String transactionalId,
            String state,
            int timeoutMs,
            long startedAtMs,
            ProducerIdentity producer,
            Set<TopicPartition> partitions) {}

    /**
     * The producers of a partition.
     *
     * @param partition which
     * @param error NONE if it is led here
     * @param message why not, for a person; else empty
     * @param producers those that are remembered
     */
    record PartitionProducers(
            TopicPartition partition, ErrorCode error, String message, List<ActiveProducer> producers) {}

    /**
     * A producer that a partition remembers.
     *
     * @param producer its identity
     * @param lastSequence of the newest record; -1 if unknown
     * @param lastTimestampMs of the newest record; -1 if unknown
     * @param coordinatorEpoch of the newest marker; -1 if there was none
     * @param transactionStart offset of the first record of the open transaction
     */
    record ActiveProducer(
            ProducerIdentity producer,
            int lastSequence,
            long lastTimestampMs,
            int coordinatorEpoch,
            OptionalLong transactionStart) {}

    /**
     * The end of a producer's transaction in some partitions.
     *
     * @param producer whose transaction, with the epoch that it has from then on
     * @param committed true to commit, false to abort
     * @param coordinatorEpoch epoch of the coordinator that decided so; -1 if none did
     * @param partitions which
     */
    record Marker(ProducerIdentity producer, boolean committed, int coordinatorEpoch, Set<TopicPartition> partitions) {}
}
