package gossip.core.group;

import gossip.api.ErrorCode;
import gossip.api.broker.Groups;
import gossip.api.broker.RequestContext;
import gossip.api.config.Settings;
import gossip.api.metadata.MetadataImage;
import gossip.api.security.Principal;
import gossip.core.assign.UniformAssignor;
import gossip.core.resource.GroupConfigs;
import gossip.core.resource.GroupTimes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Drives a machine by hand: sends events, sends its answers, and moves the time to where it wants to be woken. */
final class ClassicScript {
    static final RequestContext CLIENT = new RequestContext(Principal.ANONYMOUS, "app", "10.0.0.1", "kafka");
    static final int SESSION_MS = 10_000;
    static final int REBALANCE_MS = 60_000;

    private static final ConsumerLimits CONSUMER = new ConsumerLimits(
            1_000,
            new GroupConfigs(GroupTimes.of(Settings.DEFAULTS)),
            MigrationPolicy.DISABLED,
            List.of(new UniformAssignor()));

    static final long WALL_MS = 1_700_000_000_000L;

    private final GroupLimits limits;
    private final Map<String, ByteBuffer> kept = new HashMap<>();
    ClassicMachine machine;
    long nowMs = 1_000;
    long wakeAtMs = Alarm.NEVER;
    private int ids;

    ClassicScript(int initialDelayMs, int maxSize) {
        limits = new GroupLimits(initialDelayMs, maxSize, 300_000, CONSUMER);
        machine = new ClassicMachine("g", limits);
    }

    private void keep(GroupEffect.Keep keep) {
        keep.entries()
                .forEach((name, value) ->
                        value.ifPresentOrElse(bytes -> kept.put(name, bytes), () -> kept.remove(name)));
    }

    /** Whether a machine made from what was kept is the same, if the group rests. */
    boolean isAsKept() {
        if (machine.state() != ClassicState.STABLE && machine.state() != ClassicState.EMPTY || kept.isEmpty()) {
            return true;
        }
        ClassicMachine other = new ClassicMachine("g", limits);
        other.apply(new GroupEvent.Restore(Map.copyOf(kept)), new Moment(nowMs, WALL_MS + nowMs, MetadataImage.EMPTY));
        return other.state() == machine.state()
                && other.generation() == machine.generation()
                && other.protocolName().equals(machine.protocolName())
                && other.roster().leader().equals(machine.roster().leader())
                && other.emptySinceMs() == machine.emptySinceMs()
                && toKeep(other).equals(toKeep(machine));
    }

    private static List<ClassicRecord.MemberRecord> toKeep(ClassicMachine machine) {
        return machine.roster().members().stream().map(ClassicMember::toKeep).toList();
    }

    /** The broker dies and comes back: what waits is never answered, and only what was kept is left. */
    void crash() {
        machine = new ClassicMachine("g", limits);
        wakeAtMs = Alarm.NEVER;
        apply(new GroupEvent.Restore(Map.copyOf(kept)));
    }

    ClassicScript() {
        this(0, Integer.MAX_VALUE);
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    static List<Groups.Protocol> protocols(String... namesAndMetadata) {
        List<Groups.Protocol> protocols = new ArrayList<>();
        for (String protocol : namesAndMetadata) {
            String[] parts = protocol.split("=");
            protocols.add(new Groups.Protocol(parts[0], bytes(parts.length > 1 ? parts[1] : "m")));
        }
        return protocols;
    }

    static Groups.Join request(String memberId, String instance, boolean idRequired, String... protocols) {
        return new Groups.Join(
                "g",
                memberId,
                instance.isEmpty() ? Optional.empty() : Optional.of(instance),
                idRequired,
                "consumer",
                protocols(protocols),
                SESSION_MS,
                REBALANCE_MS,
                "");
    }

    void apply(GroupEvent event) {
        for (GroupEffect effect : machine.apply(event, new Moment(nowMs, WALL_MS + nowMs, MetadataImage.EMPTY))) {
            switch (effect) {
                case GroupEffect.Answer<?> answer -> {
                    if (answer.reply().isDone()) {
                        throw new AssertionError("answered twice: " + answer);
                    }
                    answer.send();
                }
                case GroupEffect.WakeAt wake -> wakeAtMs = wake.atMs();
                case GroupEffect.Keep keep -> keep(keep);
                case GroupEffect.Become become -> throw new AssertionError("nobody speaks another protocol");
            }
        }
    }

    CompletableFuture<Groups.Joined> join(Groups.Join request) {
        CompletableFuture<Groups.Joined> reply = new CompletableFuture<>();
        apply(new GroupEvent.Join(reply, request, "app-" + ++ids, CLIENT, topic -> true));
        return reply;
    }

    CompletableFuture<Groups.Joined> join(String memberId) {
        return join(request(memberId, "", false, "range"));
    }

    CompletableFuture<Groups.Joined> joinStatic(String memberId, String instance) {
        return join(request(memberId, instance, true, "range"));
    }

    static Groups.Member member(Groups.Joined joined) {
        return new Groups.Member("g", joined.memberId(), Optional.empty(), joined.generationId());
    }

    CompletableFuture<Groups.Synced> sync(Groups.Member member, Map<String, ByteBuffer> assignments) {
        CompletableFuture<Groups.Synced> reply = new CompletableFuture<>();
        apply(new GroupEvent.Sync(reply, new Groups.Sync(member, Optional.empty(), Optional.empty(), assignments)));
        return reply;
    }

    CompletableFuture<Groups.Synced> sync(Groups.Joined joined) {
        Map<String, ByteBuffer> assignments = new LinkedHashMap<>();
        joined.members().forEach(m -> assignments.put(m.memberId(), bytes("for " + m.memberId())));
        return sync(member(joined), assignments);
    }

    ErrorCode heartbeat(Groups.Member member) {
        CompletableFuture<ErrorCode> reply = new CompletableFuture<>();
        apply(new GroupEvent.Heartbeat(reply, member));
        return reply.join();
    }

    ErrorCode commit(Groups.Member member) {
        return commit(member, GroupEvent.Commit.Origin.MEMBER);
    }

    ErrorCode commit(Groups.Member member, GroupEvent.Commit.Origin origin) {
        CompletableFuture<ErrorCode> reply = new CompletableFuture<>();
        apply(new GroupEvent.Commit(reply, member, origin));
        return reply.join();
    }

    Groups.Left leave(Groups.Leaving... members) {
        CompletableFuture<Groups.Left> reply = new CompletableFuture<>();
        apply(new GroupEvent.Leave(reply, List.of(members)));
        return reply.join();
    }

    Groups.Left leave(String memberId) {
        return leave(new Groups.Leaving(memberId, Optional.empty(), ""));
    }

    ErrorCode delete() {
        CompletableFuture<ErrorCode> reply = new CompletableFuture<>();
        apply(new GroupEvent.Delete(reply));
        return reply.join();
    }

    /** Lets time pass, waking the machine whenever it asked for it. */
    void pass(long ms) {
        long untilMs = nowMs + ms;
        int wakes = 0;
        while (wakeAtMs <= untilMs) {
            if (++wakes > 10_000) {
                throw new AssertionError("the group keeps itself awake");
            }
            nowMs = Math.max(nowMs, wakeAtMs);
            wakeAtMs = Alarm.NEVER;
            apply(new GroupEvent.Tick());
        }
        nowMs = untilMs;
    }

    /** Brings a group of dynamic members to STABLE; their joins are returned, the leader's first. */
    List<Groups.Joined> stable(int count) {
        List<CompletableFuture<Groups.Joined>> joins = new ArrayList<>();
        Groups.Joined first = join("").join();
        List<String> others = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            joins.add(join(""));
        }
        CompletableFuture<Groups.Joined> leader =
                count == 1 ? CompletableFuture.completedFuture(first) : join(first.memberId());
        List<Groups.Joined> all = new ArrayList<>();
        all.add(leader.join());
        joins.forEach(j -> all.add(j.join()));
        all.reversed().forEach(this::sync);
        return all;
    }
}
