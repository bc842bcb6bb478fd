package gossip.core.group;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.TopicPartition;
import gossip.api.broker.ConsumerGroups.Beat;
import gossip.api.broker.ConsumerGroups.Beaten;
import gossip.api.broker.ConsumerGroups.DescribedConsumers;
import gossip.api.broker.Groups;
import gossip.api.broker.RequestContext;
import gossip.api.config.Settings;
import gossip.api.group.GroupStore.Committed;
import gossip.api.metadata.Assignment;
import gossip.api.metadata.ConfigResource;
import gossip.api.metadata.MetadataCommand;
import gossip.api.metrics.Metrics;
import gossip.api.record.Codecs;
import gossip.api.security.Principal;
import gossip.core.groupstore.MemoryBroker;
import gossip.core.groupstore.MemoryRecords;
import gossip.core.groupstore.TopicGroupStore;
import gossip.core.security.Guard;
import gossip.core.topic.MemoryMetadata;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsumersServiceTest {
    private static final RequestContext CLIENT = new RequestContext(Principal.ANONYMOUS, "app", "10.0.0.1", "kafka");
    private static final TopicPartition T0 = new TopicPartition("t", 0);

    private final MemoryMetadata metadata = new MemoryMetadata(1);
    private final MemoryRecords records = new MemoryRecords();
    private final ManualTimer timer = new ManualTimer();
    private long wallMs = 1_000_000_000;
    private final InstantSource clock = () -> Instant.ofEpochMilli(wallMs);
    private final List<AutoCloseable> open = new ArrayList<>();
    private GroupsService groups = start(Guard.OPEN);

    ConsumersServiceTest() {
        metadata.submit(new MetadataCommand.CreateTopic("t", UUID.randomUUID(), Assignment.onOne(2, 1), Map.of()));
        get(groups.coordinator(CLIENT, "g"));
    }

    /** A broker with what is in the log. */
    private GroupsService start(Guard guard) {
        TopicGroupStore store = new TopicGroupStore(clock, Codecs.NONE, Metrics.NONE);
        GroupsService service = new GroupsService(
                new GroupsService.Parts(1, metadata, store, guard, Settings.DEFAULTS, clock, Metrics.NONE), timer);
        open.add(service);
        open.add(store);
        store.start(new MemoryBroker(metadata, records), service::loaded);
        get(store.load("g"));
        IntStream.range(0, 1_000).forEach(i -> get(store.load("g" + i))); // enough to hit every partition
        return service;
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private Beaten beat(Beat beat) {
        return get(groups.consumerHeartbeat(CLIENT, beat));
    }

    private ErrorCode refusal(
            String id,
            int epoch,
            Optional<String> instance,
            Optional<Integer> timeoutMs,
            Optional<Set<PartitionId>> owned) {
        return beat(new Beat(
                        "g",
                        id,
                        epoch,
                        instance,
                        Optional.empty(),
                        timeoutMs,
                        Optional.of(Set.of("t")),
                        Optional.empty(),
                        Optional.empty(),
                        owned))
                .error();
    }

    private DescribedConsumers description() {
        return get(groups.describeConsumers(CLIENT, List.of("g"))).getFirst();
    }

    @Test
    void malformedRequestsAreRefused() {
        Optional<Set<PartitionId>> nothing = Optional.of(Set.of());
        assertThat(refusal("a", 0, Optional.empty(), Optional.empty(), nothing)).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refusal("a", 0, Optional.empty(), Optional.of(1), Optional.empty()))
                .isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refusal("a", 0, Optional.of(""), Optional.of(1), nothing)).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refusal("", 1, Optional.empty(), Optional.of(1), nothing)).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refusal("a", -2, Optional.empty(), Optional.of(1), nothing)).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refusal("a", -3, Optional.empty(), Optional.of(1), nothing)).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refusal("a", 1, Optional.empty(), Optional.of(1), nothing)).isEqualTo(ErrorCode.GROUP_ID_NOT_FOUND);
        Beat pattern = GroupHost.joining("a", Optional.empty(), Set.of(), "(");
        assertThat(beat(pattern).error()).isEqualTo(ErrorCode.INVALID_REGULAR_EXPRESSION);
        Beat assignor = new Beat(
                "g",
                "a",
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.of(1),
                Optional.of(Set.of("t")),
                Optional.empty(),
                Optional.of("mine"),
                nothing);
        assertThat(beat(assignor).error()).isEqualTo(ErrorCode.UNSUPPORTED_ASSIGNOR);
    }

    @Test
    void groupGoesOnAfterARestart() {
        Beaten joined = beat(GroupHost.joining("a", "t"));
        assertThat(joined.assignment().orElseThrow()).hasSize(2);
        DescribedConsumers before = description();
        groups = start(Guard.OPEN);
        assertThat(description()).isEqualTo(before);
        assertThat(beat(GroupHost.staying("a", 1, joined.assignment().orElseThrow()))
                        .error())
                .isEqualTo(ErrorCode.NONE);
        assertThat(get(groups.list(CLIENT))).containsExactly(new Groups.Listed("g", "consumer", "Stable", "consumer"));
        timer.pass(45_000);
        assertThat(get(groups.list(CLIENT))).containsExactly(new Groups.Listed("g", "consumer", "Empty", "consumer"));
    }

    @Test
    void answerWaitsUntilTheChangeIsDurable() {
        records.hold();
        CompletionStage<Beaten> joining = groups.consumerHeartbeat(CLIENT, GroupHost.joining("a", "t"));
        assertThat(joining.toCompletableFuture()).isNotDone();
        records.release();
        assertThat(get(joining).error()).isEqualTo(ErrorCode.NONE);
        records.fail(ErrorCode.NOT_ENOUGH_REPLICAS);
        assertThat(beat(GroupHost.joining("b", "t")).error()).isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        records.fail(ErrorCode.NONE);
        assertThat(description().members()).as("as it is durable").hasSize(1);
    }

    @Test
    void groupOfOneProtocolIsNotOneOfTheOther() {
        beat(GroupHost.joining("a", "t"));
        assertThat(get(groups.describe(CLIENT, List.of("g"))).getFirst().state())
                .isEqualTo("Dead");
        assertThat(get(groups.describeConsumers(CLIENT, List.of("none")))
                        .getFirst()
                        .error())
                .isIn(ErrorCode.GROUP_ID_NOT_FOUND, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
        assertThat(get(groups.delete(CLIENT, List.of("g")))).containsEntry("g", ErrorCode.NON_EMPTY_GROUP);
        beat(GroupHost.staying("a", -1, Set.of()));
        assertThat(get(groups.delete(CLIENT, List.of("g")))).containsEntry("g", ErrorCode.NONE);
        groups = start(Guard.OPEN);
        assertThat(get(groups.list(CLIENT))).isEmpty();
    }

    @Test
    void offsetsAreCommittedByTheEpochAndKeptWhileSubscribed() {
        beat(GroupHost.joining("a", "t"));
        Committed offset = new Committed(7, -1, "", 0);
        Groups.Member member = new Groups.Member("g", "a", Optional.empty(), 1);
        assertThat(get(groups.commit(CLIENT, member, Map.of(T0, offset)))).containsEntry(T0, ErrorCode.NONE);
        Groups.Member stale = new Groups.Member("g", "a", Optional.empty(), 0);
        assertThat(get(groups.commit(CLIENT, stale, Map.of(T0, offset))))
                .containsEntry(T0, ErrorCode.STALE_MEMBER_EPOCH);
        assertThat(get(groups.committed(CLIENT, stale, Optional.empty())).error())
                .isEqualTo(ErrorCode.STALE_MEMBER_EPOCH);
        assertThat(get(groups.deleteOffsets(CLIENT, "g", Set.of(T0))).outcomes())
                .containsEntry(T0, ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC);
    }

    @Test
    void offsetsExpireWhenNobodyIsSubscribedAnyMore() {
        beat(GroupHost.joining("a", "t"));
        Groups.Member member = new Groups.Member("g", "a", Optional.empty(), 1);
        get(groups.commit(CLIENT, member, Map.of(T0, new Committed(7, -1, "", 0))));
        wallMs += TimeUnit.DAYS.toMillis(8);
        timer.pass(Housekeeping.INTERVAL_MS);
        assertThat(offsets()).as("the group has just become empty").containsKey(T0);
        groups = start(Guard.OPEN);
        wallMs += TimeUnit.DAYS.toMillis(8);
        timer.pass(Housekeeping.INTERVAL_MS);
        assertThat(offsets()).isEmpty();
        assertThat(get(groups.list(CLIENT))).as("nothing is left of it").isEmpty();
    }

    private Map<TopicPartition, Committed> offsets() {
        return get(groups.committed(CLIENT, Groups.Member.outside("g"), Optional.empty()))
                .offsets();
    }

    @Test
    void settingsOfTheGroupCountFromTheNextHeartbeatOn() {
        assertThat(beat(GroupHost.joining("a", "t")).heartbeatIntervalMs()).isEqualTo(5_000);
        metadata.submit(new MetadataCommand.AlterConfigs(
                new ConfigResource(ConfigResource.Type.GROUP, "g"),
                Map.of("consumer.heartbeat.interval.ms", "7000", "consumer.session.timeout.ms", "50000"),
                Set.of()));
        assertThat(beat(GroupHost.staying("a", 1, Set.of())).heartbeatIntervalMs())
                .isEqualTo(7_000);
        timer.pass(49_000);
        assertThat(beat(GroupHost.staying("a", 1, Set.of())).error()).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void whatAMemberMayNotSeeItIsNotSubscribedTo() {
        GroupsService guarded = start(new Guard(
                List.of((context, operation, resource) -> !resource.name().equals("t"))));
        assertThat(get(guarded.consumerHeartbeat(CLIENT, GroupHost.joining("a", "t")))
                        .error())
                .isEqualTo(ErrorCode.TOPIC_AUTHORIZATION_FAILED);
        Beaten blind = get(guarded.consumerHeartbeat(CLIENT, GroupHost.joining("a", Optional.empty(), Set.of(), ".*")));
        assertThat(blind.assignment()).contains(Set.of());
    }

    @Test
    void patternsFindTopics() {
        Beat pattern = GroupHost.joining("a", Optional.empty(), Set.of(), "t|__consumer_offsets");
        assertThat(beat(pattern).assignment().orElseThrow()).hasSize(2);
        Beat bomb = GroupHost.joining("a", Optional.empty(), Set.of(), "((a{1000}){1000}){1000}");
        Beaten refused = beat(bomb);
        assertThat(refused.error()).isEqualTo(ErrorCode.INVALID_REGULAR_EXPRESSION);
        assertThat(refused.message()).contains("may take 2000");
    }

    @Test
    void memberWhoseChangesCannotBeWrittenDoesNotHarmTheOthers() {
        Beaten joined = beat(GroupHost.joining("a", "t"));
        String longId = "m".repeat(Short.MAX_VALUE - 2);
        Groups.Join tooLong = new Groups.Join(
                "g",
                longId,
                Optional.empty(),
                false,
                "consumer",
                List.of(new Groups.Protocol("range", GroupsWorld.subscribedTo("t"))),
                10_000,
                60_000,
                "");
        assertThat(get(groups.join(CLIENT, tooLong)).error()).isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR);
        assertThat(description().members()).hasSize(1);
        assertThat(beat(GroupHost.staying("a", 1, joined.assignment().orElseThrow()))
                        .error())
                .isEqualTo(ErrorCode.NONE);
        assertThat(refusal("m".repeat(8_193), 0, Optional.empty(), Optional.of(1), Optional.of(Set.of())))
                .isEqualTo(ErrorCode.INVALID_REQUEST);
    }
}
