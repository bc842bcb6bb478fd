package gossip.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Installation;
import gossip.tests.packaged.PackagedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at random points; {@code -Dgossip.crash.rounds} and {@code -Dgossip.crash.seed} choose how often and where. */
class CrashIT {
    private static final int ROUNDS = Integer.getInteger("gossip.crash.rounds", 20);
    private static final long SEED = Long.getLong("gossip.crash.seed", new Random().nextLong());
    private static final String[] COMPRESSIONS = {"none", "lz4", "none", "zstd"};
    private static final int MAX_ACKNOWLEDGED_PER_ROUND = 4_000;
    private static final long PROGRESS_LIMIT_NANOS = Duration.ofSeconds(60).toNanos();

    @TempDir
    private Path dataDir;

    private final Random random = new Random(SEED);
    private final AtomicLong total = new AtomicLong();
    private final List<NumberedWriter> writers = new ArrayList<>();

    @Test
    void acknowledgedRecordsSurviveEveryKillOnceAndInOrder() throws Exception {
        System.out.println("gossip.crash.seed=" + SEED + " gossip.crash.rounds=" + ROUNDS);
        try (PackagedBroker broker = PackagedBroker.of(Installation.withRuntime(), dataDir)
                .set("storage.checkpoint_interval", "1s")
                .set("storage.checkpoint_bytes", "4MB")) {
            broker.start();
            Clients clients = Clients.of(broker);
            clients.createTopic("safe", 4, Map.of("segment.bytes", "1048576"));
            clients.createTopic("fast", 2, Map.of("segment.bytes", "1048576", "gossip.durability", "os"));
            List<TopicPartition> partitions = partitions(Map.of("safe", 4, "fast", 2));
            try (Follower follower = new Follower(clients, partitions)) {
                for (int i = 0; i < COMPRESSIONS.length; i++) {
                    writers.add(new NumberedWriter(i, clients, partitions, COMPRESSIONS[i], total));
                }
                for (int round = 1; round <= ROUNDS; round++) {
                    kill(broker, round);
                }
                for (NumberedWriter writer : writers) {
                    writer.finish();
                }
                var seen = follower.finish();
                assertThat(seen.values()).as("what was seen of each partition").noneMatch(Map::isEmpty);
                long stored = new Verification(writers).verify(clients, "safe", seen)
                        + new Verification(writers).verify(clients, "fast", seen);
                assertThat(stored).isEqualTo(total.get());
                System.out.println(stored + " records survived " + ROUNDS + " kills");
            }
            broker.stopCleanly();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("with -Dgossip.crash.seed=" + SEED + ": " + e.getMessage(), e);
        } finally {
            writers.forEach(NumberedWriter::close);
        }
    }

    private void kill(PackagedBroker broker, int round) throws InterruptedException {
        long before = total.get();
        awaitAcknowledged(broker, before + 1 + random.nextInt(MAX_ACKNOWLEDGED_PER_ROUND));
        broker.kill();
        if (random.nextInt(4) == 0) {
            // once more, while it recovers
            broker.launch();
            assertThat(broker.process().waitFor(20 + random.nextInt(600), TimeUnit.MILLISECONDS))
                    .as("it ended by itself; %s", broker.description())
                    .isFalse();
            broker.kill();
        }
        long startNanos = System.nanoTime();
        broker.start();
        System.out.println("round " + round + ": " + (total.get() - before) + " acknowledged, back after "
                + (System.nanoTime() - startNanos) / 1_000_000 + " ms");
        writers.forEach(NumberedWriter::expectNoFailure);
    }

    private void awaitAcknowledged(PackagedBroker broker, long count) {
        long deadlineNanos = System.nanoTime() + PROGRESS_LIMIT_NANOS;
        while (total.get() < count) {
            broker.expectRunning();
            writers.forEach(NumberedWriter::expectNoFailure);
            assertThat(System.nanoTime())
                    .as(
                            "nanoseconds at which %s records were acknowledged, of %s; %s",
                            total, count, broker.description())
                    .isLessThan(deadlineNanos);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static List<TopicPartition> partitions(Map<String, Integer> topics) {
        List<TopicPartition> partitions = new ArrayList<>();
        topics.forEach((topic, count) -> {
            for (int i = 0; i < count; i++) {
                partitions.add(new TopicPartition(topic, i));
            }
        });
        return partitions;
    }
}
