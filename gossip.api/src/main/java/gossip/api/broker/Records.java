package gossip.api.broker;

import gossip.api.Acks;
import gossip.api.EpochEnd;
import gossip.api.ErrorCode;
import gossip.api.RecordSlice;
import gossip.api.TopicPartition;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Produce, fetch, and what belongs to it. */
public interface Records {
    /**
     * Appends record batches. Never blocks.
     *
     * @param context who sends them
     * @param command what to append; the buffers belong to the broker until {@code done} is called, and it writes offsets
     *     into them
     * @param done called exactly once if the return value is true, by a thread of the broker; never before this method
     *     returns on the same thread unless nothing had to be appended
     * @return false if the broker is full: nothing was done, try again when {@link #whenWritable} says so
     */
    boolean produce(RequestContext context, Produce command, Consumer<List<Produced>> done);

    /**
     * Asks to be told when the broker takes records again.
     *
     * @param resume called once, soon if it does already; must not block
     */
    void whenWritable(Runnable resume);

    /**
     * Asks to be told when the broker takes records of somebody again. What the broker itself writes has room of its own, and
     * waits for that.
     *
     * @param context whose records were not taken
     * @param resume called once, soon if it does already; must not block
     */
    default void whenWritable(RequestContext context, Runnable resume) {
        whenWritable(resume);
    }

    /**
     * Reads record batches, waiting for them if need be. Never blocks.
     *
     * @param context who asks
     * @param command what to read
     * @param done called exactly once; the receiver closes all slices
     * @return to give up waiting, as when the client is gone: {@code done} is then called soon with what there is
     */
    Waiting fetch(RequestContext context, Fetch command, Consumer<List<Fetched>> done);

    /**
     * Looks offsets up.
     *
     * @param context who asks
     * @param queries what to look up
     * @return answers in the same order
     */
    CompletionStage<List<OffsetAnswer>> offsets(RequestContext context, List<OffsetQuery> queries);

    /**
     * Says where leader epochs end (KIP-101).
     *
     * @param context who asks
     * @param queries partition, present epoch of the leader as the client knows it, or -1, and the epoch asked for
     * @return answers in the same order
     */
    CompletionStage<List<EpochAnswer>> epochEnds(RequestContext context, List<EpochQuery> queries);

    /**
     * Deletes the records before an offset (KIP-107).
     *
     * @param context who asks
     * @param beforeOffset new log start offset of each partition; -1 for the high watermark
     * @return log start offset or failure of each partition
     */
    CompletionStage<Map<TopicPartition, Deleted>> deleteBefore(
            RequestContext context, Map<TopicPartition, Long> beforeOffset);

    /**
     * Gives out a producer id for idempotent writes (KIP-98).
     *
     * @param context who asks
     * @return the id with its first epoch; fails with {@link gossip.api.BrokerException}
     */
    CompletionStage<ProducerIdentity> newProducer(RequestContext context);

    /**
     * What to append.
     *
     * @param partitions each partition at most once
     * @param acks when to answer
     * @param timeoutMs how long to wait for replicas with {@link Acks#ALL}
     * @param transaction needed if one of the batches is transactional
     */
    record Produce(
            List<PartitionBatches> partitions, Acks acks, int timeoutMs, Optional<ProducerTransaction> transaction) {
        /**
         * Outside of transactions.
         *
         * @param partitions each partition at most once
         * @param acks when to answer
         * @param timeoutMs how long to wait for replicas with {@link Acks#ALL}
         */
        public Produce(List<PartitionBatches> partitions, Acks acks, int timeoutMs) {
            this(partitions, acks, timeoutMs, Optional.empty());
        }
    }

    /**
     * The transaction that batches belong to.
     *
     * @param transactionalId whose transaction
     * @param client what the client understands
     */
    record ProducerTransaction(String transactionalId, TransactionSupport client) {}

    /** What a client that writes in transactions understands (KIP-890). */
    enum TransactionSupport {
        /** It adds partitions before it writes to them, and knows no TRANSACTION_ABORTABLE. */
        CLASSIC,
        /** It adds partitions before it writes to them, and knows TRANSACTION_ABORTABLE. */
        ABORTABLE,
        /** Writing to a partition adds it; every transaction has an epoch of its own. */
        IMPLICIT
    }

    /**
     * Batches for one partition.
     *
     * @param partition where to
     * @param batches whole batches from position to limit; big-endian and writable
     */
    record PartitionBatches(TopicPartition partition, ByteBuffer batches) {}

    /**
     * What came of the batches for one partition.
     *
     * @param partition which
     * @param error NONE if they were appended
     * @param message why not, for a person; else empty
     * @param baseOffset offset of the first record; -1 on failure
     * @param logAppendTimeMs the broker's time if it gave the timestamps; else -1
     * @param logStartOffset first offset in the log; -1 if unknown
     */
    record Produced(
            TopicPartition partition,
            ErrorCode error,
            String message,
            long baseOffset,
            long logAppendTimeMs,
            long logStartOffset) {
        /**
         * A failure.
         *
         * @param partition which
         * @param error why, for the client
         * @param message why, for a person
         * @return the result
         */
        public static Produced failed(TopicPartition partition, ErrorCode error, String message) {
            return new Produced(partition, error, message, -1, -1, -1);
        }
    }

    /**
     * What to read.
     *
     * @param partitions in the order of preference
     * @param maxWaitMs how long to wait for {@code minBytes}
     * @param minBytes enough bytes to answer at once
     * @param maxBytes the most bytes to answer with, but for a first batch that is larger
     * @param committedOnly read_committed: stop at the last stable offset
     */
    record Fetch(List<FetchPartition> partitions, int maxWaitMs, int minBytes, int maxBytes, boolean committedOnly) {}

    /**
     * What to read of one partition.
     *
     * @param partition which
     * @param currentLeaderEpoch epoch of the leader as the client knows it; -1 if it does not
     * @param fetchOffset first offset wanted
     * @param lastFetchedEpoch epoch of the last record the client has; -1 if unknown
     * @param maxBytes the most bytes of this partition
     */
    record FetchPartition(
            TopicPartition partition, int currentLeaderEpoch, long fetchOffset, int lastFetchedEpoch, int maxBytes) {}

    /**
     * What was read of one partition.
     *
     * @param partition which
     * @param error NONE if it could be read
     * @param highWatermark exclusive end of the committed records; -1 on failure
     * @param lastStableOffset exclusive end of what is decided; -1 on failure
     * @param logStartOffset first offset in the log; -1 on failure
     * @param diverging where the client's log departs from the leader's (KIP-595); then there are no records
     * @param aborted transactions whose records among these do not count; empty unless only committed records are wanted
     * @param records to be closed by the receiver
     */
    record Fetched(
            TopicPartition partition,
            ErrorCode error,
            long highWatermark,
            long lastStableOffset,
            long logStartOffset,
            Optional<EpochEnd> diverging,
            List<Aborted> aborted,
            RecordSlice records) {
        /**
         * Without aborted transactions.
         *
         * @param partition which
         * @param error NONE if it could be read
         * @param highWatermark exclusive end of the committed records; -1 on failure
         * @param lastStableOffset exclusive end of what is decided; -1 on failure
         * @param logStartOffset first offset in the log; -1 on failure
         * @param diverging where the client's log departs from the leader's
         * @param records to be closed by the receiver
         */
        public Fetched(
                TopicPartition partition,
                ErrorCode error,
                long highWatermark,
                long lastStableOffset,
                long logStartOffset,
                Optional<EpochEnd> diverging,
                RecordSlice records) {
            this(partition, error, highWatermark, lastStableOffset, logStartOffset, diverging, List.of(), records);
        }

        /**
         * A failure.
         *
         * @param partition which
         * @param error why
         * @return the result
         */
        public static Fetched failed(TopicPartition partition, ErrorCode error) {
            return new Fetched(partition, error, -1, -1, -1, Optional.empty(), RecordSlice.EMPTY);
        }
    }

    /**
     * A transaction that was aborted: the records of its producer from its first offset on, up to the marker that ends it, do
     * not count.
     *
     * @param producerId whose transaction
     * @param firstOffset offset of its first record
     */
    record Aborted(long producerId, long firstOffset) {}

    /** A fetch under way. */
    @FunctionalInterface
    interface Waiting {
        /** Gives up waiting. */
        void cancel();
    }

    /**
     * An offset to look up.
     *
     * @param partition where
     * @param currentLeaderEpoch epoch of the leader as the client knows it; -1 if it does not
     * @param spec which
     * @param committedOnly whether LATEST is the last stable offset rather than the high watermark
     */
    record OffsetQuery(TopicPartition partition, int currentLeaderEpoch, OffsetSpec spec, boolean committedOnly) {}

    /** Which offset is wanted. */
    sealed interface OffsetSpec {
        /** The first in the log. */
        record Earliest() implements OffsetSpec {}

        /** The end of what can be read. */
        record Latest() implements OffsetSpec {}

        /** The record with the largest timestamp (KIP-734). */
        record MaxTimestamp() implements OffsetSpec {}

        /**
         * The first record of that time or later.
         *
         * @param timestampMs ms since 1970
         */
        record AtTime(long timestampMs) implements OffsetSpec {}
    }

    /**
     * An offset looked up.
     *
     * @param partition where
     * @param error NONE if the look-up worked, also when nothing was found
     * @param offset -1 if there is no such record
     * @param timestampMs the record's, for look-ups by time; else -1
     * @param leaderEpoch epoch of the record or of the leader; -1 if unknown
     */
    record OffsetAnswer(TopicPartition partition, ErrorCode error, long offset, long timestampMs, int leaderEpoch) {}

    /**
     * An epoch to look up.
     *
     * @param partition where
     * @param currentLeaderEpoch epoch of the leader as the client knows it; -1 if it does not
     * @param leaderEpoch the epoch asked for
     */
    record EpochQuery(TopicPartition partition, int currentLeaderEpoch, int leaderEpoch) {}

    /**
     * An epoch looked up.
     *
     * @param partition where
     * @param error NONE if the look-up worked, also when nothing was found
     * @param end empty if the log has no epoch up to that one
     */
    record EpochAnswer(TopicPartition partition, ErrorCode error, Optional<EpochEnd> end) {}

    /**
     * What came of a deletion.
     *
     * @param error NONE if it was done
     * @param message why not, for a person; else empty
     * @param logStartOffset first offset there is now; -1 on failure
     */
    record Deleted(ErrorCode error, String message, long logStartOffset) {}

    /**
     * A producer's identity.
     *
     * @param producerId the id
     * @param epoch its epoch
     */
    record ProducerIdentity(long producerId, short epoch) {}
}
