package gossip.tests.files;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Execution;
import gossip.tests.packaged.Installation;
import gossip.tests.packaged.PackagedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A text file of {@code -Dgossip.file.bytes} bytes, or the one that {@code -Dgossip.file.path} names. */
class LargeFileIT {
    private static final long SIZE_BYTES = Long.getLong("gossip.file.bytes", 32L << 20);
    private static final Optional<Path> GIVEN =
            Optional.ofNullable(System.getProperty("gossip.file.path")).map(Path::of);
    private static final Duration LIMIT = Duration.ofSeconds(60 + SIZE_BYTES / 2_000_000);

    @TempDir
    private Path folder;

    private PackagedBroker broker;

    @BeforeEach
    void start() {
        broker = PackagedBroker.of(Installation.withRuntime(), folder.resolve("data"))
                .start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void comesBackWithTheSameHash() throws Exception {
        Path file = file(1);
        Clients.of(broker).createTopic("file", 1, Map.of());

        produce("file", file).run(LIMIT).expect(0);

        assertThat(consumedHash("file")).isEqualTo(TextFile.sha256(file));
        broker.stopCleanly();
        broker.start();
        assertThat(consumedHash("file")).as("after a restart").isEqualTo(TextFile.sha256(file));
    }

    @Test
    void comesBackWithTheSameHashThoughTheBrokerIsKilledMeanwhile() throws Exception {
        Path file = file(2);
        Clients.of(broker).createTopic("killed", 1, Map.of());

        try (Admin admin = Clients.of(broker).admin();
                Execution.Running producing = produce("killed", file).start()) {
            for (int kill = 1; kill <= 3; kill++) {
                awaitEndOffset(admin, producing, endOffset(admin) + 20_000);
                broker.kill();
                broker.start();
            }
            producing.await(LIMIT).expect(0);
        }

        assertThat(consumedHash("killed")).isEqualTo(TextFile.sha256(file));
    }

    private Path file(long seed) throws IOException {
        return GIVEN.isPresent() ? GIVEN.get() : TextFile.write(folder.resolve("in.txt"), SIZE_BYTES, seed);
    }

    private Execution produce(String topic, Path file) {
        return Installation.withRuntime()
                .gossip("produce", topic, "--file", file.toString(), "--bootstrap", broker.bootstrap());
    }

    private String consumedHash(String topic) throws Exception {
        Path out = folder.resolve("out.txt");
        Installation.withRuntime()
                .gossip("consume", topic, "--from-beginning", "--until-end", "--bootstrap", broker.bootstrap())
                .writing(out)
                .run(LIMIT)
                .expect(0);
        return TextFile.sha256(out);
    }

    private static void awaitEndOffset(Admin admin, Execution.Running producing, long offset) {
        long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
        while (endOffset(admin) < offset) {
            assertThat(producing.process().isAlive())
                    .as("is the file still being produced")
                    .isTrue();
            assertThat(System.nanoTime()).as("time for the producer").isLessThan(deadlineNanos);
        }
    }

    private static long endOffset(Admin admin) {
        TopicPartition partition = new TopicPartition("killed", 0);
        return Clients.await(admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .all())
                .get(partition)
                .offset();
    }
}
