package gossip.tests.clients;

import static gossip.tests.packaged.Clients.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.PackagedBroker;
import gossip.tests.packaged.SharedBroker;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Consumer groups of the Java client. */
@ExtendWith(SharedBroker.class)
class JavaGroupIT {
    private static final Duration POLL = Duration.ofMillis(100);

    private Clients clients;
    private Admin admin;

    @BeforeEach
    void connect(PackagedBroker broker) {
        clients = Clients.of(broker);
        admin = clients.admin();
    }

    @AfterEach
    void disconnect() {
        admin.close();
    }

    @Test
    void groupGoesOnWhereItCommitted() throws Exception {
        String topic = clients.createTopic("group-resume", 2, Map.of());
        produce(topic, 2, 100);

        try (KafkaConsumer<String, String> first = member("resume", topic)) {
            assertThat(Clients.poll(first, 100)).hasSize(100);
            first.commitSync();
        }
        produce(topic, 2, 10);

        try (KafkaConsumer<String, String> second = member("resume", topic)) {
            assertThat(Clients.poll(second, 10)).hasSize(10);
        }
    }

    @Test
    void twoMembersShareThePartitionsAndOneTakesOverFromTheOther() throws Exception {
        String topic = clients.createTopic("group-shared", 4, Map.of());
        KafkaConsumer<String, String> first = member("shared", topic);
        try (KafkaConsumer<String, String> second = member("shared", topic)) {
            pollUntilEachHas(2, first, second);
            Set<TopicPartition> all = new HashSet<>(first.assignment());
            all.addAll(second.assignment());
            assertThat(all).hasSize(4);

            first.close();
            pollUntilEachHas(4, second);

            produce(topic, 4, 40);
            assertThat(Clients.poll(second, 40))
                    .extracting(ConsumerRecord::partition)
                    .contains(0, 1, 2, 3);
        } finally {
            first.close();
        }
    }

    @Test
    void groupIsListedDescribedAndDeleted() throws Exception {
        String topic = clients.createTopic("group-admin", 1, Map.of());
        produce(topic, 1, 5);

        try (KafkaConsumer<String, String> consumer = member("admin-group", topic)) {
            Clients.poll(consumer, 5);
            consumer.commitSync();
            ConsumerGroupDescription description = describe("admin-group");
            assertThat(description.groupState()).isEqualTo(GroupState.STABLE);
            assertThat(description.members()).hasSize(1);
            assertThat(description.members().iterator().next().assignment().topicPartitions())
                    .containsExactly(new TopicPartition(topic, 0));
            assertThatThrownBy(() -> await(
                            admin.deleteConsumerGroups(List.of("admin-group")).all()))
                    .isInstanceOf(GroupNotEmptyException.class);
        }

        assertThat(groups()).contains("admin-group");
        assertThat(describe("admin-group").groupState()).isEqualTo(GroupState.EMPTY);
        assertThat(committed("admin-group").get(new TopicPartition(topic, 0)).offset())
                .isEqualTo(5);

        await(admin.deleteConsumerGroups(List.of("admin-group")).all());
        assertThat(groups()).doesNotContain("admin-group");
        assertThatThrownBy(() -> describe("admin-group")).isInstanceOf(GroupIdNotFoundException.class);
    }

    @Test
    void offsetsAreMovedAndDeletedByTheAdminClient() throws Exception {
        String topic = clients.createTopic("group-offsets", 1, Map.of());
        TopicPartition partition = new TopicPartition(topic, 0);
        produce(topic, 1, 10);

        await(admin.alterConsumerGroupOffsets("moved", Map.of(partition, new OffsetAndMetadata(7, "by hand")))
                .all());

        assertThat(committed("moved").get(partition)).isEqualTo(new OffsetAndMetadata(7, "by hand"));
        try (KafkaConsumer<String, String> consumer = member("moved", topic)) {
            assertThat(Clients.poll(consumer, 3))
                    .extracting(ConsumerRecord::offset)
                    .containsExactly(7L, 8L, 9L);
        }
        await(admin.deleteConsumerGroupOffsets("moved", Set.of(partition)).all());
        assertThat(committed("moved")).doesNotContainKey(partition);
    }

    private void pollUntilEachHas(int partitions, KafkaConsumer<?, ?>... members) {
        long deadlineNanos = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (List.of(members).stream().anyMatch(member -> member.assignment().size() != partitions)) {
            assertThat(System.nanoTime()).as("30 s for the rebalance").isLessThan(deadlineNanos);
            for (KafkaConsumer<?, ?> member : members) {
                member.poll(POLL);
            }
        }
    }

    private KafkaConsumer<String, String> member(String group, String topic) {
        KafkaConsumer<String, String> consumer =
                clients.consumer(Map.of("group.id", group, "heartbeat.interval.ms", 200, "session.timeout.ms", 6_000));
        consumer.subscribe(List.of(topic));
        return consumer;
    }

    private void produce(String topic, int partitions, int count) {
        try (KafkaProducer<String, String> producer = clients.producer(Map.of())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, i % partitions, "k" + i, "v" + i));
            }
        }
    }

    private List<String> groups() {
        return await(admin.listGroups().all()).stream()
                .map(GroupListing::groupId)
                .toList();
    }

    private ConsumerGroupDescription describe(String group) {
        return await(admin.describeConsumerGroups(List.of(group)).all()).get(group);
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        return await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    }
}
