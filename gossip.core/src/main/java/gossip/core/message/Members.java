package gossip.core.message;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.ConsumerGroups.Beaten;
import gossip.api.broker.GroupMember;
import gossip.api.broker.Messages.Join;
import gossip.api.broker.RequestContext;
import gossip.api.config.Settings;
import gossip.api.metrics.Metrics;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks after the members of groups that do not speak the group protocol themselves. Thread-safe; never blocks. */
final class Members implements AutoCloseable {
    private static final int ATTEMPTS = 100;
    private static final int RETRY_MS = 100;

    private final MemberParts parts;
    private final int brokerId;
    private final int maxMembers;
    private final Duration maxIdleTime;
    private final AtomicInteger count = new AtomicInteger();
    private final Set<Member> members = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Members(MemberParts parts, int brokerId, Settings settings, Metrics metrics) {
        this.parts = parts;
        this.brokerId = brokerId;
        this.maxMembers = settings.value(MessageSettings.MAX_MEMBERS);
        this.maxIdleTime = settings.value(MessageSettings.MAX_MEMBER_IDLE_TIME);
        metrics.gauge(
                "gossip_messages_members",
                "Members of groups that the broker looks after, for clients that do not speak the group protocol.",
                count::get);
        metrics.limit(MessageSettings.MAX_MEMBERS.key(), () -> maxMembers, count::get);
    }

    CompletionStage<GroupMember> join(RequestContext context, Join request) {
        if (request.idleTimeout().toMillis() < 1 || request.idleTimeout().compareTo(maxIdleTime) > 0) {
            return failed(
                    ErrorCode.INVALID_SESSION_TIMEOUT,
                    "a member cannot be silent for " + request.idleTimeout() + ", but for 1 ms to " + maxIdleTime + " ("
                            + MessageSettings.MAX_MEMBER_IDLE_TIME.key() + ")");
        }
        if (count.incrementAndGet() > maxMembers) {
            count.decrementAndGet();
            return failed(
                    ErrorCode.GROUP_MAX_SIZE_REACHED,
                    "this broker looks after " + maxMembers + " members, as many as it may ("
                            + MessageSettings.MAX_MEMBERS.key() + ")");
        }
        String id = UUID.randomUUID().toString();
        CompletableFuture<GroupMember> joined = new CompletableFuture<>();
        joined.whenComplete((member, failure) -> {
            if (failure != null) {
                count.decrementAndGet();
            }
        });
        parts.groups().coordinator(context, request.group()).whenComplete((leader, failure) -> {
            if (failure != null) {
                joined.completeExceptionally(new BrokerException(Failures.code(failure), Failures.message(failure)));
            } else if (leader != brokerId) {
                joined.completeExceptionally(new BrokerException(
                        ErrorCode.NOT_COORDINATOR,
                        "group '" + request.group() + "' is coordinated by broker " + leader + "; join there"));
            } else {
                attempt(context, request, id, ATTEMPTS, joined);
            }
        });
        return joined.minimalCompletionStage();
    }

    private static CompletionStage<GroupMember> failed(ErrorCode error, String message) {
        return CompletableFuture.failedStage(new BrokerException(error, message));
    }

    /** The group may have to be read back first. */
    private void attempt(
            RequestContext context, Join request, String id, int attemptsLeft, CompletableFuture<GroupMember> joined) {
        parts.groups()
                .consumerHeartbeat(context, new Beats(request, id).joining())
                .whenComplete((beaten, failure) -> {
                    ErrorCode error = failure == null ? beaten.error() : Failures.code(failure);
                    if (error == ErrorCode.NONE) {
                        joined.complete(begin(context, request, beaten));
                    } else if (Beats.isPassing(error) && attemptsLeft > 1 && !closed) {
                        parts.timer()
                                .answerAfter(RETRY_MS, () -> attempt(context, request, id, attemptsLeft - 1, joined));
                    } else {
                        String message = failure == null ? beaten.message() : Failures.message(failure);
                        joined.completeExceptionally(new BrokerException(
                                error, message.isEmpty() ? error + " for group '" + request.group() + "'" : message));
                    }
                });
    }

    private Member begin(RequestContext context, Join request, Beaten joined) {
        Member member = new Member(parts, context, request, joined.memberId());
        members.add(member);
        member.gone().thenRun(() -> {
            members.remove(member);
            count.decrementAndGet();
        });
        member.start(joined);
        if (closed) {
            member.stop();
        }
        return member;
    }

    @Override
    public void close() {
        closed = true;
        members.forEach(Member::stop);
    }
}
