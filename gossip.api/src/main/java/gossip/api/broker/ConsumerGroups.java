package gossip.api.broker;

import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Groups whose assignment the broker makes, after the consumer protocol (KIP-848). Members say what they are subscribed to
 * and what they own, and are told in steps what to give back and what to take. Stages never fail for reasons that have an
 * error code in their result.
 */
public interface ConsumerGroups {
    /** Epoch with which a member joins. */
    int JOINING_EPOCH = 0;

    /** Epoch with which a member leaves. */
    int LEAVING_EPOCH = -1;

    /** Epoch with which a static member leaves for a while. */
    int PAUSING_EPOCH = -2;

    /**
     * Joins, stays in, changes what a member wants, or leaves.
     *
     * @param context who asks
     * @param request what the member says
     * @return the outcome
     */
    CompletionStage<Beaten> consumerHeartbeat(RequestContext context, Beat request);

    /**
     * Describes groups of the consumer protocol.
     *
     * @param context who asks
     * @param groups which
     * @return in the same order
     */
    CompletionStage<List<DescribedConsumers>> describeConsumers(RequestContext context, List<String> groups);

    /**
     * What a member says. What is empty is as it was.
     *
     * @param group group id
     * @param memberId its id; empty for one that is to be given an id
     * @param memberEpoch epoch that it knows, or one of the constants of this interface
     * @param instanceId of a static member
     * @param rackId where it is
     * @param rebalanceTimeoutMs how long it may take to give partitions back
     * @param topics names that it is subscribed to
     * @param topicRegex pattern (RE2) of names that it is subscribed to; an empty text for none
     * @param serverAssignor name of the assignor that it wants
     * @param owned partitions that it owns
     */
    record Beat(
            String group,
            String memberId,
            int memberEpoch,
            Optional<String> instanceId,
            Optional<String> rackId,
            Optional<Integer> rebalanceTimeoutMs,
            Optional<Set<String>> topics,
            Optional<String> topicRegex,
            Optional<String> serverAssignor,
            Optional<Set<PartitionId>> owned) {
        /** Copies the sets. */
        public Beat {
            topics = topics.map(Set::copyOf);
            owned = owned.map(Set::copyOf);
        }
    }

    /**
     * What came of it.
     *
     * @param error NONE if the member is in, or out as it wished
     * @param message why not; may be empty
     * @param memberId its id
     * @param memberEpoch its epoch from now on
     * @param heartbeatIntervalMs when it is to be heard from next
     * @param assignment what it owns from now on; empty if that has not changed
     */
    record Beaten(
            ErrorCode error,
            String message,
            String memberId,
            int memberEpoch,
            int heartbeatIntervalMs,
            Optional<Set<PartitionId>> assignment) {
        /** Copies the set. */
        public Beaten {
            assignment = assignment.map(Set::copyOf);
        }

        /**
         * A failure.
         *
         * @param error what failed
         * @param message why
         * @return the outcome
         */
        public static Beaten failed(ErrorCode error, String message) {
            return new Beaten(error, message, "", 0, 0, Optional.empty());
        }
    }

    /**
     * A group of the consumer protocol with its members.
     *
     * @param error NONE if it could be described
     * @param message why not; may be empty
     * @param group group id
     * @param state {@code Empty}, {@code Assigning}, {@code Reconciling} or {@code Stable}
     * @param epoch changes with the members and what they are subscribed to
     * @param assignmentEpoch epoch that the target assignment is made for
     * @param assignor name of the assignor
     * @param members all members
     */
    record DescribedConsumers(
            ErrorCode error,
            String message,
            String group,
            String state,
            int epoch,
            int assignmentEpoch,
            String assignor,
            List<DescribedConsumer> members) {
        /** Copies the list. */
        public DescribedConsumers {
            members = List.copyOf(members);
        }

        /**
         * A failure.
         *
         * @param group group id
         * @param error what failed
         * @param message why
         * @return the outcome
         */
        public static DescribedConsumers failed(String group, ErrorCode error, String message) {
            return new DescribedConsumers(error, message, group, "", 0, 0, "", List.of());
        }
    }

    /**
     * A member of a group of the consumer protocol.
     *
     * @param memberId its id
     * @param instanceId of a static member
     * @param rackId where it is
     * @param memberEpoch its epoch
     * @param clientId what its client calls itself
     * @param clientHost address of its client
     * @param topics names that it is subscribed to
     * @param topicRegex pattern of names that it is subscribed to; empty for none
     * @param classic whether it speaks the classic protocol
     * @param assigned what it owns
     * @param target what it will own
     */
    record DescribedConsumer(
            String memberId,
            Optional<String> instanceId,
            Optional<String> rackId,
            int memberEpoch,
            String clientId,
            String clientHost,
            Set<String> topics,
            String topicRegex,
            boolean classic,
            Set<PartitionId> assigned,
            Set<PartitionId> target) {
        /** Copies the sets. */
        public DescribedConsumer {
            topics = Set.copyOf(topics);
            assigned = Set.copyOf(assigned);
            target = Set.copyOf(target);
        }
    }
}
