package gossip.core.group;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.broker.ConsumerGroups.Beat;
import gossip.api.broker.ConsumerGroups.Beaten;
import gossip.api.broker.RequestContext;
import gossip.api.config.Settings;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Many groups on one node. {@code -Dgossip.groups.count} chooses how many; ten thousand with five members each take some
 * seconds.
 */
class GroupsScaleTest {
    private static final int GROUPS = Integer.getInteger("gossip.groups.count", 400);
    private static final int MEMBERS = 5;
    private static final long MOST_BYTES_PER_MEMBER = 12_000;
    private static final RequestContext CLIENT = new RequestContext(Principal.ANONYMOUS, "app", "10.0.0.1", "kafka");

    private final MemoryMetadata metadata = new MemoryMetadata(1);
    private final MemoryRecords records = new MemoryRecords();
    private final ManualTimer timer = new ManualTimer();
    private final InstantSource clock = () -> Instant.ofEpochMilli(1_000_000);
    private final TopicGroupStore store = new TopicGroupStore(clock, Codecs.NONE, Metrics.NONE);
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final GroupsService groups = new GroupsService(
            new GroupsService.Parts(
                    1,
                    metadata,
                    store,
                    new Guard(List.of((c, o, resource) -> allow(resource.name()))),
                    Settings.DEFAULTS,
                    clock,
                    Metrics.NONE),
            timer);

    GroupsScaleTest() {
        store.start(new MemoryBroker(metadata, records), groups::loaded);
        createTopic("t", 20);
    }

    private void createTopic(String name, int partitions) {
        metadata.submit(
                new MetadataCommand.CreateTopic(name, UUID.randomUUID(), Assignment.onOne(partitions, 1), Map.of()));
    }

    /** The decision about one topic takes long. */
    private boolean allow(String name) {
        if (!name.equals("slow")) {
            return true;
        }
        entered.countDown();
        try {
            return goOn.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() {
        groups.close();
        store.close();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    private Beaten join(String group, String id) {
        return get(groups.consumerHeartbeat(CLIENT, in(group, GroupHost.joining(id, "t"))));
    }

    private static Beat in(String group, Beat beat) {
        return new Beat(
                group,
                beat.memberId(),
                beat.memberEpoch(),
                beat.instanceId(),
                beat.rackId(),
                beat.rebalanceTimeoutMs(),
                beat.topics(),
                beat.topicRegex(),
                beat.serverAssignor(),
                beat.owned());
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void manyGroupsAreServedInBoundedMemory() {
        get(groups.coordinator(CLIENT, "g"));
        long before = usedBytes();
        long startNanos = System.nanoTime();
        Map<String, Beaten> members = new HashMap<>();
        for (int g = 0; g < GROUPS; g++) {
            get(groups.coordinator(CLIENT, "group-" + g));
            for (int m = 0; m < MEMBERS; m++) {
                String id = "member-" + g + "-" + m;
                members.put(id, join("group-" + g, id));
            }
        }
        long joinedNanos = System.nanoTime();
        int beats = settle(members);
        long endNanos = System.nanoTime();
        long bytes = usedBytes() - before;
        System.out.printf(
                "%d groups with %d members: joined in %d ms, %d heartbeats to rest in %d ms, %d bytes per member"
                        + " with its records%n",
                GROUPS,
                members.size(),
                (joinedNanos - startNanos) / 1_000_000,
                beats,
                (endNanos - joinedNanos) / 1_000_000,
                bytes / members.size());
        assertThat(get(groups.list(CLIENT)))
                .hasSize(GROUPS)
                .allMatch(listed -> listed.state().equals("Stable"));
        assertThat(bytes / members.size()).isLessThan(MOST_BYTES_PER_MEMBER);
        timer.pass(100_000);
        assertThat(get(groups.list(CLIENT))).allMatch(listed -> listed.state().equals("Empty"));
    }

    /** All members are heard from until nothing changes. */
    private int settle(Map<String, Beaten> members) {
        Map<String, Set<PartitionId>> owned = new HashMap<>();
        int beats = 0;
        for (int round = 0; round < 6; round++) {
            for (Map.Entry<String, Beaten> member : members.entrySet()) {
                member.getValue().assignment().ifPresent(assigned -> owned.put(member.getKey(), assigned));
                String group = "group-" + member.getKey().split("-", -1)[1];
                Beaten beaten = get(groups.consumerHeartbeat(
                        CLIENT,
                        in(
                                group,
                                GroupHost.staying(
                                        member.getKey(),
                                        Optional.empty(),
                                        member.getValue().memberEpoch(),
                                        Optional.of(owned.getOrDefault(member.getKey(), Set.of()))))));
                assertThat(beaten.error()).isEqualTo(ErrorCode.NONE);
                member.setValue(beaten);
                beats++;
            }
        }
        return beats;
    }

    @Test
    void groupThatIsBusyDoesNotDelayAnother() throws InterruptedException {
        get(groups.coordinator(CLIENT, "busy"));
        get(groups.coordinator(CLIENT, "other"));
        join("other", "a");
        get(groups.consumerHeartbeat(CLIENT, in("busy", GroupHost.joining("b", Optional.empty(), Set.of(), "s.*"))));
        createTopic("slow", 1);
        Thread busy = new Thread(() -> stay("busy", "b"), "busy-group");
        busy.start();
        assertThat(entered.await(30, TimeUnit.SECONDS))
                .as("looks at the topic that has come")
                .isTrue();
        assertThat(stay("other", "a").error()).isEqualTo(ErrorCode.NONE);
        assertThat(busy.isAlive()).as("the other group is still at it").isTrue();
        goOn.countDown();
        busy.join(30_000);
        assertThat(busy.isAlive()).isFalse();
    }

    @Test
    void patternThatTakesLongDelaysNobodyWithoutOne() throws InterruptedException {
        get(groups.coordinator(CLIENT, "busy"));
        get(groups.coordinator(CLIENT, "other"));
        join("other", "a");
        createTopic("slow", 1);
        CompletionStage<Beaten> busy =
                groups.consumerHeartbeat(CLIENT, in("busy", GroupHost.joining("b", Optional.empty(), Set.of(), "s.*")));
        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(stay("other", "a").error()).isEqualTo(ErrorCode.NONE);
        assertThat(join("other", "c").error()).isEqualTo(ErrorCode.NONE);
        assertThat(join("busy", "d").error()).as("not even in the same group").isEqualTo(ErrorCode.NONE);
        assertThat(busy.toCompletableFuture()).isNotDone();
        goOn.countDown();
        assertThat(get(busy).error()).isEqualTo(ErrorCode.NONE);
    }

    private Beaten stay(String group, String id) {
        return get(groups.consumerHeartbeat(
                CLIENT, in(group, GroupHost.staying(id, Optional.empty(), 1, Optional.empty()))));
    }
}
