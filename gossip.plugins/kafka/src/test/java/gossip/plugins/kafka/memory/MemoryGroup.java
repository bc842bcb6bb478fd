package gossip.plugins.kafka.memory;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Groups.Described;
import gossip.api.broker.Groups.DescribedMember;
import gossip.api.broker.Groups.Join;
import gossip.api.broker.Groups.Joined;
import gossip.api.broker.Groups.JoinedMember;
import gossip.api.broker.Groups.Leaving;
import gossip.api.broker.Groups.Listed;
import gossip.api.broker.Groups.Member;
import gossip.api.broker.Groups.Sync;
import gossip.api.broker.Groups.Synced;
import gossip.api.broker.RequestContext;
import gossip.api.group.GroupStore.Committed;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One group: who joins within a moment is in the next generation. No sessions, no checks. */
final class MemoryGroup {
    private static final long GATHERING_MS = 50;

    private final String name;
    private final ScheduledExecutorService thread;
    private final Map<TopicPartition, Committed> offsets = new HashMap<>();
    private final Map<String, Joining> joining = new LinkedHashMap<>();
    private final Map<String, CompletableFuture<Synced>> syncing = new HashMap<>();
    private Map<String, Joining> members = new LinkedHashMap<>();
    private Map<String, ByteBuffer> assignments = Map.of();
    private int generation;
    private String protocolType = "";

    MemoryGroup(String name, ScheduledExecutorService thread) {
        this.name = name;
        this.thread = thread;
    }

    Map<TopicPartition, Committed> offsets() {
        return offsets;
    }

    boolean isEmpty() {
        return members.isEmpty() && joining.isEmpty();
    }

    CompletionStage<Joined> join(RequestContext context, Join request) {
        if (request.protocols().isEmpty()) {
            return CompletableFuture.completedFuture(
                    new Joined(ErrorCode.INCONSISTENT_GROUP_PROTOCOL, "", -1, "", "", "", false, List.of()));
        }
        protocolType = request.protocolType();
        if (request.memberId().isEmpty() && request.memberIdRequired()) {
            return CompletableFuture.completedFuture(
                    new Joined(ErrorCode.MEMBER_ID_REQUIRED, newId(context), -1, "", "", "", false, List.of()));
        }
        String memberId = request.memberId().isEmpty() ? newId(context) : request.memberId();
        if (joining.isEmpty()) {
            thread.schedule(this::complete, GATHERING_MS, TimeUnit.MILLISECONDS);
        }
        Joining member = new Joining(memberId, context, request, new CompletableFuture<>());
        joining.put(memberId, member);
        return member.answer();
    }

    private static String newId(RequestContext context) {
        return context.clientId() + "-" + UUID.randomUUID();
    }

    private void complete() {
        members = new LinkedHashMap<>(joining);
        joining.clear();
        generation++;
        assignments = Map.of();
        String leader = members.keySet().iterator().next();
        List<JoinedMember> all = new ArrayList<>();
        members.values()
                .forEach(member -> all.add(new JoinedMember(
                        member.id(),
                        member.request().instanceId(),
                        member.request().protocols().getFirst().metadata())));
        members.values()
                .forEach(member -> member.answer()
                        .complete(new Joined(
                                ErrorCode.NONE,
                                member.id(),
                                generation,
                                member.request().protocolType(),
                                protocol(),
                                leader,
                                false,
                                member.id().equals(leader) ? all : List.of())));
    }

    private String protocol() {
        return members.isEmpty()
                ? ""
                : members.values()
                        .iterator()
                        .next()
                        .request()
                        .protocols()
                        .getFirst()
                        .name();
    }

    CompletionStage<Synced> sync(Sync request) {
        CompletableFuture<Synced> answer = new CompletableFuture<>();
        syncing.put(request.member().memberId(), answer);
        if (!request.assignments().isEmpty()) {
            assignments = Map.copyOf(request.assignments());
        }
        if (!assignments.isEmpty()) {
            syncing.forEach((member, waiting) -> waiting.complete(new Synced(
                    ErrorCode.NONE,
                    protocolType,
                    protocol(),
                    assignments.getOrDefault(member, ByteBuffer.allocate(0)))));
            syncing.clear();
        }
        return answer;
    }

    ErrorCode heartbeat(Member member) {
        if (!members.containsKey(member.memberId())) {
            return ErrorCode.UNKNOWN_MEMBER_ID;
        }
        return joining.isEmpty() ? ErrorCode.NONE : ErrorCode.REBALANCE_IN_PROGRESS;
    }

    ErrorCode leave(Leaving member) {
        return members.remove(member.memberId()) == null ? ErrorCode.UNKNOWN_MEMBER_ID : ErrorCode.NONE;
    }

    Listed listed() {
        return new Listed(name, protocolType, members.isEmpty() ? "Empty" : "Stable", "classic");
    }

    Described described() {
        List<DescribedMember> all = new ArrayList<>();
        members.values()
                .forEach(member -> all.add(new DescribedMember(
                        member.id(),
                        Optional.empty(),
                        member.context().clientId(),
                        member.context().clientHost(),
                        member.request().protocols().getFirst().metadata(),
                        assignments.getOrDefault(member.id(), ByteBuffer.allocate(0)))));
        return new Described(
                ErrorCode.NONE, name, members.isEmpty() ? "Empty" : "Stable", protocolType, protocol(), all);
    }

    private record Joining(String id, RequestContext context, Join request, CompletableFuture<Joined> answer) {}
}
