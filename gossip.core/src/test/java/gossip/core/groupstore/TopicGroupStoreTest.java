package gossip.core.groupstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gossip.api.Acks;
import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records;
import gossip.api.broker.RequestContext;
import gossip.api.group.GroupStore.Changes;
import gossip.api.group.GroupStore.Committed;
import gossip.api.metadata.Assignment;
import gossip.api.metadata.MetadataCommand;
import gossip.api.metrics.Metrics;
import gossip.api.record.Codecs;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatchBuilder;
import gossip.core.topic.MemoryMetadata;
import gossip.core.topic.OffsetsTopic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicGroupStoreTest {
    private static final TopicPartition T0 = new TopicPartition("t", 0);
    private static final TopicPartition T1 = new TopicPartition("t", 1);
    private static final TopicPartition OFFSETS = new TopicPartition(OffsetsTopic.NAME, 0);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(7));

    private final MemoryMetadata metadata = new MemoryMetadata(2);
    private final MemoryRecords records = new MemoryRecords();
    private CompletableFuture<Set<String>> announced = new CompletableFuture<>();
    private TopicGroupStore store = new TopicGroupStore(CLOCK, Codecs.NONE, Metrics.NONE);

    @BeforeEach
    void offsetsTopicWithOnePartition() {
        createOffsetsTopic(Assignment.onOne(1, 1));
        store.start(new MemoryBroker(metadata, records), announced::complete);
        load("g");
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private void createOffsetsTopic(Assignment assignment) {
        metadata.submit(new MetadataCommand.CreateTopic(OffsetsTopic.NAME, UUID.randomUUID(), assignment, Map.of()));
    }

    private void load(String group) {
        store.load(group).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private void restart() {
        store.close();
        announced = new CompletableFuture<>();
        store = new TopicGroupStore(CLOCK, Codecs.NONE, Metrics.NONE);
        store.start(new MemoryBroker(metadata, records), announced::complete);
        load("g");
    }

    private static Committed at(long offset) {
        return new Committed(offset, 3, "née " + offset, 1_000 + offset);
    }

    private static ErrorCode failure(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().join();
            return ErrorCode.NONE;
        } catch (CompletionException e) {
            return ((BrokerException) e.getCause()).code();
        }
    }

    @Test
    void newestCommitIsReadBack() {
        store.write("g", Changes.commit(Map.of(T0, at(1), T1, at(2))));
        store.write("g", Changes.commit(Map.of(T0, at(5))));
        assertThat(store.offsets("g")).isEqualTo(Map.of(T0, at(5), T1, at(2)));
        assertThat(store.offsets("other")).isEmpty();
        assertThat(store.groups()).containsExactly("g");
    }

    @Test
    void commitsSurviveARestart() {
        for (int i = 0; i < 50; i++) {
            store.write("g", Changes.commit(Map.of(T0, at(i), new TopicPartition("t", 100 + i), at(i))));
        }
        store.write("g", Changes.forget(Set.of(T0)));
        Map<TopicPartition, Committed> before = store.offsets("g");
        restart();
        assertThat(store.offsets("g")).isEqualTo(before).hasSize(50);
    }

    @Test
    void commitTakesEffectOnlyWhenItIsDurable() {
        records.hold();
        CompletionStage<Void> done = store.write("g", Changes.commit(Map.of(T0, at(1))));
        assertThat(done.toCompletableFuture()).isNotDone();
        assertThat(store.offsets("g")).isEmpty();
        records.release();
        assertThat(done.toCompletableFuture()).isCompleted();
        assertThat(store.offsets("g")).containsEntry(T0, at(1));
    }

    @Test
    void commitsThatComeMeanwhileGoOutTogether() {
        records.hold();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(store.write("g" + i % 3, Changes.commit(Map.of(T0, at(i)))).toCompletableFuture());
        }
        records.release();
        assertThat(all).allMatch(CompletableFuture::isDone);
        assertThat(records.batchCount(OFFSETS)).isEqualTo(2);
        assertThat(store.offsets("g0")).containsEntry(T0, at(99));
    }

    @Test
    void gatheredCommitsStayFarBelowTheLargestBatch() {
        records.hold();
        Committed wordy = new Committed(1, -1, "x".repeat(4_000), 1);
        for (int i = 0; i < 100; i++) {
            store.write("g" + i, Changes.commit(Map.of(T0, wordy)));
        }
        records.release();
        assertThat(store.groups()).hasSize(100);
        assertThat(records.largestBatchBytes(OFFSETS)).isBetween(40_000, 70_000);
    }

    @Test
    void fullBrokerDelaysCommitsButLosesNone() {
        records.fill(true);
        CompletionStage<Void> first = store.write("g", Changes.commit(Map.of(T0, at(1))));
        CompletionStage<Void> second = store.write("g", Changes.commit(Map.of(T0, at(2))));
        assertThat(first.toCompletableFuture()).isNotDone();
        records.fill(false);
        assertThat(second.toCompletableFuture()).isCompleted();
        assertThat(store.offsets("g")).containsEntry(T0, at(2));
    }

    @Test
    void failedCommitChangesNothingAndIsTold() {
        store.write("g", Changes.commit(Map.of(T0, at(1))));
        records.fail(ErrorCode.NOT_ENOUGH_REPLICAS);
        assertThat(failure(store.write("g", Changes.commit(Map.of(T0, at(2))))))
                .isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        records.fail(ErrorCode.KAFKA_STORAGE_ERROR);
        assertThat(failure(store.write("g", Changes.commit(Map.of(T0, at(2)))))).isEqualTo(ErrorCode.NOT_COORDINATOR);
        records.fail(ErrorCode.MESSAGE_TOO_LARGE);
        assertThat(failure(store.write("g", Changes.commit(Map.of(T0, at(2))))))
                .isEqualTo(ErrorCode.INVALID_COMMIT_OFFSET_SIZE);
        records.fail(ErrorCode.NONE);
        assertThat(store.offsets("g")).containsEntry(T0, at(1));
        assertThat(failure(store.write("g", Changes.commit(Map.of(T0, at(3)))))).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void onlyCommitsThatAreTooLargeAreBlamedOnTheOffsets() {
        store.write("g", Changes.commit(Map.of(T0, at(1))));
        records.fail(ErrorCode.MESSAGE_TOO_LARGE);
        assertThat(failure(store.write("g", Changes.commit(Map.of(T0, at(2))))))
                .isEqualTo(ErrorCode.INVALID_COMMIT_OFFSET_SIZE);
        assertThat(failure(store.write("g", entry("a", "1")))).isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR);
        assertThat(failure(store.delete("g"))).isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR);
        records.fail(ErrorCode.RECORD_LIST_TOO_LARGE);
        assertThat(failure(store.write("h", entry("a", "1")))).isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR);
    }

    @Test
    void tooManyWaitingCommitsAreTurnedAway() {
        records.hold();
        List<CompletionStage<Void>> all = new ArrayList<>();
        for (int i = 0; i <= WriteQueue.MAX_WAITING + 1; i++) {
            all.add(store.write("g", Changes.commit(Map.of(T0, at(i)))));
        }
        assertThat(failure(all.getLast())).isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        records.release();
        assertThat(failure(all.get(WriteQueue.MAX_WAITING))).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void wholeGroupIsForgotten() {
        store.write("g", Changes.commit(Map.of(T0, at(1), T1, at(2))));
        store.delete("g");
        assertThat(store.offsets("g")).isEmpty();
        assertThat(store.groups()).isEmpty();
        restart();
        assertThat(store.groups()).isEmpty();
    }

    private static Changes entry(String name, String value) {
        return Changes.entries(Map.of(name, Optional.of(ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)))));
    }

    private Map<String, String> entries(String group) {
        Map<String, String> texts = new HashMap<>();
        store.entries(group)
                .forEach((name, value) ->
                        texts.put(name, StandardCharsets.UTF_8.decode(value).toString()));
        return texts;
    }

    @Test
    void entriesSurviveARestartAndTheirGroupsAreAnnounced() {
        store.write("g", entry("a", "1"));
        store.write("g", entry("a", "2"));
        store.write("g", entry("b", "3"));
        store.write("onlyOffsets", Changes.commit(Map.of(T0, at(1))));
        store.write("gone", entry("a", "1"));
        store.delete("gone");
        restart();
        assertThat(entries("g")).isEqualTo(Map.of("a", "2", "b", "3"));
        assertThat(store.groups()).containsExactlyInAnyOrder("g", "onlyOffsets");
        assertThat(announced.orTimeout(10, TimeUnit.SECONDS).join()).containsExactly("g");
    }

    @Test
    void afterAFailureLaterEntriesFailUntilSomebodyBeginsAnew() {
        store.write("g", entry("a", "1"));
        records.hold();
        records.fail(ErrorCode.NOT_ENOUGH_REPLICAS);
        CompletionStage<Void> first = store.write("g", entry("a", "2"));
        records.fail(ErrorCode.NONE);
        CompletionStage<Void> waiting = store.write("g", entry("a", "3"));
        CompletionStage<Void> other = store.write("h", entry("a", "4"));
        CompletionStage<Void> offset = store.write("g", Changes.commit(Map.of(T0, at(1))));
        records.release();
        assertThat(failure(first)).isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        assertThat(failure(waiting)).isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        assertThat(failure(other)).as("of another group").isEqualTo(ErrorCode.NONE);
        assertThat(failure(offset)).as("does not depend on what failed").isEqualTo(ErrorCode.NONE);
        assertThat(failure(store.write("g", entry("a", "5")))).isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        assertThat(entries("g")).isEqualTo(Map.of("a", "1"));
        assertThat(failure(store.write("g", entry("a", "6")))).isEqualTo(ErrorCode.NONE);
        assertThat(entries("g")).isEqualTo(Map.of("a", "6"));
    }

    @Test
    void unreadablePartitionRefusesCommits() {
        records.fail(ErrorCode.KAFKA_STORAGE_ERROR);
        store.close();
        store = new TopicGroupStore(CLOCK, Codecs.NONE, Metrics.NONE);
        store.start(new MemoryBroker(metadata, records), announced::complete);
        assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> load("g"));
        assertThat(failure(store.load("g"))).isEqualTo(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
        assertThat(failure(store.write("g", Changes.commit(Map.of(T0, at(1))))))
                .isEqualTo(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
    }

    @Test
    void halfReadPartitionTellsNothing() {
        store.write("g", entry("a", "older"));
        store.write("g", entry("a", "newer"));
        store.close();
        CompletableFuture<Void> halfWay = records.holdFetchesFrom(1);
        store = new TopicGroupStore(CLOCK, Codecs.NONE, Metrics.NONE);
        store.start(new MemoryBroker(metadata, records), announced::complete);
        halfWay.orTimeout(10, TimeUnit.SECONDS).join();
        assertThat(store.isLoading()).isTrue();
        assertThat(store.groups()).isEmpty();
        assertLoadInProgress(() -> store.entries("g"));
        assertLoadInProgress(() -> store.offsets("g"));
        records.releaseFetches();
        load("g");
        assertThat(store.isLoading()).isFalse();
        assertThat(store.groups()).containsExactly("g");
        assertThat(entries("g")).isEqualTo(Map.of("a", "newer"));
    }

    @Test
    void partitionWhoseReadingBrokeOffTellsNothing() {
        store.write("g", entry("a", "older"));
        store.write("g", entry("a", "newer"));
        store.close();
        CompletableFuture<Void> halfWay = records.holdFetchesFrom(1);
        store = new TopicGroupStore(CLOCK, Codecs.NONE, Metrics.NONE);
        store.start(new MemoryBroker(metadata, records), announced::complete);
        halfWay.orTimeout(10, TimeUnit.SECONDS).join();
        records.fail(ErrorCode.KAFKA_STORAGE_ERROR);
        records.releaseFetches();
        assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> load("g"));
        assertThat(store.isLoading()).isFalse();
        assertThat(store.groups()).isEmpty();
        assertLoadInProgress(() -> store.entries("g"));
    }

    private static void assertLoadInProgress(ThrowingCallable read) {
        assertThatExceptionOfType(BrokerException.class)
                .isThrownBy(read)
                .extracting(BrokerException::code)
                .isEqualTo(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
    }

    @Test
    void recordsThatAreNotUnderstoodAreSkippedAndCounted() throws IOException {
        store.write("g", Changes.commit(Map.of(T0, at(1))));
        store.write("g", entry("a", "1"));
        ByteBuffer newer = ByteBuffer.allocate(2).putShort((short) 9).flip();
        ByteBuffer torn =
                ByteBuffer.allocate(3).putShort((short) 1).put((byte) 0).flip();
        RecordBatchBuilder builder = new RecordBatchBuilder();
        builder.add(new NewRecord(
                1, Optional.of(KeyCodec.encode(new StoreKey.Offset("g", T0))), Optional.of(newer), List.of()));
        builder.add(new NewRecord(1, Optional.of(torn), Optional.of(newer.duplicate()), List.of()));
        records.produce(
                RequestContext.INTERNAL,
                new Records.Produce(List.of(new Records.PartitionBatches(OFFSETS, builder.build())), Acks.ALL, 1_000),
                results -> assertThat(results.getFirst().error()).isEqualTo(ErrorCode.NONE));
        store.write("h", Changes.commit(Map.of(T1, at(2))));
        store.close();
        AtomicLong skipped = new AtomicLong();
        store = new TopicGroupStore(CLOCK, Codecs.NONE, counting(skipped));
        store.start(new MemoryBroker(metadata, records), announced::complete);
        load("g");
        assertThat(store.offsets("g")).isEqualTo(Map.of(T0, at(1)));
        assertThat(entries("g")).isEqualTo(Map.of("a", "1"));
        assertThat(store.offsets("h")).isEqualTo(Map.of(T1, at(2)));
        assertThat(skipped).hasValue(2);
    }

    private static Metrics counting(AtomicLong skipped) {
        return new Metrics() {
            @Override
            public Counter counter(String name, String help, String... labels) {
                return name.equals("gossip_group_records_skipped_total") ? skipped::addAndGet : amount -> {};
            }

            @Override
            public Histogram histogram(String name, String help, String... labels) {
                return value -> {};
            }

            @Override
            public void gauge(String name, String help, DoubleSupplier value, String... labels) {
                // not looked at
            }
        };
    }

    @Test
    void groupOfAnotherBrokerIsRefused() {
        metadata.submit(new MetadataCommand.DeleteTopic(
                metadata.image().topic(OffsetsTopic.NAME).orElseThrow().id()));
        assertThat(failure(store.write("g", Changes.commit(Map.of(T0, at(1))))))
                .isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        createOffsetsTopic(Assignment.onOne(1, 2));
        assertThat(failure(store.load("g"))).isEqualTo(ErrorCode.NOT_COORDINATOR);
        assertThat(failure(store.write("g", Changes.commit(Map.of(T0, at(1)))))).isEqualTo(ErrorCode.NOT_COORDINATOR);
    }

    @Test
    void whatAnotherBrokerKeepsByNowTakesNoMemory() {
        store.write("g", Changes.commit(Map.of(T0, at(1), T1, at(2))));
        metadata.submit(new MetadataCommand.DeleteTopic(
                metadata.image().topic(OffsetsTopic.NAME).orElseThrow().id()));
        createOffsetsTopic(new Assignment(1, new int[] {2, 1}));
        String mine = List.of("g", "h", "i", "j", "k", "l").stream()
                .filter(group -> OffsetsTopic.partitionOf(group, 2) == 1)
                .findFirst()
                .orElseThrow();
        load(mine);
        store.write(mine, Changes.commit(Map.of(T0, at(1))));
        assertThat(store.groups()).containsExactly(mine);
        assertThat(store.usage(mine, Set.of()).ofAll()).isEqualTo(1);
    }

    @Test
    void storeThatIsNotStartedYetHasNoGroups() {
        try (TopicGroupStore idle = new TopicGroupStore(CLOCK, Codecs.NONE, Metrics.NONE)) {
            assertThat(idle.groups()).isEmpty();
        }
    }

    @Test
    void topicCreatedAnewBeginsEmpty() {
        store.write("g", Changes.commit(Map.of(T0, at(1))));
        metadata.submit(new MetadataCommand.DeleteTopic(
                metadata.image().topic(OffsetsTopic.NAME).orElseThrow().id()));
        assertThat(store.offsets("g")).isEmpty();
    }

    @Property(tries = 60)
    void storeBehavesLikeAMapAlsoAfterRestarts(@ForAll @Size(max = 60) List<@IntRange(max = 9_999) Integer> steps) {
        TopicGroupStoreTest fresh = new TopicGroupStoreTest();
        fresh.offsetsTopicWithOnePartition();
        fresh.behaveLikeAMap(steps);
        fresh.stop();
    }

    private void behaveLikeAMap(List<Integer> steps) {
        Map<String, Map<TopicPartition, Committed>> model = new HashMap<>();
        for (int step : steps) {
            String group = "g" + step / 10 % 3;
            TopicPartition partition = new TopicPartition("t", step / 100 % 4);
            Map<TopicPartition, Committed> expected = model.computeIfAbsent(group, g -> new HashMap<>());
            switch (step % 10) {
                case 0 -> restart();
                case 1 -> {
                    store.delete(group);
                    expected.clear();
                }
                case 2, 3 -> {
                    store.write(group, Changes.forget(Set.of(partition)));
                    expected.remove(partition);
                }
                default -> {
                    store.write(group, Changes.commit(Map.of(partition, at(step))));
                    expected.put(partition, at(step));
                }
            }
            model.forEach((g, offsets) -> assertThat(store.offsets(g)).isEqualTo(offsets));
        }
    }
}
