package gossip.core.pipeline;

import static gossip.core.pipeline.World.CLIENT;
import static gossip.core.pipeline.World.idempotent;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.Acks;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.Fetch;
import gossip.api.broker.Records.FetchPartition;
import gossip.api.broker.Records.Fetched;
import gossip.api.broker.Records.PartitionBatches;
import gossip.api.broker.Records.Produce;
import gossip.api.broker.Records.Produced;
import gossip.core.topic.StorageSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Idempotent producers that send again what was not acknowledged, on a broker that loses its power now and then. */
class PowerLossTest {
    private static final int PARTITIONS = 4;
    private static final int PRODUCERS = 6;
    private static final int ROUNDS = 8;

    private final World world = new World()
            .with(PipelineSettings.SHARDS, 2)
            .with(PipelineSettings.CHECKPOINT_INTERVAL, Duration.ofMillis(100))
            .with(PipelineSettings.CHECKPOINT_BYTES, 1L << 20)
            .with(StorageSettings.SEGMENT_SIZE, 1L << 20);

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void acknowledgedRecordsAreThereOnceAndInOrder(long seed) throws IOException {
        Random random = new Random(seed);
        world.topic("t", PARTITIONS, Map.of()).start();
        List<Sender> senders =
                IntStream.range(0, PRODUCERS).mapToObj(Sender::new).toList();
        for (int round = 0; round < ROUNDS; round++) {
            List<Thread> threads = senders.stream()
                    .map(sender ->
                            Thread.ofPlatform().name("sender-" + sender.id).start(sender::sendUntilFailure))
                    .toList();
            long mayRunNanos = 1_000_000L * (1 + random.nextInt(30));
            long end = System.nanoTime() + mayRunNanos;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            world.losePower();
            senders.forEach(sender -> sender.powerLost = true);
            threads.forEach(PipelineThreads::join);
            senders.forEach(sender -> sender.powerLost = false);
        }
        assertThat(senders).allMatch(sender -> sender.acknowledged > 0);
        List<String> stored = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            stored.addAll(everythingIn(i));
        }
        for (Sender sender : senders) {
            List<String> own = stored.stream().filter(sender::sent).toList();
            // The last one may be there without its acknowledgement.
            assertThat(own).hasSizeBetween(sender.acknowledged, sender.acknowledged + 1);
            assertThat(own)
                    .isEqualTo(IntStream.range(0, own.size())
                            .mapToObj(sender::value)
                            .toList());
        }
    }

    private List<String> everythingIn(int partition) {
        List<String> values = new ArrayList<>();
        while (true) {
            FetchPartition wanted =
                    new FetchPartition(new TopicPartition("t", partition), -1, values.size(), -1, 1 << 20);
            Fetched fetched = World.await(world.fetch(new Fetch(List.of(wanted), 0, 1, 1 << 20, false)))
                    .getFirst();
            assertThat(fetched.error()).isEqualTo(ErrorCode.NONE);
            if (fetched.records().sizeBytes() == 0) {
                return values;
            }
            values.addAll(World.values(fetched));
        }
    }

    private final class Sender {
        private final int id;
        private int acknowledged;
        private volatile boolean powerLost;

        Sender(int id) {
            this.id = id;
        }

        String value(int number) {
            return "p" + id + "-" + number;
        }

        boolean sent(String value) {
            return value.startsWith("p" + id + "-");
        }

        void sendUntilFailure() {
            while (!powerLost && send()) {
                acknowledged++;
            }
        }

        private boolean send() {
            PartitionBatches part = new PartitionBatches(
                    new TopicPartition("t", id % PARTITIONS), idempotent(id, 0, acknowledged, value(acknowledged)));
            CompletableFuture<List<Produced>> answer = new CompletableFuture<>();
            return world.records.produce(CLIENT, new Produce(List.of(part), Acks.ALL, 1000), answer::complete)
                    && World.await(answer).getFirst().error() == ErrorCode.NONE;
        }
    }
}
