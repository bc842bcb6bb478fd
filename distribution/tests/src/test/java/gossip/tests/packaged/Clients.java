package gossip.tests.packaged;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Kafka's Java clients for one cluster.
 *
 * @param bootstrap host:port
 * @param security properties that all clients need to get in
 */
public record Clients(String bootstrap, Map<String, Object> security) {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /**
     * Clients of a cluster that lets everybody in.
     *
     * @param bootstrap host:port
     */
    public Clients(String bootstrap) {
        this(bootstrap, Map.of());
    }

    /**
     * Clients of a broker.
     *
     * @param broker ready
     * @return its clients
     */
    public static Clients of(PackagedBroker broker) {
        return new Clients(broker.bootstrap());
    }

    /**
     * A client for administration.
     *
     * @return to be closed
     */
    public Admin admin() {
        return Admin.create(properties(Map.of("default.api.timeout.ms", 30_000)));
    }

    /**
     * An idempotent producer of text that waits for all replicas.
     *
     * @param overrides further properties
     * @return to be closed
     */
    public KafkaProducer<String, String> producer(Map<String, Object> overrides) {
        return new KafkaProducer<>(producerProperties(overrides), new StringSerializer(), new StringSerializer());
    }

    /**
     * An idempotent producer of bytes that waits for all replicas.
     *
     * @param overrides further properties
     * @return to be closed
     */
    public KafkaProducer<byte[], byte[]> bytesProducer(Map<String, Object> overrides) {
        return new KafkaProducer<>(producerProperties(overrides), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * A consumer of text that begins at the beginning.
     *
     * @param overrides further properties
     * @return to be closed
     */
    public KafkaConsumer<String, String> consumer(Map<String, Object> overrides) {
        return new KafkaConsumer<>(consumerProperties(overrides), new StringDeserializer(), new StringDeserializer());
    }

    /**
     * A consumer of bytes that begins at the beginning.
     *
     * @param overrides further properties
     * @return to be closed
     */
    public KafkaConsumer<byte[], byte[]> bytesConsumer(Map<String, Object> overrides) {
        return new KafkaConsumer<>(
                consumerProperties(overrides), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Creates a topic.
     *
     * @param name of the topic
     * @param partitions how many
     * @param configs of the topic
     * @return the name
     */
    public String createTopic(String name, int partitions, Map<String, String> configs) {
        try (Admin admin = admin()) {
            await(admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(configs)))
                    .all());
            return name;
        }
    }

    /**
     * Everything that a topic holds.
     *
     * @param topic name
     * @return by partition, then by offset
     */
    public List<ConsumerRecord<String, String>> readAll(String topic) {
        try (KafkaConsumer<String, String> consumer = consumer(Map.of())) {
            return readAll(consumer, topic);
        }
    }

    /**
     * Everything that a topic holds.
     *
     * @param <K> type of keys
     * @param <V> type of values
     * @param consumer without assignment
     * @param topic name
     * @return by partition, then by offset
     */
    public static <K, V> List<ConsumerRecord<K, V>> readAll(Consumer<K, V> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<ConsumerRecord<K, V>> records = new ArrayList<>();
        long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            if (System.nanoTime() > deadlineNanos) {
                throw new AssertionError("not at the ends " + ends + " after " + LIMIT.toSeconds() + " s, with "
                        + records.size() + " records");
            }
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
        }
        records.sort((a, b) ->
                a.partition() != b.partition() ? a.partition() - b.partition() : Long.compare(a.offset(), b.offset()));
        return records;
    }

    /**
     * Polls until so many records have come.
     *
     * @param <K> type of keys
     * @param <V> type of values
     * @param consumer assigned or subscribed
     * @param count at least so many
     * @return in the order in which they came
     */
    public static <K, V> List<ConsumerRecord<K, V>> poll(Consumer<K, V> consumer, int count) {
        List<ConsumerRecord<K, V>> records = new ArrayList<>();
        long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
        while (records.size() < count) {
            if (System.nanoTime() > deadlineNanos) {
                throw new AssertionError("only " + records.size() + " of " + count + " records came in "
                        + LIMIT.toSeconds() + " s: " + records);
            }
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
        }
        return records;
    }

    /**
     * Waits for an answer.
     *
     * @param <T> of the answer
     * @param future of the answer
     * @return the answer
     * @throws RuntimeException what the broker answered instead
     */
    public static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    private Map<String, Object> producerProperties(Map<String, Object> overrides) {
        Map<String, Object> properties = properties(Map.of("acks", "all", "enable.idempotence", true));
        properties.putAll(overrides);
        return properties;
    }

    private Map<String, Object> consumerProperties(Map<String, Object> overrides) {
        Map<String, Object> properties = properties(
                Map.of("auto.offset.reset", "earliest", "enable.auto.commit", false, "fetch.max.wait.ms", 100));
        properties.putAll(overrides);
        return properties;
    }

    private Map<String, Object> properties(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(new LinkedHashMap<>(more));
        properties.putAll(security);
        properties.put("bootstrap.servers", bootstrap);
        properties.put("enable.metrics.push", false);
        properties.put("reconnect.backoff.ms", 20);
        properties.put("reconnect.backoff.max.ms", 200);
        return properties;
    }
}
