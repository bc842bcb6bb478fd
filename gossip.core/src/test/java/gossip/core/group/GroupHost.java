package gossip.core.group;

import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.broker.ConsumerGroups.Beat;
import gossip.api.broker.ConsumerGroups.Beaten;
import gossip.api.broker.Groups;
import gossip.api.config.Settings;
import gossip.api.metadata.Assignment;
import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.MetadataImage;
import gossip.core.assign.RangeAssignor;
import gossip.core.assign.UniformAssignor;
import gossip.core.resource.GroupConfigs;
import gossip.core.resource.GroupTimes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Drives a group by hand whatever its protocol: sends events, keeps what it wants kept, and moves the time. */
final class GroupHost {
    static final int SESSION_MS = 45_000;
    static final int HEARTBEAT_MS = 5_000;
    static final int REBALANCE_MS = 60_000;

    private final GroupLimits limits;
    private final Map<String, ByteBuffer> kept = new HashMap<>();
    private int ids;

    GroupMachine machine;
    MetadataImage metadata = MetadataImage.EMPTY;
    long nowMs = 1_000;
    long wakeAtMs = Alarm.NEVER;

    GroupHost(MigrationPolicy migration, int maxSize) {
        limits = new GroupLimits(
                0,
                maxSize,
                300_000,
                new ConsumerLimits(
                        maxSize,
                        new GroupConfigs(GroupTimes.of(Settings.DEFAULTS)),
                        migration,
                        List.of(new UniformAssignor(), new RangeAssignor())));
        machine = new ClassicMachine("g", limits);
    }

    GroupHost() {
        this(MigrationPolicy.BIDIRECTIONAL, Integer.MAX_VALUE);
    }

    /** A machine that was made from what is kept. */
    GroupMachine restored() {
        GroupMachine fresh = kept.containsKey(ConsumerRecords.GROUP)
                ? new ConsumerMachine("g", limits)
                : new ClassicMachine("g", limits);
        fresh.apply(new GroupEvent.Restore(Map.copyOf(kept)), moment());
        return fresh;
    }

    /** The broker dies and comes back: what waits is never answered, and only what was kept is left. */
    void crash() {
        GroupMachine fresh = kept.containsKey(ConsumerRecords.GROUP)
                ? new ConsumerMachine("g", limits)
                : new ClassicMachine("g", limits);
        machine = fresh;
        wakeAtMs = Alarm.NEVER;
        apply(new GroupEvent.Restore(Map.copyOf(kept)));
    }

    Set<String> keptNames() {
        return Set.copyOf(kept.keySet());
    }

    private Moment moment() {
        return new Moment(nowMs, 1_700_000_000_000L + nowMs, metadata);
    }

    void apply(GroupEvent event) {
        perform(machine.apply(event, moment()));
    }

    private void perform(List<GroupEffect> effects) {
        for (GroupEffect effect : effects) {
            switch (effect) {
                case GroupEffect.Answer<?> answer -> {
                    if (answer.reply().isDone()) {
                        throw new AssertionError("answered twice: " + answer);
                    }
                    answer.send();
                }
                case GroupEffect.WakeAt wake -> wakeAtMs = wake.atMs();
                case GroupEffect.Keep keep ->
                    keep.entries()
                            .forEach((name, value) ->
                                    value.ifPresentOrElse(bytes -> kept.put(name, bytes), () -> kept.remove(name)));
                case GroupEffect.Become become -> {
                    machine = become.machine();
                    become.events().forEach(this::apply);
                }
            }
        }
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

    UUID createTopic(String name, int partitions) {
        UUID id = UUID.nameUUIDFromBytes((name + ++ids).getBytes(StandardCharsets.UTF_8));
        if (metadata.brokers().isEmpty()) {
            metadata = metadata.apply(new MetadataCommand.RegisterBroker("n", List.of()))
                    .image();
        }
        metadata = metadata.apply(new MetadataCommand.CreateTopic(name, id, Assignment.onOne(partitions, 1), Map.of()))
                .image();
        return id;
    }

    static MetadataImage withTopics(String... names) {
        GroupHost host = new GroupHost();
        List.of(names).forEach(name -> host.createTopic(name, 1));
        return host.metadata;
    }

    void addPartitions(String name, int count) {
        var topic = metadata.topic(name).orElseThrow();
        metadata = metadata.apply(new MetadataCommand.CreatePartitions(
                        topic.id(), topic.partitionCount(), Assignment.onOne(count, 1)))
                .image();
    }

    void deleteTopic(String name) {
        metadata = metadata.apply(new MetadataCommand.DeleteTopic(
                        metadata.topic(name).orElseThrow().id()))
                .image();
    }

    Beaten beat(Beat request) {
        return beat(request, new GroupEvent.Sight(topic -> !topic.startsWith("secret")));
    }

    Beaten beat(Beat request, GroupEvent.Sight sight) {
        CompletableFuture<Beaten> reply = new CompletableFuture<>();
        apply(new GroupEvent.ConsumerHeartbeat(reply, request, "new-" + ++ids, ClassicScript.CLIENT, sight));
        return reply.join();
    }

    static Beat joining(String id, Optional<String> instance, Set<String> topics, String regex) {
        return new Beat(
                "g",
                id,
                0,
                instance,
                Optional.empty(),
                Optional.of(REBALANCE_MS),
                Optional.of(topics),
                Optional.of(regex),
                Optional.empty(),
                Optional.of(Set.of()));
    }

    static Beat joining(String id, String... topics) {
        return joining(id, Optional.empty(), Set.of(topics), "");
    }

    static Beat staying(String id, Optional<String> instance, int epoch, Optional<Set<PartitionId>> owned) {
        return new Beat(
                "g",
                id,
                epoch,
                instance,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                owned);
    }

    static Beat staying(String id, int epoch, Set<PartitionId> owned) {
        return staying(id, Optional.empty(), epoch, Optional.of(owned));
    }

    CompletableFuture<Groups.Joined> join(Groups.Join request) {
        CompletableFuture<Groups.Joined> reply = new CompletableFuture<>();
        apply(new GroupEvent.Join(reply, request, "classic-" + ++ids, ClassicScript.CLIENT, topic -> true));
        return reply;
    }

    CompletableFuture<Groups.Synced> sync(Groups.Sync request) {
        CompletableFuture<Groups.Synced> reply = new CompletableFuture<>();
        apply(new GroupEvent.Sync(reply, request));
        return reply;
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

    ErrorCode read(Groups.Member member) {
        CompletableFuture<ErrorCode> reply = new CompletableFuture<>();
        apply(new GroupEvent.Read(reply, member));
        return reply.join();
    }

    ErrorCode delete() {
        CompletableFuture<ErrorCode> reply = new CompletableFuture<>();
        apply(new GroupEvent.Delete(reply));
        return reply.join();
    }

    Groups.Left leave(String memberId) {
        CompletableFuture<Groups.Left> reply = new CompletableFuture<>();
        apply(new GroupEvent.Leave(reply, List.of(new Groups.Leaving(memberId, Optional.empty(), ""))));
        return reply.join();
    }

    static Set<PartitionId> partitions(UUID topic, int... numbers) {
        Set<PartitionId> partitions = new HashSet<>();
        for (int number : numbers) {
            partitions.add(new PartitionId(topic, number));
        }
        return partitions;
    }
}
