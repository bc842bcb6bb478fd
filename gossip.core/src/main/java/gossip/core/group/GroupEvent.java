package gossip.core.group;

import gossip.api.ErrorCode;
import gossip.api.broker.ConsumerGroups;
import gossip.api.broker.Groups;
import gossip.api.broker.RequestContext;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** What can happen to a group. The reply of a request is only passed through: the machine names its result, others send it. */
sealed interface GroupEvent {
    /** The reply to whoever has sent it, who may be answered later. */
    default Optional<CompletableFuture<?>> waiting() {
        return switch (this) {
            case Join e -> Optional.of(e.reply());
            case Sync e -> Optional.of(e.reply());
            case Heartbeat e -> Optional.of(e.reply());
            case Commit e -> Optional.of(e.reply());
            case Read e -> Optional.of(e.reply());
            case ConsumerHeartbeat e -> Optional.of(e.reply());
            case Leave e -> Optional.of(e.reply());
            case Delete e -> Optional.of(e.reply());
            case Abandoned e -> Optional.empty();
            case Restore e -> Optional.empty();
            case Regather e -> Optional.empty();
            case Unload e -> Optional.empty();
            case Tick e -> Optional.empty();
        };
    }

    /**
     * A member wants in.
     *
     * @param reply where the outcome goes
     * @param request what it asks for
     * @param newMemberId id to use if it has none
     * @param context who it is
     * @param visible whether it may see a topic
     */
    record Join(
            CompletableFuture<Groups.Joined> reply,
            Groups.Join request,
            String newMemberId,
            RequestContext context,
            Predicate<String> visible)
            implements GroupEvent {}

    /**
     * A member brings or asks for the assignment.
     *
     * @param reply where the outcome goes
     * @param request what it says
     */
    record Sync(CompletableFuture<Groups.Synced> reply, Groups.Sync request) implements GroupEvent {}

    /**
     * A member is alive.
     *
     * @param reply where the outcome goes
     * @param member which
     */
    record Heartbeat(CompletableFuture<ErrorCode> reply, Groups.Member member) implements GroupEvent {}

    /**
     * Somebody asks whether it may commit offsets.
     *
     * @param reply where the outcome goes
     * @param member who
     * @param origin in which way
     */
    record Commit(CompletableFuture<ErrorCode> reply, Groups.Member member, Origin origin) implements GroupEvent {
        /** How offsets come to be committed. */
        enum Origin {
            /** By itself, by somebody who knows of epochs. */
            MEMBER,
            /** By itself, by somebody who does not know of the epochs of the consumer protocol. */
            OLD_MEMBER,
            /** In a transaction, to which not all rules apply, since older producers do not say which member they are. */
            TRANSACTION
        }

        boolean isTransactional() {
            return origin == Origin.TRANSACTION;
        }

        /** Whether it is a transaction of somebody who does not say to be a member. */
        boolean isAnonymousTransaction() {
            return isTransactional()
                    && member.memberId().isEmpty()
                    && member.generationId() < 0
                    && member.instanceId().isEmpty();
        }
    }

    /**
     * Somebody asks whether it may read offsets.
     *
     * @param reply where the outcome goes
     * @param member who; with an empty member id and generation -1 from outside
     */
    record Read(CompletableFuture<ErrorCode> reply, Groups.Member member) implements GroupEvent {}

    /**
     * A member of the consumer protocol says what it wants and owns.
     *
     * @param reply where the outcome goes
     * @param request what it says
     * @param newMemberId id to use if it has none
     * @param context who it is
     * @param sight which topics it may see
     */
    record ConsumerHeartbeat(
            CompletableFuture<ConsumerGroups.Beaten> reply,
            ConsumerGroups.Beat request,
            String newMemberId,
            RequestContext context,
            Sight sight)
            implements GroupEvent {}

    /**
     * Which topics a member may see.
     *
     * @param visible whether it may see a topic
     * @param found those of them that patterns match, of patterns for which all topics were looked through
     */
    record Sight(Predicate<String> visible, Map<String, Patterns.Found> found) {
        /** Without having looked through all topics. */
        Sight(Predicate<String> visible) {
            this(visible, Map.of());
        }
    }

    /**
     * Members leave, or are taken out.
     *
     * @param reply where the outcome goes
     * @param members which
     */
    record Leave(CompletableFuture<Groups.Left> reply, List<Groups.Leaving> members) implements GroupEvent {}

    /**
     * The client that waits for a reply has gone.
     *
     * @param reply of a join or a sync
     */
    record Abandoned(CompletionStage<?> reply) implements GroupEvent {}

    /**
     * The group is to be deleted.
     *
     * @param reply where the outcome goes
     */
    record Delete(CompletableFuture<ErrorCode> reply) implements GroupEvent {}

    /**
     * The first event of a machine that goes on where another was.
     *
     * @param entries what the other kept, by name
     */
    record Restore(Map<String, ByteBuffer> entries) implements GroupEvent {}

    /** The members of a group that has just become one of the classic protocol have to gather. */
    record Regather() implements GroupEvent {}

    /** This node no longer coordinates the group. */
    record Unload() implements GroupEvent {}

    /** Time has passed. */
    record Tick() implements GroupEvent {}
}
