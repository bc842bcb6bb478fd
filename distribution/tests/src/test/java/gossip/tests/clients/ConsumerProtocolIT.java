package gossip.tests.clients;

import static gossip.tests.packaged.Clients.await;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Installation;
import gossip.tests.packaged.PackagedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups of the Java client's consumer protocol (KIP-848), alone and together with classic members, across kills. */
class ConsumerProtocolIT {
    private static final Duration POLL = Duration.ofMillis(50);

    @TempDir
    private Path dataDir;

    private PackagedBroker broker;
    private Clients clients;
    private Admin admin;
    private final List<Consumer<String, String>> consumers = new ArrayList<>();
    /** Records that were polled while waiting for something. */
    private int read;

    @BeforeEach
    void start() {
        broker = PackagedBroker.of(Installation.withRuntime(), dataDir)
                .set("group.consumer_min_heartbeat_interval", "200ms")
                .set("group.consumer_heartbeat_interval", "200ms")
                .set("group.consumer_min_session_timeout", "10s")
                .set("group.consumer_session_timeout", "10s");
        broker.start();
        clients = Clients.of(broker);
        admin = clients.admin();
    }

    @AfterEach
    void stop() {
        consumers.forEach(consumer -> consumer.close());
        admin.close();
        broker.close();
    }

    private Consumer<String, String> member(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(Map.of("group.id", "g", "enable.auto.commit", true));
        properties.putAll(more);
        KafkaConsumer<String, String> consumer = clients.consumer(properties);
        consumers.add(consumer);
        return consumer;
    }

    private Consumer<String, String> modern(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(Map.of("group.protocol", "consumer"));
        properties.putAll(more);
        return member(properties);
    }

    private Consumer<String, String> classic() {
        return member(Map.of(
                "group.protocol",
                "classic",
                "partition.assignment.strategy",
                "org.apache.kafka.clients.consumer.CooperativeStickyAssignor",
                "heartbeat.interval.ms",
                200,
                "session.timeout.ms",
                6_000));
    }

    private void close(Consumer<String, String> consumer) {
        consumers.remove(consumer);
        consumer.close();
    }

    /** Polls all consumers until something holds. */
    private void pollUntil(String what, BooleanSupplier holds) {
        long deadlineNanos = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as(
                            "40 s until %s; %s",
                            what, consumers.stream().map(Consumer::assignment).toList())
                    .isLessThan(deadlineNanos);
            consumers.forEach(consumer -> consumer.poll(POLL).forEach(record -> read++));
            assertThat(consumers.stream().mapToInt(c -> c.assignment().size()).sum())
                    .as("nothing is read twice")
                    .isEqualTo(all().size());
        }
    }

    private Set<TopicPartition> all() {
        Set<TopicPartition> all = new HashSet<>();
        consumers.forEach(consumer -> all.addAll(consumer.assignment()));
        return all;
    }

    private boolean areShared(int partitions) {
        int least = partitions / consumers.size();
        return all().size() == partitions
                && consumers.stream().allMatch(consumer -> consumer.assignment().size() >= least);
    }

    private GroupType type() {
        return await(admin.listGroups().all()).stream()
                .filter(group -> group.groupId().equals("g"))
                .flatMap(group -> group.type().stream())
                .findFirst()
                .orElse(GroupType.UNKNOWN);
    }

    private ConsumerGroupDescription description() {
        return await(admin.describeConsumerGroups(List.of("g")).all()).get("g");
    }

    private void produce(String topic, int partitions, int count) {
        try (KafkaProducer<String, String> producer = clients.producer(Map.of())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, i % partitions, "k" + i, "v" + i));
            }
        }
    }

    @Test
    void membersShareThePartitionsAndTakeOverFromEachOther() {
        clients.createTopic("shared", 6, Map.of());
        produce("shared", 6, 60);
        Consumer<String, String> first = modern(Map.of());
        first.subscribe(List.of("shared"));
        assertThat(Clients.poll(first, 60)).hasSize(60);
        first.commitSync();
        modern(Map.of()).subscribe(List.of("shared"));
        modern(Map.of()).subscribe(List.of("shared"));
        pollUntil("three have two each", () -> areShared(6));
        assertThat(type()).isEqualTo(GroupType.CONSUMER);
        assertThat(description().groupState()).isEqualTo(GroupState.STABLE);
        assertThat(description().members()).hasSize(3);
        close(first);
        pollUntil("two have three each", () -> areShared(6));
        assertThat(await(admin.listConsumerGroupOffsets("g").partitionsToOffsetAndMetadata()))
                .hasSize(6)
                .allSatisfy((partition, offset) -> assertThat(offset.offset()).isEqualTo(10));
        assertThat(await(admin.listGroups().all()).stream().map(GroupListing::groupId))
                .containsExactly("g");
    }

    @Test
    void patternIsMatchedOnTheBrokerAlsoAgainstTopicsThatComeLater() {
        clients.createTopic("log-a", 2, Map.of());
        clients.createTopic("other", 2, Map.of());
        Consumer<String, String> consumer = modern(Map.of());
        consumer.subscribe(new SubscriptionPattern("log-[ab]"));
        pollUntil("the first topic is read", () -> all().size() == 2);
        clients.createTopic("log-b", 3, Map.of());
        pollUntil("the second topic is read", () -> all().size() == 5);
        close(consumer);
        Consumer<String, String> java = modern(Map.of());
        java.subscribe(Pattern.compile("log-b"));
        pollUntil("a pattern of the client is read", () -> all().size() == 3);
    }

    @Test
    void staticMemberComesBackToItsPartitions() {
        clients.createTopic("static", 4, Map.of());
        Consumer<String, String> first = modern(Map.of("group.instance.id", "one"));
        first.subscribe(List.of("static"));
        modern(Map.of("group.instance.id", "two")).subscribe(List.of("static"));
        pollUntil("two have two each", () -> areShared(4));
        Set<TopicPartition> before = Set.copyOf(first.assignment());
        int epoch = description().groupEpoch().orElseThrow();
        close(first);
        Consumer<String, String> again = modern(Map.of("group.instance.id", "one"));
        again.subscribe(List.of("static"));
        pollUntil("it is back", () -> again.assignment().equals(before));
        assertThat(description().groupEpoch()).as("without a rebalance").contains(epoch);
    }

    @Test
    void membersGoOnWhenTheBrokerIsKilled() {
        clients.createTopic("killed", 4, Map.of());
        modern(Map.of()).subscribe(List.of("killed"));
        modern(Map.of()).subscribe(List.of("killed"));
        pollUntil("two have two each", () -> areShared(4));
        List<String> members = memberIds();
        List<Set<TopicPartition>> before = assignments();
        int epoch = description().groupEpoch().orElseThrow();

        broker.kill();
        broker.start();

        produce("killed", 4, 40);
        pollUntil("they read on", () -> read == 40);
        assertThat(assignments()).isEqualTo(before);
        assertThat(memberIds()).isEqualTo(members);
        assertThat(description().groupEpoch()).contains(epoch);
    }

    @Test
    void classicMembersGoOnWhenTheBrokerIsKilled() {
        clients.createTopic("killed-classic", 4, Map.of());
        classic().subscribe(List.of("killed-classic"));
        classic().subscribe(List.of("killed-classic"));
        pollUntil("two have two each", () -> areShared(4));
        List<String> members = memberIds();
        List<Set<TopicPartition>> before = assignments();

        broker.kill();
        broker.start();

        produce("killed-classic", 4, 40);
        pollUntil("they read on", () -> read == 40);
        assertThat(assignments()).isEqualTo(before);
        assertThat(memberIds()).isEqualTo(members);
    }

    private List<String> memberIds() {
        return description().members().stream()
                .map(member -> member.consumerId())
                .sorted()
                .toList();
    }

    private List<Set<TopicPartition>> assignments() {
        return consumers.stream()
                .map(consumer -> Set.copyOf(consumer.assignment()))
                .toList();
    }

    @Test
    void groupChangesItsProtocolWhileItsMembersAreReplacedOneByOne() {
        clients.createTopic("rolling", 4, Map.of());
        Consumer<String, String> oldA = classic();
        Consumer<String, String> oldB = classic();
        oldA.subscribe(List.of("rolling"));
        oldB.subscribe(List.of("rolling"));
        pollUntil("classic members share", () -> areShared(4));
        assertThat(type()).isEqualTo(GroupType.CLASSIC);

        close(oldA);
        Consumer<String, String> newA = modern(Map.of());
        newA.subscribe(List.of("rolling"));
        pollUntil("one of each shares", () -> areShared(4));
        assertThat(type()).isEqualTo(GroupType.CONSUMER);
        close(oldB);
        Consumer<String, String> newB = modern(Map.of());
        newB.subscribe(List.of("rolling"));
        pollUntil("new members share", () -> areShared(4));

        close(newA);
        classic().subscribe(List.of("rolling"));
        pollUntil("one of each shares again", () -> areShared(4));
        close(newB);
        classic().subscribe(List.of("rolling"));
        pollUntil("classic members share again", () -> areShared(4));
        assertThat(type()).isEqualTo(GroupType.CLASSIC);
    }
}
