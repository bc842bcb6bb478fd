package gossip.plugins.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.plugins.kafka.memory.TestServer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups of official Java consumers against the server. */
class ConsumerGroupTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private TestServer server;
    private Admin admin;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start();
        admin = Admin.create(Map.of(
                "bootstrap.servers",
                server.address(),
                "request.timeout.ms",
                "10000",
                "default.api.timeout.ms",
                "20000"));
        admin.createTopics(List.of(new NewTopic("orders", 4, (short) 1))).all().get();
    }

    @AfterEach
    void stop() {
        admin.close();
        server.close();
        assertThat(server.broker().memory().openSlices()).isZero();
    }

    @Test
    void groupConsumesCommitsAndGoesOnWhereItWas() throws Exception {
        produce(0, 100);
        assertThat(consume(100)).hasSize(100).contains("value-0", "value-99");

        produce(100, 150);
        assertThat(consume(50)).hasSize(50).contains("value-100", "value-149");

        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets("readers")
                .partitionsToOffsetAndMetadata()
                .get();
        assertThat(offsets.values().stream()
                        .mapToLong(OffsetAndMetadata::offset)
                        .sum())
                .isEqualTo(150);
    }

    @Test
    void twoMembersShareThePartitions() {
        try (KafkaConsumer<String, String> first = consumer();
                KafkaConsumer<String, String> second = consumer()) {
            first.subscribe(List.of("orders"));
            second.subscribe(List.of("orders"));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline
                    && (first.assignment().size() != 2 || second.assignment().size() != 2)) {
                first.poll(Duration.ofMillis(50));
                second.poll(Duration.ofMillis(50));
            }
            Set<TopicPartition> all = new HashSet<>(first.assignment());
            all.addAll(second.assignment());
            assertThat(all).hasSize(4);
        }
    }

    @Test
    void groupIsListedDescribedAndDeleted() throws Exception {
        produce(0, 10);
        consume(10);
        assertThat(admin.listGroups().all().get())
                .extracting(GroupListing::groupId)
                .containsExactly("readers");
        assertThat(admin.describeConsumerGroups(List.of("readers"))
                        .all()
                        .get()
                        .get("readers")
                        .members())
                .isEmpty();
        admin.deleteConsumerGroupOffsets("readers", Set.of(new TopicPartition("orders", 0)))
                .all()
                .get();
        admin.deleteConsumerGroups(List.of("readers")).all().get();
        assertThat(admin.listGroups().all().get()).isEmpty();
    }

    private void produce(int from, int to) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", server.address(), "max.block.ms", "10000"),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = from; i < to; i++) {
                producer.send(new ProducerRecord<>("orders", "key-" + i, "value-" + i));
            }
            producer.flush();
        }
    }

    private Set<String> consume(int count) {
        Set<String> values = new HashSet<>();
        try (KafkaConsumer<String, String> consumer = consumer()) {
            consumer.subscribe(List.of("orders"));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
            consumer.commitSync();
        }
        return values;
    }

    private KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", server.address(),
                        "group.id", "readers",
                        "auto.offset.reset", "earliest",
                        "enable.auto.commit", "false",
                        "heartbeat.interval.ms", "100"),
                new StringDeserializer(),
                new StringDeserializer());
    }
}
