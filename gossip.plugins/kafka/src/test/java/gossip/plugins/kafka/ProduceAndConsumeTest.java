package gossip.plugins.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.plugins.kafka.memory.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The official Java client against the server. */
class ProduceAndConsumeTest {
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(server.broker().memory().openSlices()).isZero();
    }

    @Test
    void recordsComeBackInOrder() throws Exception {
        produce("events", 1000, Map.of("enable.idempotence", "false"));

        List<ConsumerRecord<byte[], byte[]>> records = consume("events", 1000);

        assertThat(records)
                .extracting(r -> new String(r.value(), StandardCharsets.UTF_8))
                .startsWith("value-0", "value-1")
                .endsWith("value-999");
        assertThat(records).extracting(ConsumerRecord::offset).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void idempotentProducerCompressesWhatItSends() throws Exception {
        produce("events", 1000, Map.of("enable.idempotence", "true", "compression.type", "gzip", "acks", "all"));
        assertThat(consume("events", 1000)).hasSize(1000);
    }

    private void produce(String topic, int count, Map<String, String> more) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client(more), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, 0, null, ("value-" + i).getBytes(StandardCharsets.UTF_8)));
            }
            producer.flush();
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> consume(String topic, int count) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client(Map.of()), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (all.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
        }
        return all;
    }

    private Properties client(Map<String, String> more) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", server.address());
        properties.put("max.block.ms", "10000");
        properties.putAll(more);
        return properties;
    }
}
