package gossip.api.broker;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.group.GroupStore.Committed;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Consumer groups and their offsets: the classic protocol (KIP-62, KIP-345, KIP-394), in which a member assigns, and with
 * {@link ConsumerGroups} the consumer protocol. A group has the protocol of its members, and can go from one to the other
 * with them. Stages never fail for reasons that have an error code in their result.
 */
public interface Groups extends ConsumerGroups {
    /**
     * The broker that coordinates a group.
     *
     * @param context who asks
     * @param group group id
     * @return its number; fails with {@link gossip.api.BrokerException}
     */
    CompletionStage<Integer> coordinator(RequestContext context, String group);

    /**
     * Joins; completes when the group has gathered.
     *
     * @param context who asks
     * @param request what with
     * @return the outcome
     */
    CompletionStage<Joined> join(RequestContext context, Join request);

    /**
     * Brings or asks for the assignment; completes when the leader has brought it.
     *
     * @param context who asks
     * @param request what with
     * @return the outcome
     */
    CompletionStage<Synced> sync(RequestContext context, Sync request);

    /**
     * Says that a member is alive.
     *
     * @param context who asks
     * @param member which member
     * @return NONE, or what it has to do
     */
    CompletionStage<ErrorCode> heartbeat(RequestContext context, Member member);

    /**
     * Takes members out of a group.
     *
     * @param context who asks
     * @param group group id
     * @param members which
     * @return outcome for each, in the same order, or one failure for all
     */
    CompletionStage<Left> leave(RequestContext context, String group, List<Leaving> members);

    /**
     * Takes note that the client which waits for a join or a sync has gone, so that its silence counts from now on. The stage
     * completes all the same, sooner or later. No effect if it has completed.
     *
     * @param group group id
     * @param waiting what {@link #join} or {@link #sync} gave for the group
     */
    void abandoned(String group, CompletionStage<?> waiting);

    /**
     * Commits offsets.
     *
     * @param context who asks
     * @param request what
     * @return outcome for each partition
     */
    CompletionStage<Map<TopicPartition, ErrorCode>> commit(RequestContext context, Commit request);

    /**
     * Commits offsets for somebody who knows all there is of the protocol.
     *
     * @param context who asks
     * @param member who commits; with an empty member id and generation -1 from outside the group's protocol
     * @param offsets what to keep
     * @return outcome for each partition
     */
    default CompletionStage<Map<TopicPartition, ErrorCode>> commit(
            RequestContext context, Member member, Map<TopicPartition, Committed> offsets) {
        return commit(context, new Commit(member, offsets, true));
    }

    /**
     * Reads committed offsets.
     *
     * @param context who asks
     * @param member who reads; with an empty member id and generation -1 from outside the group's protocol
     * @param partitions which; empty for all
     * @return offsets of those partitions that have one
     */
    CompletionStage<CommittedOffsets> committed(
            RequestContext context, Member member, Optional<Set<TopicPartition>> partitions);

    /**
     * Forgets offsets of partitions that nobody in the group is subscribed to.
     *
     * @param context who asks
     * @param group group id
     * @param partitions which
     * @return a failure for all, or NONE with the outcome for each partition
     */
    CompletionStage<OffsetsDeleted> deleteOffsets(RequestContext context, String group, Set<TopicPartition> partitions);

    /**
     * Lists the groups coordinated here.
     *
     * @param context who asks
     * @return those that may be described; fails with {@link gossip.api.BrokerException} COORDINATOR_LOAD_IN_PROGRESS while
     *     some are being read back
     */
    CompletionStage<List<Listed>> list(RequestContext context);

    /**
     * Describes groups.
     *
     * @param context who asks
     * @param groups which
     * @return in the same order
     */
    CompletionStage<List<Described>> describe(RequestContext context, List<String> groups);

    /**
     * Deletes groups without members.
     *
     * @param context who asks
     * @param groups which
     * @return outcome for each
     */
    CompletionStage<Map<String, ErrorCode>> delete(RequestContext context, List<String> groups);

    /**
     * A request to join.
     *
     * @param group group id
     * @param memberId empty for a new member
     * @param instanceId for static members (KIP-345)
     * @param memberIdRequired whether a new member is first only given an id (KIP-394)
     * @param protocolType {@code consumer} for consumers
     * @param protocols assignors in the order of preference, with the member's subscription
     * @param sessionTimeoutMs silence after which the member is taken out
     * @param rebalanceTimeoutMs how long the group waits for its members
     * @param reason why, for the log; may be empty
     */
    record Join(
            String group,
            String memberId,
            Optional<String> instanceId,
            boolean memberIdRequired,
            String protocolType,
            List<Protocol> protocols,
            int sessionTimeoutMs,
            int rebalanceTimeoutMs,
            String reason) {}

    /**
     * An assignor with what a member tells it.
     *
     * @param name name of the assignor
     * @param metadata opaque
     */
    record Protocol(String name, ByteBuffer metadata) {}

    /**
     * What came of joining.
     *
     * @param error NONE if the member is in
     * @param memberId id of the member, also with MEMBER_ID_REQUIRED
     * @param generationId generation of the group; -1 on failure
     * @param protocolType empty on failure
     * @param protocolName assignor that all members have; empty on failure
     * @param leaderId the member that assigns; empty on failure
     * @param skipAssignment whether the leader has nothing to assign (KIP-814); a protocol version that cannot say so must
     *     name another leader and leave the members out, so that the client does not assign
     * @param members all members, for the leader; else empty
     */
    record Joined(
            ErrorCode error,
            String memberId,
            int generationId,
            String protocolType,
            String protocolName,
            String leaderId,
            boolean skipAssignment,
            List<JoinedMember> members) {}

    /**
     * A member as the leader sees it.
     *
     * @param memberId its id
     * @param instanceId of a static member
     * @param metadata what it told the chosen assignor
     */
    record JoinedMember(String memberId, Optional<String> instanceId, ByteBuffer metadata) {}

    /**
     * A member of a group in one generation.
     *
     * @param group group id
     * @param memberId its id
     * @param instanceId of a static member
     * @param generationId generation or epoch it knows
     */
    record Member(String group, String memberId, Optional<String> instanceId, int generationId) {
        /**
         * Somebody from outside the group's protocol.
         *
         * @param group group id
         * @return who is no member
         */
        public static Member outside(String group) {
            return new Member(group, "", Optional.empty(), -1);
        }
    }

    /**
     * A request for the assignment.
     *
     * @param member who asks
     * @param protocolType what it thinks the group uses; empty in old versions
     * @param protocolName what it thinks the group uses; empty in old versions
     * @param assignments by member id, from the leader; else empty
     */
    record Sync(
            Member member,
            Optional<String> protocolType,
            Optional<String> protocolName,
            Map<String, ByteBuffer> assignments) {}

    /**
     * What came of syncing.
     *
     * @param error NONE if there is an assignment
     * @param protocolType empty on failure
     * @param protocolName empty on failure
     * @param assignment opaque
     */
    record Synced(ErrorCode error, String protocolType, String protocolName, ByteBuffer assignment) {}

    /**
     * A member to take out.
     *
     * @param memberId its id; may be empty for a static member
     * @param instanceId of a static member
     * @param reason why, for the log; may be empty
     */
    record Leaving(String memberId, Optional<String> instanceId, String reason) {}

    /**
     * What came of leaving.
     *
     * @param error a failure for all
     * @param outcomes of each member, in the order of the request
     */
    record Left(ErrorCode error, List<ErrorCode> outcomes) {}

    /**
     * A wish to commit offsets.
     *
     * @param member who commits; with an empty member id and generation -1 from outside the group's protocol
     * @param offsets what to keep
     * @param knowsEpochs whether the client knows of member epochs; one that does not cannot commit for a member of the
     *     consumer protocol, and is told UNSUPPORTED_VERSION
     */
    record Commit(Member member, Map<TopicPartition, Committed> offsets, boolean knowsEpochs) {
        /** Copies the map. */
        public Commit {
            offsets = Map.copyOf(offsets);
        }
    }

    /**
     * Committed offsets.
     *
     * @param error a failure for all
     * @param offsets of those partitions that have one
     * @param undecided partitions for which a transaction that is not decided yet has committed newer ones
     * @param forbidden partitions that were asked for by name, and whose topic may not be described
     */
    record CommittedOffsets(
            ErrorCode error,
            Map<TopicPartition, Committed> offsets,
            Set<TopicPartition> undecided,
            Set<TopicPartition> forbidden) {
        /**
         * Without transactions.
         *
         * @param error a failure for all
         * @param offsets of those partitions that have one
         */
        public CommittedOffsets(ErrorCode error, Map<TopicPartition, Committed> offsets) {
            this(error, offsets, Set.of(), Set.of());
        }
    }

    /**
     * What came of deleting offsets.
     *
     * @param error a failure for all
     * @param outcomes of each partition
     */
    record OffsetsDeleted(ErrorCode error, Map<TopicPartition, ErrorCode> outcomes) {}

    /**
     * A group in a list.
     *
     * @param group group id
     * @param protocolType empty for a group that only keeps offsets
     * @param state {@code Empty}, {@code Stable}, of the classic protocol also {@code PreparingRebalance}, {@code
     *     CompletingRebalance} or {@code Dead}, of the consumer protocol also {@code Assigning} or {@code Reconciling}
     * @param type {@code classic} or {@code consumer}, as its protocol
     */
    record Listed(String group, String protocolType, String state, String type) {}

    /**
     * A group with its members.
     *
     * @param error NONE if it could be described; a group that does not exist is {@code Dead}
     * @param group group id
     * @param state as in {@link Listed}
     * @param protocolType empty for a group that only keeps offsets
     * @param protocolName chosen assignor; empty while there is none
     * @param members all members
     */
    record Described(
            ErrorCode error,
            String group,
            String state,
            String protocolType,
            String protocolName,
            List<DescribedMember> members) {}

    /**
     * A member with what is known of it.
     *
     * @param memberId its id
     * @param instanceId of a static member
     * @param clientId what its client calls itself
     * @param clientHost address of its client
     * @param metadata what it told the chosen assignor
     * @param assignment what it was given
     */
    record DescribedMember(
            String memberId,
            Optional<String> instanceId,
            String clientId,
            String clientHost,
            ByteBuffer metadata,
            ByteBuffer assignment) {}
}
