package gossip.core.pipeline;

import static gossip.core.pipeline.World.await;
import static gossip.core.pipeline.World.idempotent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.broker.Records.Produced;
import gossip.api.metadata.ConfigResource;
import gossip.api.metadata.MetadataCommand;
import gossip.api.record.RecordBatchBuilder;
import gossip.api.storage.CorruptLogException;
import gossip.api.storage.DiskFullException;
import gossip.api.storage.LogConfig;
import gossip.plugins.simulation.MemoryLogStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private final World world = new World();

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    @Test
    void acknowledgedRecordsSurviveLossOfPower() throws IOException {
        world.topic("t").topic("u").start();
        for (int i = 0; i < 50; i++) {
            assertThat(world.produce("t", "t" + i).error()).isEqualTo(ErrorCode.NONE);
            assertThat(world.produce("u", "u" + i).error()).isEqualTo(ErrorCode.NONE);
        }
        world.losePower();
        assertThat(world.values("t", 0)).hasSize(50).startsWith("t0").endsWith("t49");
        assertThat(world.values("u", 0)).hasSize(50);
        assertThat(world.produce("t", "next").baseOffset()).isEqualTo(50);
    }

    @Test
    void whatWasNeverSyncedIsGoneAndItsOffsetIsUsedAgain() throws IOException {
        world.topic("t").start();
        world.produce("t", "kept");
        world.wal.shut();
        CompletableFuture<List<Produced>> unsynced = world.send("t", World.batch("unsynced"));
        world.wal.syncFailure = new IOException("no power");
        world.losePower();
        assertThat(await(unsynced).getFirst().error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
        assertThat(world.values("t", 0)).containsExactly("kept");
        assertThat(world.produce("t", "again").baseOffset()).isEqualTo(1);
    }

    @Test
    void powerMayGoAgainRightAfterRecovery() throws IOException {
        world.topic("t").start();
        world.produce("t", "a");
        world.losePower();
        world.losePower();
        world.produce("t", "b");
        world.losePower();
        assertThat(world.values("t", 0)).containsExactly("a", "b");
    }

    @Test
    void duplicatesAreKnownAfterCleanRestartAndAfterLossOfPower() throws IOException {
        world.topic("t").start();
        world.produce("t", idempotent(9, 0, 0, "a", "b"));
        world.produce("t", idempotent(9, 0, 2, "c"));
        world.restart();
        Produced again = world.produce("t", idempotent(9, 0, 2, "c"));
        assertThat(again.error()).isEqualTo(ErrorCode.NONE);
        assertThat(again.baseOffset()).isEqualTo(2);
        world.produce("t", idempotent(9, 0, 3, "d"));
        world.losePower();
        assertThat(world.produce("t", idempotent(9, 0, 3, "d")).baseOffset()).isEqualTo(3);
        assertThat(world.produce("t", idempotent(9, 0, 0, "a", "b")).baseOffset())
                .isZero();
        assertThat(world.produce("t", idempotent(9, 0, 6, "gap")).error())
                .isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
        assertThat(world.values("t", 0)).containsExactly("a", "b", "c", "d");
    }

    @Test
    void duplicateIsNotConfirmedBeforeTheFirstIsDurable() throws IOException {
        world.topic("t").start();
        world.wal.shut();
        CompletableFuture<List<Produced>> first = world.send("t", idempotent(9, 0, 0, "a"));
        CompletableFuture<List<Produced>> again = world.send("t", idempotent(9, 0, 0, "a"));
        assertThat(world.values("t", 0)).isEmpty();
        assertThat(again).isNotDone();
        world.wal.open();
        assertThat(await(first).getFirst().baseOffset()).isZero();
        assertThat(await(again).getFirst().baseOffset()).isZero();
        assertThat(world.values("t", 0)).containsExactly("a");
    }

    @Test
    void cleanRestartNeedsNoReplayAndKeepsWhatWasOnlyInThePageCache() throws IOException {
        world.osTopic("t").start();
        world.produce("t", "a");
        world.records.close();
        assertThat(world.wal.sizeBytes()).isZero();
        world.disk.losePower();
        world.wal = new GatedWal(new gossip.plugins.simulation.MemoryWriteAheadLog(world.disk));
        world.start();
        assertThat(world.values("t", 0)).containsExactly("a");
    }

    @Test
    void entriesOfDeletedTopicsAreSkippedAndTheirFilesDeleted() throws IOException {
        world.topic("t").topic("gone").start();
        world.produce("t", "a");
        world.produce("gone", "b");
        PartitionId gone = world.id("gone", 0);
        world.wal.open();
        world.disk.failWith("no power");
        try {
            world.records.close();
        } catch (IOException e) {
            // as it must
        }
        world.disk.heal();
        world.disk.losePower();
        world.metadata.submit(new MetadataCommand.DeleteTopic(
                world.metadata.image().topic("gone").orElseThrow().id()));
        world.wal = new GatedWal(new gossip.plugins.simulation.MemoryWriteAheadLog(world.disk));
        world.start();
        assertThat(world.values("t", 0)).containsExactly("a");
        assertThat(world.logs.partitions()).doesNotContain(gone);
    }

    @Test
    void recordsAreKeptWhenTheMetadataKnowsNoTopicAtAll() throws IOException {
        world.topic("t").start();
        world.produce("t", "a");
        world.records.close();
        world.metadata.submit(new MetadataCommand.DeleteTopic(
                world.metadata.image().topic("t").orElseThrow().id()));
        world.start();
        assertThat(world.logs.partitions()).hasSize(1);
    }

    @Test
    void damagedPartitionIsLeftAloneAndItsEntriesSurviveUntilItIsRepaired() throws IOException {
        world.topic("t").topic("u").start();
        world.produce("t", "a");
        world.produce("u", "b");
        world.logs.fail(world.id("t", 0), new CorruptLogException("damaged at position 5"));
        world.losePower();
        assertThat(world.produce("t", "x").error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
        assertThat(world.values("u", 0)).containsExactly("b");
        assertThat(world.produce("u", "c").error()).isEqualTo(ErrorCode.NONE);
        world.restart();
        world.logs.heal();
        world.losePower();
        assertThat(world.values("t", 0)).containsExactly("a");
        assertThat(world.values("u", 0)).containsExactly("b", "c");
    }

    @Test
    void topicWithSettingsNobodyUnderstandsIsRefusedAloneAndLosesNothing() throws IOException {
        world.topic("t").topic("u").start();
        world.produce("t", "a");
        world.produce("u", "b");
        configure("t", Map.of("segment.bytes", "plenty"), List.of());
        Produced refused = world.produce("t", "x");
        assertThat(refused.error()).isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(refused.message())
                .contains("topic 't' cannot be used")
                .contains("segment.bytes='plenty'")
                .contains("gossip topic alter t --delete-config segment.bytes");
        assertThat(world.produce("u", "c").error()).isEqualTo(ErrorCode.NONE);
        world.losePower();
        assertThat(world.produce("t", "x").error()).isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(world.values("u", 0)).containsExactly("b", "c");
        world.restart();
        configure("t", Map.of(), List.of("segment.bytes"));
        refused = world.produce("t", "x");
        assertThat(refused.error()).isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(refused.message()).contains("restart the broker");
        world.losePower();
        assertThat(world.values("t", 0)).containsExactly("a");
        assertThat(world.produce("t", "d").baseOffset()).isEqualTo(1);
        assertThat(world.values("u", 0)).containsExactly("b", "c");
    }

    @Test
    void whatWaitsForASettingToBePutRightNamesItWhenItIsMoreThanThereIsRoomFor() throws IOException {
        world.topic("t").start();
        for (int i = 0; i < 20; i++) {
            world.produce("t", "v".repeat(100_000) + i);
        }
        configure("t", Map.of("segment.bytes", "plenty", "no.such.setting", "1"), List.of());
        world.stopWithoutPower();
        world.newWal();
        world.with(PipelineSettings.CHECKPOINT_BYTES, 1L << 20);

        assertThatThrownBy(world::start)
                .hasMessageContaining("storage.checkpoint_bytes (1048576)")
                .hasMessageContaining("topic 't'")
                .hasMessageContaining("segment.bytes='plenty'")
                .hasMessageContaining(
                        "gossip topic alter t --delete-config no.such.setting --delete-config segment.bytes");

        world.newWal();
        world.with(PipelineSettings.CHECKPOINT_BYTES, 8L << 20).start();
        configure("t", Map.of(), List.of("segment.bytes", "no.such.setting"));
        world.losePower();
        assertThat(world.values("t", 19)).hasSize(1);
    }

    private void configure(String topic, Map<String, String> set, List<String> removed) {
        world.metadata.submit(new MetadataCommand.AlterConfigs(
                new ConfigResource(ConfigResource.Type.TOPIC, topic), set, Set.copyOf(removed)));
    }

    @Test
    void entriesOfADamagedPartitionSurviveARecoveryThatFails() throws IOException {
        world.topic("t").topic("u").start();
        world.produce("t", "a");
        world.produce("u", "b");
        world.logs.fail(world.id("t", 0), new CorruptLogException("damaged at position 5"));
        world.stopWithoutPower();
        for (int crash = 0; crash < 3; crash++) {
            world.wal.appendFailure = new DiskFullException("no space");
            assertThatThrownBy(world::start).hasMessageContaining("no space");
            world.disk.losePower();
            world.newWal();
            world.wal.syncFailure = new IOException("no power");
            assertThatThrownBy(world::start).hasMessageContaining("no power");
            world.disk.losePower();
            world.newWal();
        }
        world.logs.heal();
        world.start();
        assertThat(world.values("t", 0)).containsExactly("a");
        assertThat(world.values("u", 0)).containsExactly("b");
    }

    @Test
    void entriesThatAreCarriedOverAgainCountOnce() throws IOException {
        Quarantine quarantine = new Quarantine(1000);
        PartitionId id = new PartitionId(new UUID(1, 2), 3);
        for (int i = 0; i < 100; i++) {
            quarantine.add(id, World.batch("a"), "because");
        }
        world.wal.reset();
        quarantine.carryOver(world.wal);
        assertThat(world.wal.appends).hasValue(1);
    }

    @Test
    void whatADamagedPartitionTookBeforeIsFlushed() throws IOException {
        world.topic("t").start();
        world.produce("t", "a");
        PartitionId id = world.id("t", 0);
        world.wal.append(id, World.build(new RecordBatchBuilder().baseOffset(7), "beyond a gap"));
        world.wal.sync();
        world.losePower();
        assertThat(world.produce("t", "x").error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
        world.stopWithoutPower();
        assertThat(new MemoryLogStore(world.disk).open(id, LogConfig.DEFAULT).logEndOffset())
                .isEqualTo(1);
        world.newWal();
        world.start();
    }

    @Test
    void gapBetweenLogAndWriteAheadLogIsolatesThePartition() throws IOException {
        world.topic("t").topic("u").start();
        world.produce("t", "a");
        world.produce("t", "b");
        world.produce("u", "c");
        PartitionId id = world.id("t", 0);
        world.wal.trim(1);
        world.losePower();
        assertThat(world.produce("t", "x").error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
        assertThat(world.values("u", 0)).containsExactly("c");
        assertThat(world.logs.partitions()).contains(id);
    }

    @Test
    void checkpointFlushesTheLogsAndTrimsTheWriteAheadLog() throws IOException {
        world.with(PipelineSettings.CHECKPOINT_BYTES, 1000L)
                .topic("t", 1, Map.of())
                .start();
        for (int i = 0; i < 100; i++) {
            world.produce("t", "v" + i);
        }
        long end = System.nanoTime() + 10_000_000_000L;
        while (world.wal.sizeBytes() > 2000 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(world.wal.sizeBytes()).isLessThan(2000);
        assertThat(world.losePower().values("t", 0)).hasSize(100);
    }
}
