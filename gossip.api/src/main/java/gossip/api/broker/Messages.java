package gossip.api.broker;

import gossip.api.Acks;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.OffsetSpec;
import gossip.api.record.CompressionType;
import gossip.api.record.NewRecord;
import gossip.api.record.StoredRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Single records, for protocols that do not speak in batches. Authorization, limits and durability are those of {@link
 * Records} and {@link Groups}, to which everything is brought in the end; quotas of bytes are counted here, and answers held
 * back for as long as they demand. Thread-safe; never blocks. Callbacks and stages complete on threads of the broker, or on
 * the caller's before the method returns, and must not block.
 */
public interface Messages {
    /**
     * Appends records. Each stands on its own: what is wrong with one harms no other. Records of one partition are appended
     * in the order of the list, as one run without others in between unless some are refused by the partition. A topic that
     * does not exist is created first where the node creates topics that are asked for.
     *
     * @param context who sends them
     * @param command what to append; its buffers must not change before the stage completes
     * @return one result for each record, in the same order; fails with {@link gossip.api.BrokerException}
     *     THROTTLING_QUOTA_EXCEEDED, with nothing appended, if as many bytes are on their way as may be
     */
    CompletionStage<List<Sent>> send(RequestContext context, Send command);

    /**
     * Reads records, waiting for the first if need be.
     *
     * @param context who asks
     * @param command what to read
     * @param done called exactly once, with one result for each partition in the order of the command
     * @return to give up waiting: {@code done} is then called soon with what there is
     */
    Records.Waiting read(RequestContext context, Read command, Consumer<List<PartitionRecords>> done);

    /**
     * Makes a client that does not speak the group protocol a member of a consumer group (KIP-848). The broker beats for it
     * for as long as it polls.
     *
     * @param context who joins; the member keeps acting for it
     * @param request what it wants
     * @return the member, once the group has it; fails with {@link gossip.api.BrokerException}, with GROUP_MAX_SIZE_REACHED
     *     if this node looks after as many members as it may
     */
    CompletionStage<GroupMember> join(RequestContext context, Join request);

    /**
     * What to append.
     *
     * @param messages records with where they go
     * @param acks when to answer; with {@link Acks#NONE} results have offset -1 and tell only what went wrong before the
     *     records were on their way
     * @param compression how batches are compressed
     * @param timeoutMs how long to wait for replicas with {@link Acks#ALL}
     */
    record Send(List<Message> messages, Acks acks, CompressionType compression, int timeoutMs) {
        /** Copies the list. */
        public Send {
            messages = List.copyOf(messages);
        }
    }

    /**
     * A record with where it goes.
     *
     * @param topic name of the topic
     * @param partition which; empty to choose it: by the key as Kafka's producer does, or without a key one for all such
     *     records that a send has for the topic, another each time
     * @param record what is written; a negative timestamp stands for the broker's present time
     */
    record Message(String topic, OptionalInt partition, NewRecord record) {}

    /**
     * What came of a record.
     *
     * @param error NONE if it was appended
     * @param message why not, for a person; else empty
     * @param partition where it went or was to go; -1 if it did not come to choosing one
     * @param offset its offset; -1 on failure and without acknowledgement
     * @param timestampMs its timestamp in the log; -1 on failure
     */
    record Sent(ErrorCode error, String message, int partition, long offset, long timestampMs) {
        /**
         * A failure.
         *
         * @param error why, for the client
         * @param message why, for a person
         * @param partition where the record was to go, or -1
         * @return the result
         */
        public static Sent failed(ErrorCode error, String message, int partition) {
            return new Sent(error, message, partition, -1, -1);
        }
    }

    /**
     * What to read.
     *
     * @param sources each partition at most once; none is preferred
     * @param maxRecords the most records of all partitions together; at least 1
     * @param maxBytes the most bytes of keys, values and headers of all partitions together, but for a first record that is
     *     larger; at least 1
     * @param maxWait how long to wait for a first record
     * @param committedOnly read_committed: stop at the last stable offset and leave aborted records out
     */
    record Read(List<Source> sources, int maxRecords, int maxBytes, Duration maxWait, boolean committedOnly) {
        /** Copies the list and checks the limits. */
        public Read {
            sources = List.copyOf(sources);
            if (maxRecords < 1 || maxBytes < 1 || maxWait.isNegative()) {
                throw new IllegalArgumentException(
                        "nothing can be read within " + maxRecords + " records, " + maxBytes + " bytes and " + maxWait);
            }
        }
    }

    /**
     * A partition to read.
     *
     * @param partition which
     * @param start where to begin
     */
    record Source(TopicPartition partition, Start start) {}

    /** Where to begin. */
    sealed interface Start {
        /**
         * At an offset; records that are gone are passed over only within the log.
         *
         * @param offset first offset wanted
         */
        record At(long offset) implements Start {}

        /**
         * At an offset that is looked up first; the end of the log where there is no such record.
         *
         * @param spec which
         */
        record Found(OffsetSpec spec) implements Start {}
    }

    /**
     * What was read of one partition.
     *
     * @param partition which
     * @param error NONE if it could be read; OFFSET_OUT_OF_RANGE if the log has no such offset
     * @param message why not, for a person; else empty
     * @param records in order; their buffers belong to the receiver
     * @param nextOffset where to go on; after what cannot be read if {@code error} is CORRUPT_MESSAGE; -1 if unknown
     * @param highWatermark exclusive end of the committed records; -1 on failure
     * @param logStartOffset first offset in the log; -1 on failure
     */
    record PartitionRecords(
            TopicPartition partition,
            ErrorCode error,
            String message,
            List<StoredRecord> records,
            long nextOffset,
            long highWatermark,
            long logStartOffset) {
        /**
         * A failure.
         *
         * @param partition which
         * @param error why, for the client
         * @param message why, for a person
         * @return the result
         */
        public static PartitionRecords failed(TopicPartition partition, ErrorCode error, String message) {
            return new PartitionRecords(partition, error, message, List.of(), -1, -1, -1);
        }
    }

    /**
     * What a client wants of a group.
     *
     * @param group group id
     * @param topics names that it is subscribed to
     * @param topicRegex pattern (RE2) of names that it is subscribed to
     * @param instanceId of a static member (KIP-345)
     * @param rackId where it is
     * @param reset where to begin in a partition without a committed offset, or whose committed offset is gone; empty to be
     *     told OFFSET_OUT_OF_RANGE with the partition
     * @param committedOnly read_committed
     * @param autoCommit whether polls commit, about once a second, what polls before them have brought, and leaving does, but not
     *     falling silent;
     *     else the client commits itself
     * @param idleTimeout time without a poll after which it leaves; also how long it may take to give partitions back; at most
     *     {@code messages.max_member_idle_time}
     */
    record Join(
            String group,
            Set<String> topics,
            Optional<String> topicRegex,
            Optional<String> instanceId,
            Optional<String> rackId,
            Optional<OffsetSpec> reset,
            boolean committedOnly,
            boolean autoCommit,
            Duration idleTimeout) {
        /** Copies the set. */
        public Join {
            topics = Set.copyOf(topics);
        }
    }
}
