package gossip.core.pipeline;

import static gossip.core.pipeline.World.await;
import static gossip.core.pipeline.World.from;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.ErrorCode;
import gossip.api.metadata.ConfigResource;
import gossip.api.metadata.MetadataCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpkeepTest {
    private final World world = new World()
            .with(PipelineSettings.RETENTION_CHECK_INTERVAL, Duration.ofMillis(20))
            .with(PipelineSettings.COMPACTION_INTERVAL, Duration.ofMillis(20))
            .with(PipelineSettings.CHECKPOINT_INTERVAL, Duration.ofMillis(20));

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    private static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still not so after 10 s").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void oldRecordsAreDeleted() throws IOException {
        world.topic("t", 1, Map.of("retention.ms", "1000")).start();
        world.produce("t", "old");
        world.produce("t", "newest stays");
        world.nowMs.addAndGet(2000);
        eventually(() ->
                await(world.fetch(World.now(from("t", 0)))).getFirst().error() == ErrorCode.OFFSET_OUT_OF_RANGE);
        assertThat(world.values("t", 1)).containsExactly("newest stays");
    }

    @Test
    void compactedTopicsKeepTheNewestOfEachKey() throws IOException {
        world.topic("t", 1, Map.of("cleanup.policy", "compact", "min.cleanable.dirty.ratio", "0"))
                .start();
        world.produce("t", "a");
        world.produce("t", "b");
        world.produce("t", "a");
        world.produce("t", "active");
        eventually(() ->
                !world.values("t", 0).contains("a") || world.values("t", 0).size() < 4);
        assertThat(world.values("t", 0)).containsExactly("b", "a", "active");
    }

    @Test
    void newSettingsReachOpenPartitionsAtOnce() throws IOException {
        world.with(PipelineSettings.RETENTION_CHECK_INTERVAL, Duration.ofHours(1))
                .topic("t")
                .start();
        world.produce("t", "old");
        world.produce("t", "newest stays");
        world.nowMs.addAndGet(2000);
        world.metadata.submit(new MetadataCommand.AlterConfigs(
                new ConfigResource(ConfigResource.Type.TOPIC, "t"), Map.of("retention.ms", "1000"), Set.of()));
        eventually(() ->
                await(world.fetch(World.now(from("t", 0)))).getFirst().error() == ErrorCode.OFFSET_OUT_OF_RANGE);
        assertThat(world.values("t", 1)).containsExactly("newest stays");
    }

    @Test
    void idlePartitionsAreClosedAndOpenedAgainWhenNeeded() throws IOException {
        world.with(PipelineSettings.PARTITION_IDLE_TIME, Duration.ofSeconds(10))
                .topic("t")
                .start();
        world.produce("t", World.idempotent(5, 0, 0, "a"));
        assertThat(world.logs.open).hasValue(1);
        world.nowMs.addAndGet(20_000);
        eventually(() -> world.logs.open.get() == 0);
        assertThat(world.values("t", 0)).containsExactly("a");
        world.nowMs.addAndGet(20_000);
        eventually(() -> world.logs.open.get() == 0);
        assertThat(world.produce("t", World.idempotent(5, 0, 0, "a")).baseOffset())
                .isZero();
        assertThat(world.produce("t", World.idempotent(5, 0, 1, "b")).baseOffset())
                .isEqualTo(1);
    }

    @Test
    void partitionWithAWaitingConsumerStaysOpen() throws IOException {
        world.with(PipelineSettings.PARTITION_IDLE_TIME, Duration.ofMillis(1))
                .topic("t")
                .start();
        world.produce("t", "a");
        CompletableFuture<List<gossip.api.broker.Records.Fetched>> fetch =
                world.fetch(World.waiting(60_000, from("t", 1)));
        world.nowMs.addAndGet(1000);
        world.produce("t", "b");
        assertThat(World.values(await(fetch).getFirst())).containsExactly("b");
    }

    @Test
    void failedFlushKeepsTheWriteAheadLog() throws IOException {
        world.topic("t").topic("u").start();
        world.produce("t", "a");
        eventually(() -> world.wal.sizeBytes() == 0);
        world.logs.fail(world.id("t", 0), new IOException("Input/output error"));
        assertThat(world.produce("u", "b").error()).isEqualTo(ErrorCode.NONE);
        eventually(() -> world.wal.sizeBytes() == 0);
        assertThat(world.produce("t", "c").error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    }
}
