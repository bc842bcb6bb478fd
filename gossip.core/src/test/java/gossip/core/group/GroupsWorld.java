package gossip.core.group;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Groups;
import gossip.api.broker.Groups.Joined;
import gossip.api.broker.RequestContext;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.group.GroupStore.Committed;
import gossip.api.metadata.Assignment;
import gossip.api.metadata.MetadataCommand;
import gossip.api.metrics.Metrics;
import gossip.api.record.Codecs;
import gossip.api.security.Principal;
import gossip.core.groupstore.MemoryBroker;
import gossip.core.groupstore.MemoryRecords;
import gossip.core.groupstore.TopicGroupStore;
import gossip.core.security.Guard;
import gossip.core.topic.MemoryMetadata;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

/** A broker's groups with their store, whose records, disk and time a test holds in its hands. */
abstract class GroupsWorld {
    static final RequestContext CLIENT = new RequestContext(Principal.ANONYMOUS, "app", "10.0.0.1", "kafka");
    static final TopicPartition T0 = new TopicPartition("t", 0);

    final MemoryMetadata metadata = new MemoryMetadata(1);
    final MemoryRecords records = new MemoryRecords();
    final ManualTimer timer = new ManualTimer();
    long wallMs = 1_000_000;
    final InstantSource clock = () -> Instant.ofEpochMilli(wallMs);
    TopicGroupStore current = new TopicGroupStore(clock, Codecs.NONE, Metrics.NONE);
    private final Map<Setting<?>, Object> configured = new HashMap<>();
    private final List<GroupsService> services = new ArrayList<>();
    final GroupsService groups;

    GroupsWorld() {
        this(Map.of());
    }

    GroupsWorld(Map<Setting<?>, Object> settings) {
        configured.putAll(settings);
        groups = service(Guard.OPEN, 1);
        current.start(new MemoryBroker(metadata, records), groups::loaded);
        createTopic("t");
        createTopic("u");
    }

    private Settings settings() {
        return new Settings() {
            @Override
            @SuppressWarnings("unchecked")
            public <T> T value(Setting<T> setting) {
                return (T) configured.getOrDefault(setting, setting.defaultValue());
            }
        };
    }

    GroupsService service(Guard guard, int brokerId) {
        GroupsService service = new GroupsService(
                new GroupsService.Parts(brokerId, metadata, current, guard, settings(), clock, Metrics.NONE), timer);
        services.add(service);
        return service;
    }

    @AfterEach
    void stop() {
        services.forEach(GroupsService::close);
        current.close();
    }

    void createTopic(String name) {
        metadata.submit(new MetadataCommand.CreateTopic(name, UUID.randomUUID(), Assignment.onOne(2, 1), Map.of()));
    }

    void deleteTopic(String name) {
        metadata.submit(new MetadataCommand.DeleteTopic(
                metadata.image().topic(name).orElseThrow().id()));
    }

    static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    void coordinate(String group) {
        assertThat(get(groups.coordinator(CLIENT, group))).isEqualTo(1);
    }

    static Groups.Join join(String memberId, ByteBuffer metadata) {
        return new Groups.Join(
                "g",
                memberId,
                Optional.empty(),
                false,
                "consumer",
                List.of(new Groups.Protocol("range", metadata)),
                10_000,
                60_000,
                "");
    }

    static ByteBuffer subscribedTo(String topic) {
        return ByteBuffer.allocate(64)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) topic.length())
                .put(topic.getBytes(StandardCharsets.UTF_8))
                .putInt(-1)
                .flip();
    }

    /** Makes a stable group of one member that is subscribed to t. */
    Groups.Member consumer() {
        return consumer(subscribedTo("t"));
    }

    Groups.Member consumer(ByteBuffer subscription) {
        coordinate("g");
        CompletionStage<Joined> joining = groups.join(CLIENT, join("", subscription));
        timer.pass(200);
        Joined joined = get(joining);
        Groups.Member member = new Groups.Member("g", joined.memberId(), Optional.empty(), joined.generationId());
        get(groups.sync(
                CLIENT,
                new Groups.Sync(
                        member,
                        Optional.of("consumer"),
                        Optional.of("range"),
                        Map.of(joined.memberId(), ClassicScript.bytes("all")))));
        return member;
    }

    static Groups.Member outside(String group) {
        return Groups.Member.outside(group);
    }

    static Committed at(long offset) {
        return new Committed(offset, -1, "", -1);
    }

    ErrorCode commit(Groups.Member member, TopicPartition partition, Committed committed) {
        return get(groups.commit(CLIENT, member, Map.of(partition, committed))).get(partition);
    }

    Map<TopicPartition, Committed> committed(String group) {
        return get(groups.committed(CLIENT, outside(group), Optional.empty())).offsets();
    }

    /** The broker dies and comes back with what is in its log. */
    GroupsService restarted() {
        GroupsService service = starting();
        finishReading();
        return service;
    }

    /** The same, but it has read nothing yet. */
    GroupsService starting() {
        current.close();
        current = new TopicGroupStore(clock, Codecs.NONE, Metrics.NONE);
        GroupsService service = service(Guard.OPEN, 1);
        current.start(new MemoryBroker(metadata, records), service::loaded);
        return service;
    }

    /** Partitions are read in the order of their numbers; the groups are enough to hit each. */
    void finishReading() {
        get(current.load("g"));
        IntStream.range(0, 1_000).forEach(i -> get(current.load("g" + i)));
    }
}
