package gossip.tests.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.PackagedBroker;
import gossip.tests.packaged.SharedBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records through the Java producer and consumer. */
@ExtendWith(SharedBroker.class)
class JavaRecordsIT {
    private Clients clients;

    @BeforeEach
    void connect(PackagedBroker broker) {
        clients = Clients.of(broker);
    }

    @Test
    void idempotentProducerGetsConsecutiveOffsetsPerPartition() throws Exception {
        String topic = clients.createTopic("java-idempotent", 3, Map.of());
        List<Future<RecordMetadata>> sent = new ArrayList<>();

        try (KafkaProducer<String, String> producer = clients.producer(Map.of("batch.size", 1000))) {
            for (int i = 0; i < 3000; i++) {
                sent.add(producer.send(new ProducerRecord<>(topic, i % 3, "key-" + i, "value-" + i)));
            }
        }

        List<ConsumerRecord<String, String>> records = clients.readAll(topic);
        assertThat(records).hasSize(3000);
        for (int i = 0; i < 3000; i++) {
            assertThat(sent.get(i).get().offset()).isEqualTo(i / 3);
            ConsumerRecord<String, String> record = records.get(i % 3 * 1000 + i / 3);
            assertThat(record.offset()).isEqualTo(i / 3);
            assertThat(record.key()).isEqualTo("key-" + i);
            assertThat(record.value()).isEqualTo("value-" + i);
        }
    }

    @Test
    void headersNullKeysAndTombstonesComeBackAsTheyWere() throws Exception {
        String topic = clients.createTopic("java-headers", 1, Map.of());
        byte[] bytes = {0, -1, 127, -128};

        try (KafkaProducer<byte[], byte[]> producer = clients.bytesProducer(Map.of())) {
            var headers = List.<org.apache.kafka.common.header.Header>of(
                    new RecordHeader("a", bytes),
                    new RecordHeader("a", "again".getBytes(UTF_8)),
                    new RecordHeader("n", (byte[]) null));
            producer.send(new ProducerRecord<>(topic, 0, 1_234_567L, null, bytes, headers))
                    .get();
            producer.send(new ProducerRecord<>(topic, 0, "deleted".getBytes(UTF_8), null))
                    .get();
            producer.send(new ProducerRecord<>(topic, 0, new byte[0], new byte[0]))
                    .get();
        }

        try (KafkaConsumer<byte[], byte[]> consumer = clients.bytesConsumer(Map.of())) {
            List<ConsumerRecord<byte[], byte[]>> records = Clients.readAll(consumer, topic);
            assertThat(records).hasSize(3);
            ConsumerRecord<byte[], byte[]> first = records.getFirst();
            assertThat(first.key()).isNull();
            assertThat(first.value()).isEqualTo(bytes);
            assertThat(first.timestamp()).isEqualTo(1_234_567L);
            assertThat(first.headers().toArray())
                    .extracting(header -> header.key())
                    .containsExactly("a", "a", "n");
            assertThat(first.headers().toArray()[0].value()).isEqualTo(bytes);
            assertThat(first.headers().lastHeader("a").value()).isEqualTo("again".getBytes(UTF_8));
            assertThat(first.headers().lastHeader("n").value()).isNull();
            assertThat(records.get(1).key()).isEqualTo("deleted".getBytes(UTF_8));
            assertThat(records.get(1).value()).isNull();
            assertThat(records.get(2).key()).isEmpty();
            assertThat(records.get(2).value()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void everyCompressionComesBack(String compression) {
        String topic = clients.createTopic("java-compressed-" + compression, 1, Map.of());
        Map<String, Object> properties =
                Map.of("compression.type", compression, "linger.ms", 20, "batch.size", 64 * 1024);

        try (KafkaProducer<String, String> producer = clients.producer(properties)) {
            for (int i = 0; i < 2000; i++) {
                producer.send(new ProducerRecord<>(topic, "key " + i, "a line that compresses well, number " + i));
            }
        }

        assertThat(clients.readAll(topic))
                .extracting(ConsumerRecord::value)
                .hasSize(2000)
                .startsWith("a line that compresses well, number 0")
                .endsWith("a line that compresses well, number 1999");
    }

    @Test
    void acksZeroAndOneAreServedToo() throws Exception {
        String topic = clients.createTopic("java-acks", 1, Map.of());

        for (String acks : List.of("0", "1")) {
            Map<String, Object> properties = Map.of("acks", acks, "enable.idempotence", false);
            try (KafkaProducer<String, String> producer = clients.producer(properties)) {
                producer.send(new ProducerRecord<>(topic, "acks", acks)).get();
                producer.flush();
            }
        }

        try (KafkaConsumer<String, String> consumer = clients.consumer(Map.of())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            assertThat(Clients.poll(consumer, 2))
                    .extracting(ConsumerRecord::value)
                    .containsExactly("0", "1");
        }
    }

    @Test
    void consumerSeeksByTimeAndOffset() throws Exception {
        String topic = clients.createTopic("java-seek", 1, Map.of());
        TopicPartition partition = new TopicPartition(topic, 0);
        long base = Instant.now().minus(Duration.ofHours(1)).toEpochMilli();
        try (KafkaProducer<String, String> producer = clients.producer(Map.of())) {
            for (int i = 0; i < 100; i++) {
                producer.send(new ProducerRecord<>(topic, 0, base + i * 1000L, "k", "v" + i));
            }
        }

        try (KafkaConsumer<String, String> consumer = clients.consumer(Map.of())) {
            OffsetAndTimestamp found =
                    consumer.offsetsForTimes(Map.of(partition, base + 41_500)).get(partition);
            assertThat(found.offset()).isEqualTo(42);
            assertThat(found.timestamp()).isEqualTo(base + 42_000);
            consumer.assign(List.of(partition));
            consumer.seek(partition, 90);
            assertThat(Clients.poll(consumer, 10).getFirst().value()).isEqualTo("v90");
            assertThat(consumer.offsetsForTimes(Map.of(partition, base + 1_000_000))
                            .get(partition))
                    .isNull();
        }
    }

    @Test
    void waitingConsumerGetsARecordAtOnce() throws Exception {
        String topic = clients.createTopic("java-latency", 1, Map.of());
        Map<String, Object> longPoll = Map.of("fetch.max.wait.ms", 20_000);

        try (KafkaConsumer<String, String> consumer = clients.consumer(longPoll);
                KafkaProducer<String, String> producer = clients.producer(Map.of())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            consumer.poll(Duration.ofMillis(300));
            long startNanos = System.nanoTime();
            producer.send(new ProducerRecord<>(topic, "now")).get();
            assertThat(Clients.poll(consumer, 1)).hasSize(1);
            assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void consumerClosesAtOnceThoughItsFetchWaits() throws Exception {
        String topic = clients.createTopic("java-close", 1, Map.of());
        Duration closing;
        try (KafkaProducer<String, String> producer = clients.producer(Map.of());
                KafkaConsumer<String, String> consumer = clients.consumer(Map.of("fetch.max.wait.ms", 25_000))) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            producer.send(new ProducerRecord<>(topic, "k", "v")).get();
            assertThat(Clients.poll(consumer, 1)).hasSize(1);
            consumer.poll(Duration.ofMillis(100)); // asks for more
            long begun = System.nanoTime();
            consumer.close();
            closing = Duration.ofNanos(System.nanoTime() - begun);
        }
        assertThat(closing).isLessThan(Duration.ofSeconds(5));
    }
}
