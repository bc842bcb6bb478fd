package gossip.api.broker;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Messages.PartitionRecords;
import gossip.api.broker.Messages.Start;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A member of a consumer group on behalf of a client. Partitions are taken and given back at a poll, never between two, so that
 * the client can still commit what it has been brought. A member that was fenced, because the broker could not speak for it in
 * time, joins anew by itself and goes on at the committed offsets. Thread-safe; never blocks.
 */
public interface GroupMember {
    /**
     * Its id in the group.
     *
     * @return never changes
     */
    String id();

    /**
     * Partitions that it has at present.
     *
     * @return a snapshot
     */
    Set<TopicPartition> assignment();

    /**
     * Where it reads next.
     *
     * @return for those partitions of the assignment whose position is known; a snapshot
     */
    Map<TopicPartition, Long> positions();

    /**
     * Changes what it is subscribed to, from the next heartbeat on.
     *
     * @param topics names; may be empty
     * @param topicRegex pattern (RE2) of names
     */
    void subscribe(Set<String> topics, Optional<String> topicRegex);

    /**
     * Brings records, waiting for a first one or for a change of the assignment if need be. There is one poll at a time.
     *
     * @param request how much
     * @param done called exactly once; with INVALID_REQUEST if another poll is under way
     * @return to give up waiting: {@code done} is then called soon with what there is
     */
    Records.Waiting poll(Poll request, Consumer<Polled> done);

    /**
     * Moves positions for the next poll, and for one under way.
     *
     * @param positions where to go on by partition; partitions that it does not have are left out
     * @return partitions that were moved
     */
    Set<TopicPartition> seek(Map<TopicPartition, Start> positions);

    /**
     * Commits offsets.
     *
     * @param offsets next offsets by partition; empty to commit everything that was brought up to now
     * @return outcome for each partition, STALE_MEMBER_EPOCH or UNKNOWN_MEMBER_ID if the member has lost it meanwhile
     */
    CompletionStage<Map<TopicPartition, ErrorCode>> commit(Optional<Map<TopicPartition, Long>> offsets);

    /**
     * Leaves the group; what was brought is committed first if the member commits by itself. A poll under way ends. Leaving
     * twice has no further effect.
     *
     * @return when it is out
     */
    CompletionStage<Void> leave();

    /**
     * Completes when the member is out of the group for good, whatever the reason.
     *
     * @return why; NONE if it left by itself, REQUEST_TIMED_OUT if it did not poll for too long
     */
    CompletionStage<ErrorCode> gone();

    /**
     * How much to bring.
     *
     * @param maxRecords the most records; at least 1
     * @param maxBytes the most bytes of keys, values and headers, but for a first record that is larger; at least 1
     * @param maxWait how long to wait for a first record
     */
    record Poll(int maxRecords, int maxBytes, Duration maxWait) {
        /** Checks the limits. */
        public Poll {
            if (maxRecords < 1 || maxBytes < 1 || maxWait.isNegative()) {
                throw new IllegalArgumentException("nothing can be brought within " + maxRecords + " records, "
                        + maxBytes + " bytes and " + maxWait);
            }
        }
    }

    /**
     * What a poll brought.
     *
     * @param error NONE, or why the member can not go on
     * @param message why, for a person; else empty
     * @param records of partitions that had some, or that could not be read
     * @param assignment partitions that the member has now
     * @param epoch its epoch in the group
     */
    record Polled(
            ErrorCode error,
            String message,
            List<PartitionRecords> records,
            Set<TopicPartition> assignment,
            int epoch) {
        /** Copies the collections. */
        public Polled {
            records = List.copyOf(records);
            assignment = Set.copyOf(assignment);
        }

        /**
         * A failure.
         *
         * @param error why, for the client
         * @param message why, for a person
         * @return the result
         */
        public static Polled failed(ErrorCode error, String message) {
            return new Polled(error, message, List.of(), Set.of(), -1);
        }
    }
}
