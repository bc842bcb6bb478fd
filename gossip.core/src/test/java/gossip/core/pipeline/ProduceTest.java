package gossip.core.pipeline;

import static gossip.core.pipeline.World.CLIENT;
import static gossip.core.pipeline.World.await;
import static gossip.core.pipeline.World.batch;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.Acks;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.PartitionBatches;
import gossip.api.broker.Records.Produce;
import gossip.api.broker.Records.Produced;
import gossip.api.metadata.ConfigResource;
import gossip.api.metadata.MetadataCommand;
import gossip.api.plugin.RecordInterceptor.Verdict;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordBatchBuilder;
import gossip.api.storage.CorruptLogException;
import gossip.core.security.Guard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ProduceTest {
    private final World world = new World();

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    @Test
    void batchesAreNumberedInTheOrderTheyCome() throws IOException {
        world.topic("t").start();
        List<CompletableFuture<List<Produced>>> answers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            answers.add(world.send("t", batch("a" + i, "b" + i)));
        }
        for (int i = 0; i < 500; i++) {
            assertThat(await(answers.get(i)).getFirst().baseOffset()).isEqualTo(2L * i);
        }
        assertThat(world.values("t", 0))
                .startsWith("a0", "b0", "a1", "b1")
                .endsWith("a499", "b499")
                .hasSize(1000);
    }

    @Test
    void oneSyncServesAllThatCameWhileAnotherRan() throws IOException {
        world.topic("t").start();
        world.wal.shut();
        CompletableFuture<List<Produced>> first = world.send("t", batch("first"));
        List<CompletableFuture<List<Produced>>> rest = IntStream.range(0, 200)
                .mapToObj(i -> world.send("t", batch("v" + i)))
                .toList();
        assertThat(first).isNotDone();
        world.wal.open();
        rest.forEach(World::await);
        assertThat(world.wal.syncs.get()).isLessThan(50);
    }

    @Test
    void recordsAreNotVisibleBeforeTheyAreSynced() throws IOException {
        world.topic("t").start();
        assertThat(world.produce("t", "durable").error()).isEqualTo(ErrorCode.NONE);
        world.wal.shut();
        CompletableFuture<List<Produced>> answer = world.send("t", batch("pending"));
        assertThat(world.values("t", 0)).containsExactly("durable");
        world.wal.open();
        await(answer);
        assertThat(world.values("t", 0)).containsExactly("durable", "pending");
    }

    @Test
    void topicsWithoutSyncDoNotWaitForIt() throws IOException {
        world.topic("synced").osTopic("quick").start();
        world.wal.shut();
        CompletableFuture<List<Produced>> slow = world.send("synced", batch("a"));
        assertThat(world.produce("quick", "b").error()).isEqualTo(ErrorCode.NONE);
        assertThat(slow).isNotDone();
        assertThat(world.wal.appends.get()).isEqualTo(1);
    }

    @Test
    void fullBrokerRefusesAndCallsBack() throws IOException {
        world.with(PipelineSettings.MAX_INFLIGHT_REQUESTS, 2).topic("t").start();
        world.wal.shut();
        CompletableFuture<List<Produced>> first = world.send("t", batch("1"));
        CompletableFuture<List<Produced>> second = world.send("t", batch("2"));
        Produce third =
                new Produce(List.of(new PartitionBatches(new TopicPartition("t", 0), batch("3"))), Acks.ALL, 1000);
        assertThat(world.records.produce(CLIENT, third, answer -> {})).isFalse();
        CompletableFuture<Void> writable = new CompletableFuture<>();
        world.records.whenWritable(() -> writable.complete(null));
        assertThat(writable).isNotDone();
        world.wal.open();
        await(writable);
        await(first);
        await(second);
        assertThat(world.produce("t", "3").baseOffset()).isEqualTo(2);
    }

    @Test
    void tooManyBytesUnderWayAreRefusedToo() throws IOException {
        world.with(PipelineSettings.MAX_INFLIGHT_BYTES, 10L).topic("t").start();
        world.wal.shut();
        CompletableFuture<List<Produced>> larger = world.send("t", batch("larger than the limit"));
        Produce next =
                new Produce(List.of(new PartitionBatches(new TopicPartition("t", 0), batch("x"))), Acks.ALL, 1000);
        assertThat(world.records.produce(CLIENT, next, answer -> {})).isFalse();
        world.wal.open();
        assertThat(await(larger).getFirst().error()).isEqualTo(ErrorCode.NONE);
        assertThat(world.produce("t", "x").error()).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void requestOverManyShardsIsAnsweredOnceInItsOrder() throws IOException {
        world.with(PipelineSettings.SHARDS, 4).topic("t", 16, Map.of()).start();
        PartitionBatches[] parts = IntStream.range(0, 20)
                .mapToObj(i -> new PartitionBatches(new TopicPartition("t", i), batch("p" + i)))
                .toArray(PartitionBatches[]::new);
        List<Produced> answer = await(world.send(Acks.ALL, parts));
        assertThat(answer)
                .extracting(p -> p.partition().partition())
                .containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
        assertThat(answer.subList(0, 16)).allMatch(p -> p.error() == ErrorCode.NONE);
        assertThat(answer.subList(16, 20)).allMatch(p -> p.error() == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void failedSyncFailsAllThatWaitAndAllThatFollows() throws IOException {
        world.topic("t").osTopic("quick").start();
        world.produce("t", "durable");
        world.wal.shut();
        CompletableFuture<List<Produced>> one = world.send("t", batch("1"));
        CompletableFuture<List<Produced>> two = world.send("t", batch("2"));
        world.wal.syncFailure = new IOException("Input/output error");
        world.wal.open();
        assertThat(await(one).getFirst().error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
        assertThat(await(two).getFirst().error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
        world.wal.syncFailure = null;
        int syncs = world.wal.syncs.get();
        assertThat(world.produce("t", "3").error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
        assertThat(world.wal.syncs.get()).isEqualTo(syncs);
        assertThat(world.values("t", 0)).containsExactly("durable");
        assertThat(world.produce("quick", "4").error()).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void fullDiskRefusesWritesServesReadsAndRecovers() throws IOException {
        world.topic("t").start();
        world.produce("t", "before");
        world.disk.full(true);
        Produced refused = world.produce("t", "while full");
        assertThat(refused.error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
        assertThat(refused.message()).contains("full").contains("free");
        assertThat(world.values("t", 0)).containsExactly("before");
        world.disk.full(false);
        assertThat(world.produce("t", "after").baseOffset()).isEqualTo(1);
        assertThat(world.values("t", 0)).containsExactly("before", "after");
    }

    @Test
    void batchIsTakenBackFromTheLogWhenTheWriteAheadLogIsFull() throws IOException {
        world.topic("t").start();
        world.wal.appendFailure = new gossip.api.storage.DiskFullException("no space for the write-ahead log");
        assertThat(world.produce("t", "lost").error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
        world.wal.appendFailure = null;
        assertThat(world.produce("t", "kept").baseOffset()).isZero();
        assertThat(world.losePower().values("t", 0)).containsExactly("kept");
    }

    @Test
    void corruptPartitionIsIsolated() throws IOException {
        world.topic("t", 2, Map.of()).start();
        world.logs.fail(world.id("t", 0), new CorruptLogException("segment 0 is damaged at position 17"));
        List<Produced> answer = await(world.send(
                Acks.ALL,
                new PartitionBatches(new TopicPartition("t", 0), batch("a")),
                new PartitionBatches(new TopicPartition("t", 1), batch("b"))));
        assertThat(answer).extracting(Produced::error).containsExactly(ErrorCode.KAFKA_STORAGE_ERROR, ErrorCode.NONE);
        assertThat(answer.getFirst().message()).contains("segment 0").contains("17");
        world.logs.heal();
        assertThat(world.produce("t", "still refused").error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    }

    @Test
    void badBatchesAreRefusedWithTheirReason() throws IOException {
        world.topic("t").topic("small", 1, Map.of("max.message.bytes", "100")).start();
        ByteBuffer corrupt = batch("a");
        corrupt.put(corrupt.limit() - 1, (byte) 99);
        assertThat(world.produce("t", corrupt).error()).isEqualTo(ErrorCode.CORRUPT_MESSAGE);
        assertThat(world.produce("t", ByteBuffer.allocate(10)).error()).isEqualTo(ErrorCode.CORRUPT_MESSAGE);
        assertThat(world.produce("t", ByteBuffer.allocate(0)).error()).isEqualTo(ErrorCode.INVALID_RECORD);
        Produced large = world.produce("small", "x".repeat(200));
        assertThat(large.error()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
        assertThat(large.message()).contains("100").contains("max.message.bytes");
        assertThat(world.produce("t", flagged(0x10)).error()).isEqualTo(ErrorCode.INVALID_RECORD);
        assertThat(world.produce("t", flagged(0x20)).error()).isEqualTo(ErrorCode.INVALID_RECORD);
        assertThat(world.produce("t", flagged(0x08)).error()).isEqualTo(ErrorCode.INVALID_TIMESTAMP);
        assertThat(world.produce("t", flagged(0x07)).error()).isEqualTo(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE);
        assertThat(world.produce("t", "fine").baseOffset()).isZero();
    }

    private static ByteBuffer flagged(int attributes) {
        ByteBuffer batch = batch("v");
        batch.putShort(21, (short) attributes);
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(batch.slice(21, batch.limit() - 21));
        return batch.putInt(17, (int) crc.getValue());
    }

    @Test
    void timestampsFarAheadAreRefused() throws IOException {
        world.topic("t").start();
        world.nowMs.set(1_700_000_000_000L - 2 * 3_600_000);
        assertThat(world.produce("t", "from the future").error()).isEqualTo(ErrorCode.INVALID_TIMESTAMP);
    }

    @Test
    void logAppendTimeIsStampedAndTold() throws IOException {
        world.topic("t", 1, Map.of("message.timestamp.type", "LogAppendTime")).start();
        world.nowMs.set(1_800_000_000_000L);
        assertThat(world.produce("t", "v").logAppendTimeMs()).isEqualTo(1_800_000_000_000L);
        assertThat(World.stored(
                        await(world.fetch(World.now(World.from("t", 0)))).getFirst()))
                .singleElement()
                .matches(record -> record.timestampMs() == 1_800_000_000_000L);
    }

    @Test
    void compactedTopicsWantKeys() throws IOException {
        world.topic("t", 1, Map.of("cleanup.policy", "compact")).start();
        ByteBuffer keyless = new RecordBatchBuilder()
                .add(new gossip.api.record.NewRecord(
                        1, java.util.Optional.empty(), java.util.Optional.empty(), List.of()))
                .build();
        assertThat(world.produce("t", keyless).error()).isEqualTo(ErrorCode.INVALID_RECORD);
        assertThat(world.produce("t", "keyed").error()).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void tooFewReplicasRefuseAcksAllOnly() throws IOException {
        world.topic("t", 1, Map.of("min.insync.replicas", "2")).start();
        assertThat(world.produce("t", "all").error()).isEqualTo(ErrorCode.NOT_ENOUGH_REPLICAS);
        PartitionBatches part = new PartitionBatches(new TopicPartition("t", 0), batch("one"));
        assertThat(await(world.send(Acks.LEADER, part)).getFirst().error()).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void interceptorsRefuseOneBatchAndHarmNothingElse() throws IOException {
        world.interceptors = List.of(
                (context, partition, batch) ->
                        partition.partition() == 0 ? new Verdict.Refuse("not on a Sunday") : Verdict.ACCEPT,
                (context, partition, batch) -> {
                    if (partition.partition() == 1) {
                        throw new IllegalStateException("broken");
                    }
                    return Verdict.ACCEPT;
                });
        world.topic("t", 3, Map.of()).start();
        List<Produced> answer = await(world.send(
                Acks.ALL,
                IntStream.range(0, 3)
                        .mapToObj(i -> new PartitionBatches(new TopicPartition("t", i), batch("v")))
                        .toArray(PartitionBatches[]::new)));
        assertThat(answer)
                .extracting(Produced::error)
                .containsExactly(ErrorCode.INVALID_RECORD, ErrorCode.INVALID_RECORD, ErrorCode.NONE);
        assertThat(answer.getFirst().message()).isEqualTo("not on a Sunday");
    }

    @Test
    void whoMayNotWriteIsToldForEachTopic() throws IOException {
        world.guard = new Guard(
                List.of((context, operation, resource) -> !resource.name().equals("secret")));
        world.topic("secret").topic("open").start();
        List<Produced> answer = await(world.send(
                Acks.ALL,
                new PartitionBatches(new TopicPartition("secret", 0), batch("a")),
                new PartitionBatches(new TopicPartition("open", 0), batch("b"))));
        assertThat(answer)
                .extracting(Produced::error)
                .containsExactly(ErrorCode.TOPIC_AUTHORIZATION_FAILED, ErrorCode.NONE);
    }

    @Test
    void durabilityMayChangeWhileRecordsFlow() throws IOException {
        world.osTopic("t").start();
        world.produce("t", "in the page cache");
        world.metadata.submit(new MetadataCommand.AlterConfigs(
                new ConfigResource(ConfigResource.Type.TOPIC, "t"), Map.of("gossip.durability", "fsync"), Set.of()));
        world.produce("t", "in the write-ahead log");
        assertThat(world.losePower().values("t", 0)).containsExactly("in the page cache", "in the write-ahead log");
    }

    // the old topic's records are deleted beside this, sooner or later
    @RepeatedTest(30)
    void recreatedTopicStartsEmpty() throws IOException {
        world.topic("t").start();
        world.produce("t", "old");
        world.metadata.submit(new MetadataCommand.DeleteTopic(
                world.metadata.image().topic("t").orElseThrow().id()));
        assertThat(world.produce("t", "nowhere").error()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        world.topic("t");
        assertThat(world.produce("t", "new").baseOffset()).isZero();
        assertThat(world.values("t", 0)).containsExactly("new");
    }

    @Test
    void forcedCodecIsApplied() throws IOException {
        world.codecs = new gossip.api.record.Codecs(List.of(new Reversing()));
        world.topic("t", 1, Map.of("compression.type", "gzip")).start();
        assertThat(world.produce("t", "plain", "text").error()).isEqualTo(ErrorCode.NONE);
        ByteBuffer stored = await(world.fetch(World.now(World.from("t", 0))))
                .getFirst()
                .records()
                .toBuffer();
        RecordBatch batch = RecordBatch.at(stored, 0);
        assertThat(batch.isIntact()).isTrue();
        assertThat(batch.compression()).isEqualTo(gossip.api.record.CompressionType.GZIP);
        assertThat(new gossip.api.record.RecordReader(world.codecs, 1000).readAll(stored))
                .hasSize(2);
    }

    /** A codec that is easy to see through. */
    private static final class Reversing implements gossip.api.record.CompressionCodec {
        @Override
        public gossip.api.record.CompressionType type() {
            return gossip.api.record.CompressionType.GZIP;
        }

        @Override
        public ByteBuffer compress(ByteBuffer plain) {
            ByteBuffer reversed = ByteBuffer.allocate(plain.remaining());
            for (int i = plain.limit() - 1; i >= plain.position(); i--) {
                reversed.put(plain.get(i));
            }
            return reversed.flip();
        }

        @Override
        public ByteBuffer decompress(ByteBuffer compressed, int maxBytes) {
            return compress(compressed);
        }
    }
}
