package gossip.tests.crash;

import gossip.tests.packaged.Clients;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * An idempotent producer that writes numbered records to all partitions in turn until it is told to stop, however often the
 * broker dies meanwhile. Every record must be acknowledged in the end.
 */
final class NumberedWriter implements AutoCloseable {
    private static final int MAX_IN_FLIGHT = 300;

    private final int id;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, Acknowledged> acknowledged = new LinkedHashMap<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicLong total;
    private final Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean isStopped;

    /** Counts what is acknowledged into {@code total}. */
    NumberedWriter(int id, Clients clients, List<TopicPartition> partitions, String compression, AtomicLong total) {
        this.id = id;
        this.partitions = new ArrayList<>(partitions);
        this.total = total;
        partitions.forEach(partition -> acknowledged.put(partition, new Acknowledged()));
        producer = clients.bytesProducer(Map.of(
                "client.id", "writer-" + id,
                "compression.type", compression,
                "linger.ms", 2,
                "batch.size", 4096,
                "request.timeout.ms", 5_000,
                "retry.backoff.ms", 20,
                "retry.backoff.max.ms", 100,
                "delivery.timeout.ms", 120_000,
                "max.block.ms", 120_000));
        thread = Thread.ofPlatform().name("gossip-test-writer-" + id).start(this::run);
    }

    private void run() {
        try {
            for (int number = 0; !isStopped; number++) {
                for (TopicPartition partition : partitions) {
                    inFlight.acquire();
                    send(partition, number);
                }
            }
            producer.flush();
        } catch (InterruptedException | RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void send(TopicPartition partition, int number) {
        byte[] value = new NumberedRecord(id, number).bytes();
        Acknowledged promises = acknowledged.get(partition);
        producer.send(
                new ProducerRecord<>(partition.topic(), partition.partition(), null, value), (metadata, error) -> {
                    if (error == null) {
                        promises.add(number, metadata.offset());
                        total.incrementAndGet();
                    } else {
                        failure.compareAndSet(null, error);
                    }
                    inFlight.release();
                });
    }

    /** The number under which its records are found. */
    int id() {
        return id;
    }

    Map<TopicPartition, Acknowledged> acknowledged() {
        return acknowledged;
    }

    /** Fails the test if a record was given up. */
    void expectNoFailure() {
        Exception first = failure.get();
        if (first != null) {
            throw new AssertionError("writer " + id + " was refused a record", first);
        }
    }

    /** Stops after everything that was sent is acknowledged. */
    void finish() throws InterruptedException {
        isStopped = true;
        thread.join();
        expectNoFailure();
    }

    @Override
    public void close() {
        isStopped = true;
        thread.interrupt();
        producer.close(java.time.Duration.ZERO);
    }
}
