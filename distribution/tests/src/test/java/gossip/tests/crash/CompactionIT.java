package gossip.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Installation;
import gossip.tests.packaged.PackagedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} while a partition is compacted, over and over: a consumer that reads the topic from the beginning finds the
 * newest value of each key, every time.
 */
class CompactionIT {
    private static final int ROUNDS = 6;
    private static final int KEYS = 400;
    private static final int RECORDS_PER_ROUND = 6_000;
    private static final String TOPIC = "latest";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path dataDir;

    private final Random random = new Random(11);
    private final Map<String, String> newest = new HashMap<>();
    private long written;

    @Test
    void theNewestOfEachKeySurvivesKillsDuringCompaction() throws Exception {
        try (PackagedBroker broker = PackagedBroker.of(Installation.withRuntime(), dataDir)
                .set("storage.compaction_interval", "100ms")
                .set("storage.compaction_rate", "4MB")
                .set("storage.checkpoint_interval", "1s")) {
            broker.start();
            Clients.of(broker)
                    .createTopic(
                            TOPIC,
                            1,
                            Map.of(
                                    "cleanup.policy", "compact",
                                    "segment.bytes", "1048576",
                                    "min.cleanable.dirty.ratio", "0.1",
                                    "delete.retention.ms", "86400000"));
            for (int round = 0; round < ROUNDS; round++) {
                write(Clients.of(broker));
                awaitCompaction(broker);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(300)));
                broker.kill();
                broker.start();
                check(Clients.of(broker));
            }
            awaitSmall(broker);
            check(Clients.of(broker));
            broker.stopCleanly();
        }
    }

    private void write(Clients clients) throws Exception {
        try (KafkaProducer<String, String> producer = clients.producer(Map.of("linger.ms", 5))) {
            List<java.util.concurrent.Future<RecordMetadata>> sent = new java.util.ArrayList<>();
            for (int i = 0; i < RECORDS_PER_ROUND; i++) {
                String key = "key-" + random.nextInt(KEYS);
                String value = random.nextInt(20) == 0 ? null : "value-" + written++ + "-" + "x".repeat(1000);
                sent.add(producer.send(new ProducerRecord<>(TOPIC, key, value)));
                newest.put(key, value);
            }
            for (var one : sent) {
                one.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    /** Waits until there is a copy being made. */
    private void awaitCompaction(PackagedBroker broker) throws Exception {
        long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
        while (!isCopying()) {
            assertThat(System.nanoTime())
                    .as("no compaction; %s", broker.description())
                    .isLessThan(deadlineNanos);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private boolean isCopying() throws Exception {
        try (Stream<Path> files = Files.walk(dataDir.resolve("logs"))) {
            return files.anyMatch(file -> file.toString().endsWith(".cleaned"));
        } catch (java.io.UncheckedIOException e) {
            // a file went while it was looked at
            return false;
        }
    }

    private void awaitSmall(PackagedBroker broker) throws Exception {
        long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
        while (sizeBytes() > 3L << 20) {
            assertThat(System.nanoTime())
                    .as("still %s bytes; %s", sizeBytes(), broker.description())
                    .isLessThan(deadlineNanos);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private long sizeBytes() throws Exception {
        try (Stream<Path> files = Files.walk(dataDir.resolve("logs"))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (java.io.UncheckedIOException e) {
            return Long.MAX_VALUE;
        }
    }

    private void check(Clients clients) {
        Map<String, String> found = new HashMap<>();
        long last = -1;
        try (KafkaConsumer<String, String> consumer = clients.consumer(Map.of())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
            long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
            while (consumer.position(PARTITION) < end) {
                assertThat(System.nanoTime())
                        .as("read up to %s of %s", last, end)
                        .isLessThan(deadlineNanos);
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    assertThat(record.offset()).isGreaterThan(last);
                    last = record.offset();
                    found.put(record.key(), record.value());
                }
            }
        }
        // tombstones stay for a day
        assertThat(found).isEqualTo(newest);
    }
}
