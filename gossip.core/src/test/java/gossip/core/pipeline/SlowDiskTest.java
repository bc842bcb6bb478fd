package gossip.core.pipeline;

import static gossip.core.pipeline.World.await;
import static gossip.core.pipeline.World.batch;
import static gossip.core.pipeline.World.from;
import static gossip.core.pipeline.World.idempotent;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.ErrorCode;
import gossip.api.broker.Records.Deleted;
import gossip.api.broker.Records.Fetched;
import gossip.api.broker.Records.Produced;
import gossip.api.metadata.MetadataCommand;
import gossip.api.storage.DiskFullException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One partition's slow files do not hold up the others of its shard. */
class SlowDiskTest {
    private final World world = new World();

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    @Test
    void slowOpeningHoldsUpThatPartitionOnly() throws IOException {
        world.topic("slow").topic("t").start();
        CountDownLatch gate = world.logs.hold(world.id("slow", 0));
        List<CompletableFuture<List<Produced>>> waiting = IntStream.range(0, 5)
                .mapToObj(i -> world.send("slow", idempotent(3, 0, i, "v" + i)))
                .toList();
        CompletableFuture<List<Fetched>> fetch = world.fetch(World.waiting(60_000, from("slow", 0)));
        assertThat(world.produce("t", "quick").error()).isEqualTo(ErrorCode.NONE);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        assertThat(fetch).isNotDone();
        gate.countDown();
        for (int i = 0; i < 5; i++) {
            assertThat(await(waiting.get(i)).getFirst().baseOffset()).isEqualTo(i);
        }
        assertThat(World.values(await(fetch).getFirst())).startsWith("v0");
        assertThat(world.logs.opened).hasValue(2);
    }

    @Test
    void appendsGoOnDuringCompaction() throws IOException {
        world.with(PipelineSettings.COMPACTION_INTERVAL, Duration.ofMillis(20));
        world.topic("t", 1, Map.of("cleanup.policy", "compact")).topic("u").start();
        world.produce("t", "a");
        world.produce("t", "a");
        CountDownLatch gate = world.logs.hold(world.id("t", 0));
        int before = world.logs.compactions.get();
        long end = System.nanoTime() + 10_000_000_000L;
        while (world.logs.compactions.get() == before && System.nanoTime() < end) {
            assertThat(world.produce("t", "a").error()).isEqualTo(ErrorCode.NONE);
        }
        assertThat(world.logs.compactions.get()).isGreaterThan(before);
        assertThat(world.produce("t", "b").error()).isEqualTo(ErrorCode.NONE);
        assertThat(world.produce("u", "quick").error()).isEqualTo(ErrorCode.NONE);
        gate.countDown();
        assertThat(world.values("t", 0)).contains("a", "b");
    }

    @Test
    void whatWaitedForAFullDiskIsRefusedAndTheNextAttemptOpensAnew() throws IOException {
        world.topic("t").start();
        world.logs.fail(world.id("t", 0), new DiskFullException("no space for a new log"));
        Produced refused = world.produce("t", "a");
        assertThat(refused.error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
        assertThat(refused.message()).contains("full");
        world.logs.heal();
        assertThat(world.produce("t", "b").baseOffset()).isZero();
    }

    @Test
    void appendsToATopicThatIsDeletedMeanwhileAreTold() throws IOException {
        world.topic("t").start();
        CountDownLatch gate = world.logs.hold(world.id("t", 0));
        CompletableFuture<List<Produced>> waiting = world.send("t", batch("a"));
        CompletableFuture<Map<gossip.api.TopicPartition, Deleted>> deletion = world.records
                .deleteBefore(World.CLIENT, Map.of(new gossip.api.TopicPartition("t", 0), 0L))
                .toCompletableFuture();
        world.metadata.submit(new MetadataCommand.DeleteTopic(
                world.metadata.image().topic("t").orElseThrow().id()));
        gate.countDown();
        assertThat(await(waiting).getFirst().error()).isIn(ErrorCode.NONE, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(await(deletion)).hasSize(1);
        world.records.close();
        assertThat(world.logs.partitions()).isEmpty();
        assertThat(world.logs.open).hasValue(0);
        world.start();
    }

    @Test
    void fetchIsAnsweredWithoutRecordsWhenAllReadersAreBusy() throws IOException {
        world.with(PipelineSettings.READERS, 1).with(PipelineSettings.READ_QUEUE, 1);
        world.topic("slow").topic("t").start();
        world.produce("t", "a");
        world.produce("slow", "a");
        CountDownLatch gate = world.logs.hold(world.id("slow", 0));
        CompletableFuture<List<Fetched>> busy = world.fetch(World.now(from("slow", 0)));
        CompletableFuture<List<Fetched>> queued = world.fetch(World.now(from("slow", 0)));
        CompletableFuture<List<Fetched>> turnedAway = world.fetch(World.now(from("t", 0)));
        // The reader may not have taken the first from the queue when the second came.
        assertThat(List.of(queued, turnedAway)).anyMatch(CompletableFuture::isDone);
        gate.countDown();
        assertThat(World.values(await(busy).getFirst())).containsExactly("a");
        await(queued);
        assertThat(await(turnedAway).getFirst().error()).isEqualTo(ErrorCode.NONE);
        assertThat(world.values("t", 0)).containsExactly("a");
    }
}
