package gossip.tests.crash;

import gossip.tests.packaged.Clients;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads along while the broker is killed. What it once saw must never be gone or changed later: a broker may not show what it
 * can still lose.
 */
final class Follower implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<TopicPartition, Map<Long, NumberedRecord>> seen = new HashMap<>();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean isStopped;

    Follower(Clients clients, List<TopicPartition> partitions) {
        consumer = clients.bytesConsumer(Map.of("client.id", "follower", "auto.offset.reset", "none"));
        consumer.assign(partitions);
        partitions.forEach(partition -> {
            consumer.seek(partition, 0);
            seen.put(partition, new HashMap<>());
        });
        thread = Thread.ofPlatform().name("gossip-test-follower").start(this::run);
    }

    private void run() {
        try (consumer) {
            while (!isStopped) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    seen.get(new TopicPartition(record.topic(), record.partition()))
                            .put(record.offset(), NumberedRecord.parse(record.value()));
                }
            }
        } catch (RuntimeException | AssertionError e) {
            failure.set(e);
        }
    }

    /** What was seen, by partition and offset; called once. */
    Map<TopicPartition, Map<Long, NumberedRecord>> finish() throws InterruptedException {
        isStopped = true;
        thread.join();
        if (failure.get() != null) {
            throw new AssertionError("the follower was thrown off", failure.get());
        }
        return seen;
    }

    @Override
    public void close() {
        isStopped = true;
    }
}
