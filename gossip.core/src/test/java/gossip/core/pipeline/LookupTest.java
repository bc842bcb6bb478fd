package gossip.core.pipeline;

import static gossip.core.pipeline.World.CLIENT;
import static gossip.core.pipeline.World.await;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.EpochEnd;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.Deleted;
import gossip.api.broker.Records.EpochAnswer;
import gossip.api.broker.Records.EpochQuery;
import gossip.api.broker.Records.OffsetAnswer;
import gossip.api.broker.Records.OffsetQuery;
import gossip.api.broker.Records.OffsetSpec;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatchBuilder;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LookupTest {
    private static final TopicPartition T = new TopicPartition("t", 0);
    private static final long TIME_MS = 1_600_000_000_000L;
    private final World world = new World();

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    private OffsetAnswer offset(OffsetSpec spec) {
        return await(world.records
                        .offsets(CLIENT, List.of(new OffsetQuery(T, -1, spec, false)))
                        .toCompletableFuture())
                .getFirst();
    }

    private Deleted deleteBefore(long offset) {
        return await(world.records.deleteBefore(CLIENT, Map.of(T, offset)).toCompletableFuture())
                .get(T);
    }

    private void produceAt(long... secondsAfter) throws IOException {
        RecordBatchBuilder builder = new RecordBatchBuilder();
        for (long seconds : secondsAfter) {
            builder.add(NewRecord.of(TIME_MS + seconds * 1000, "k", "v"));
        }
        assertThat(world.produce("t", builder.build()).error()).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void firstAndLastOffsetsAreThoseOfTheLog() throws IOException {
        world.topic("t").start();
        assertThat(offset(new OffsetSpec.Latest()).offset()).isZero();
        produceAt(1, 2, 3);
        assertThat(offset(new OffsetSpec.Latest()).offset()).isEqualTo(3);
        assertThat(offset(new OffsetSpec.Earliest()).offset()).isZero();
        assertThat(deleteBefore(2).logStartOffset()).isEqualTo(2);
        assertThat(offset(new OffsetSpec.Earliest()).offset()).isEqualTo(2);
    }

    @Test
    void timeFindsTheRecordItself() throws IOException {
        world.topic("t").start();
        produceAt(1, 5, 9);
        produceAt(10, 20);
        assertThat(offset(new OffsetSpec.AtTime(TIME_MS + 5000)))
                .isEqualTo(new OffsetAnswer(T, ErrorCode.NONE, 1, TIME_MS + 5000, 0));
        assertThat(offset(new OffsetSpec.AtTime(TIME_MS + 9001)).offset()).isEqualTo(3);
        assertThat(offset(new OffsetSpec.AtTime(0)).offset()).isZero();
        OffsetAnswer none = offset(new OffsetSpec.AtTime(TIME_MS + 20_001));
        assertThat(none.error()).isEqualTo(ErrorCode.NONE);
        assertThat(none.offset()).isEqualTo(-1);
    }

    @Test
    void timeDoesNotFindDeletedRecords() throws IOException {
        world.topic("t").start();
        produceAt(1, 2, 3);
        deleteBefore(1);
        assertThat(offset(new OffsetSpec.AtTime(0)).offset()).isEqualTo(1);
    }

    @Test
    void largestTimestampIsFoundWhereverItIs() throws IOException {
        world.topic("t").start();
        assertThat(offset(new OffsetSpec.MaxTimestamp()).offset()).isEqualTo(-1);
        produceAt(1, 30, 2);
        produceAt(4);
        assertThat(offset(new OffsetSpec.MaxTimestamp()))
                .isEqualTo(new OffsetAnswer(T, ErrorCode.NONE, 1, TIME_MS + 30_000, 0));
    }

    @Test
    void logAppendTimeIsLookedUpByTheBrokersClock() throws IOException {
        world.topic("t", 1, Map.of("message.timestamp.type", "LogAppendTime")).start();
        world.nowMs.set(TIME_MS);
        produceAt(-99, -98);
        world.nowMs.set(TIME_MS + 1000);
        produceAt(-97, -96);
        assertThat(offset(new OffsetSpec.AtTime(TIME_MS + 1)).offset()).isEqualTo(2);
        assertThat(offset(new OffsetSpec.MaxTimestamp()).offset()).isEqualTo(2);
    }

    @Test
    void missingPartitionsAndWrongEpochsAreTold() throws IOException {
        world.topic("t").start();
        List<OffsetAnswer> answers = await(world.records
                .offsets(
                        CLIENT,
                        List.of(
                                new OffsetQuery(new TopicPartition("x", 0), -1, new OffsetSpec.Latest(), false),
                                new OffsetQuery(T, 3, new OffsetSpec.Latest(), false)))
                .toCompletableFuture());
        assertThat(answers)
                .extracting(OffsetAnswer::error)
                .containsExactly(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.UNKNOWN_LEADER_EPOCH);
    }

    @Test
    void epochsEndWhereTheLogSays() throws IOException {
        world.topic("t").start();
        produceAt(1, 2);
        List<EpochAnswer> answers = await(world.records
                .epochEnds(CLIENT, List.of(new EpochQuery(T, -1, 0)))
                .toCompletableFuture());
        assertThat(answers.getFirst().end()).contains(new EpochEnd(0, 2));
    }

    @Test
    void recordsAreDeletedUpToTheHighWatermarkAtMost() throws IOException {
        world.topic("t").start();
        produceAt(1, 2, 3);
        assertThat(deleteBefore(4).error()).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE);
        assertThat(deleteBefore(-2).error()).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE);
        assertThat(deleteBefore(-1).logStartOffset()).isEqualTo(3);
        assertThat(deleteBefore(1).logStartOffset()).isEqualTo(3);
        world.losePower();
        assertThat(offset(new OffsetSpec.Earliest()).offset()).isEqualTo(3);
        produceAt(4);
        assertThat(offset(new OffsetSpec.Latest()).offset()).isEqualTo(4);
    }

    @Test
    void deletionWithinABatchSurvivesLossOfPower() throws IOException {
        world.topic("t").start();
        produceAt(1, 2, 3);
        produceAt(4);
        deleteBefore(1);
        world.losePower();
        assertThat(offset(new OffsetSpec.Earliest()).offset()).isEqualTo(1);
        assertThat(offset(new OffsetSpec.Latest()).offset()).isEqualTo(4);
    }

    @Test
    void compactedTopicsRefuseDeletion() throws IOException {
        world.topic("t", 1, Map.of("cleanup.policy", "compact")).start();
        produceAt(1);
        assertThat(deleteBefore(1).error()).isEqualTo(ErrorCode.POLICY_VIOLATION);
    }

    @Test
    void producerIdsAreNeverGivenTwice() throws IOException {
        world.topic("t").start();
        Set<Long> ids = new HashSet<>();
        for (int i = 0; i < 2500; i++) {
            ProducerIdentity identity = await(world.records.newProducer(CLIENT).toCompletableFuture());
            assertThat(ids.add(identity.producerId())).isTrue();
            assertThat(identity.epoch()).isZero();
        }
        world.restart();
        assertThat(ids)
                .doesNotContain(await(world.records.newProducer(CLIENT).toCompletableFuture())
                        .producerId());
    }
}
