package gossip.core.group;

import gossip.api.ErrorCode;
import gossip.api.broker.ConsumerGroups;
import gossip.api.broker.Groups;
import gossip.api.broker.RequestContext;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** What can happen to a group. The reply of a request is only passed through: the machine names its result, others send it. */
sealed interface GroupEvent {
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
     */
    record Commit(CompletableFuture<ErrorCode> reply, Groups.Member member) implements GroupEvent {}

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
     * @param visible whether it may see a topic
     */
    record ConsumerHeartbeat(
            CompletableFuture<ConsumerGroups.Beaten> reply,
            ConsumerGroups.Beat request,
            String newMemberId,
            RequestContext context,
            Predicate<String> visible)
            implements GroupEvent {}

    /**
     * Members leave, or are taken out.
     *
     * @param reply where the outcome goes
     * @param members which
     */
    record Leave(CompletableFuture<Groups.Left> reply, List<Groups.Leaving> members) implements GroupEvent {}

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
