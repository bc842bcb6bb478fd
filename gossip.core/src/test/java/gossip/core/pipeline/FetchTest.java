package gossip.core.pipeline;

import static gossip.core.pipeline.World.CLIENT;
import static gossip.core.pipeline.World.await;
import static gossip.core.pipeline.World.batch;
import static gossip.core.pipeline.World.from;
import static gossip.core.pipeline.World.values;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.EpochEnd;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.Fetch;
import gossip.api.broker.Records.FetchPartition;
import gossip.api.broker.Records.Fetched;
import gossip.api.broker.Records.Produced;
import gossip.api.broker.Records.Waiting;
import gossip.api.metadata.MetadataCommand;
import gossip.core.security.Guard;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FetchTest {
    private static final int LONG_MS = 60_000;
    private final World world = new World();

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    @Test
    void fetchAtTheTailWaitsForRecordsWithoutAReader() throws IOException {
        world.topic("t").start();
        world.produce("t", "a");
        int reads = world.logs.reads.get();
        CompletableFuture<List<Fetched>> fetch = world.fetch(World.waiting(LONG_MS, from("t", 1)));
        assertThat(fetch).isNotDone();
        assertThat(world.logs.reads.get()).isEqualTo(reads);
        world.produce("t", "b");
        assertThat(values(await(fetch).getFirst())).containsExactly("b");
    }

    @Test
    void fetchOfAnEmptyPartitionThatNobodyOpenedWaitsToo() throws IOException {
        world.topic("t").start();
        CompletableFuture<List<Fetched>> fetch = world.fetch(World.waiting(LONG_MS, from("t", 0)));
        world.produce("t", "a");
        assertThat(values(await(fetch).getFirst())).containsExactly("a");
    }

    @Test
    void deadlineEndsTheWaitWithWhatThereIs() throws IOException {
        world.topic("t").start();
        world.produce("t", "a");
        Fetch wantsMuch = new Fetch(List.of(from("t", 0)), 20, 1 << 20, 1 << 20, false);
        assertThat(values(await(world.fetch(wantsMuch)).getFirst())).containsExactly("a");
        Fetched empty = await(world.fetch(World.waiting(20, from("t", 1)))).getFirst();
        assertThat(empty.error()).isEqualTo(ErrorCode.NONE);
        assertThat(empty.highWatermark()).isEqualTo(1);
        assertThat(empty.records().sizeBytes()).isZero();
    }

    @Test
    void cancelEndsTheWait() throws IOException {
        world.topic("t").start();
        world.produce("t", "a");
        CompletableFuture<List<Fetched>> answer = new CompletableFuture<>();
        Waiting waiting = world.records.fetch(CLIENT, World.waiting(LONG_MS, from("t", 1)), answer::complete);
        assertThat(answer).isNotDone();
        waiting.cancel();
        waiting.cancel();
        assertThat(await(answer).getFirst().records().sizeBytes()).isZero();
    }

    @Test
    void fetchWaitsUntilThereAreEnoughBytes() throws IOException {
        world.topic("t").start();
        int size = batch("0").remaining();
        Fetch three = new Fetch(List.of(from("t", 0)), LONG_MS, 3 * size, 1 << 20, false);
        CompletableFuture<List<Fetched>> fetch = world.fetch(three);
        world.produce("t", "0");
        world.produce("t", "1");
        assertThat(fetch).isNotDone();
        world.produce("t", "2");
        assertThat(values(await(fetch).getFirst())).containsExactly("0", "1", "2");
    }

    @Test
    void answerIsBoundedButHoldsOneBatchAtLeast() throws IOException {
        world.topic("t", 2, Map.of()).topic("u").start();
        int size = batch("a1").remaining();
        world.produce("t", "a1");
        world.produce("t", "a2");
        world.produce("u", "b1");
        Fetch small = new Fetch(List.of(from("t", 0), from("u", 0)), 0, 1, 10, false);
        List<Fetched> answer = await(world.fetch(small));
        assertThat(values(answer.get(0))).containsExactly("a1");
        assertThat(answer.get(1).records().sizeBytes()).isZero();
        Fetch two = new Fetch(List.of(from("t", 1), from("u", 0)), 0, 1, 2 * size, false);
        answer = await(world.fetch(two));
        assertThat(values(answer.get(0))).containsExactly("a2");
        assertThat(values(answer.get(1))).containsExactly("b1");
    }

    @Test
    void emptyPartitionDoesNotUseUpTheOneBatch() throws IOException {
        world.topic("empty").topic("t").start();
        world.produce("t", "a");
        Fetch small = new Fetch(List.of(from("empty", 0), from("t", 0)), 0, 1, 10, false);
        assertThat(values(await(world.fetch(small)).get(1))).containsExactly("a");
    }

    @Test
    void errorsAreToldForEachPartition() throws IOException {
        world.guard = new Guard(
                List.of((context, operation, resource) -> !resource.name().equals("secret")));
        world.topic("t").topic("secret").start();
        world.produce("t", "a");
        List<Fetched> answer = await(world.fetch(World.waiting(
                LONG_MS,
                from("t", 0),
                from("missing", 0),
                from("secret", 0),
                from("t", 2),
                new FetchPartition(new TopicPartition("t", 0), 5, 0, -1, 1 << 20),
                new FetchPartition(new TopicPartition("t", 7), -1, 0, -1, 1 << 20))));
        assertThat(answer)
                .extracting(Fetched::error)
                .containsExactly(
                        ErrorCode.NONE,
                        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                        ErrorCode.TOPIC_AUTHORIZATION_FAILED,
                        ErrorCode.OFFSET_OUT_OF_RANGE,
                        ErrorCode.UNKNOWN_LEADER_EPOCH,
                        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(answer.get(3).highWatermark()).isEqualTo(1);
        assertThat(answer.get(3).logStartOffset()).isZero();
        assertThat(values(answer.getFirst())).containsExactly("a");
    }

    @Test
    void divergingEpochIsTold() throws IOException {
        world.topic("t").start();
        world.produce("t", "a");
        FetchPartition ahead = new FetchPartition(new TopicPartition("t", 0), -1, 1, 3, 1 << 20);
        Fetched answer = await(world.fetch(World.waiting(LONG_MS, ahead))).getFirst();
        assertThat(answer.diverging()).contains(new EpochEnd(0, 1));
        FetchPartition same = new FetchPartition(new TopicPartition("t", 0), -1, 0, 0, 1 << 20);
        assertThat(await(world.fetch(World.now(same))).getFirst().diverging()).isEmpty();
    }

    @Test
    void deletedTopicEndsTheWait() throws IOException {
        world.topic("t").start();
        world.produce("t", "a");
        CompletableFuture<List<Fetched>> fetch = world.fetch(World.waiting(LONG_MS, from("t", 1)));
        world.metadata.submit(new MetadataCommand.DeleteTopic(
                world.metadata.image().topic("t").orElseThrow().id()));
        assertThat(await(fetch).getFirst().error()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        world.records.close();
        assertThat(world.logs.partitions()).isEmpty();
        assertThat(world.logs.open).hasValue(0);
        world.start();
    }

    @Test
    void closingAnswersWhatWaits() throws IOException {
        world.topic("t").start();
        world.produce("t", "a");
        CompletableFuture<List<Fetched>> fetch = world.fetch(World.waiting(LONG_MS, from("t", 1)));
        world.records.close();
        assertThat(await(fetch).getFirst().error()).isEqualTo(ErrorCode.NONE);
        assertThat(await(world.fetch(World.waiting(LONG_MS, from("t", 1))))).hasSize(1);
        assertThat(await(world.send("t", batch("late"))).getFirst().error())
                .isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER);
        world.start();
    }

    @Test
    void tooManyWaitingFetchesAreAnsweredAtOnce() throws IOException {
        world.with(PipelineSettings.MAX_WAITING_FETCHES, 1).topic("t").start();
        world.produce("t", "a");
        CompletableFuture<List<Fetched>> waits = world.fetch(World.waiting(LONG_MS, from("t", 1)));
        assertThat(await(world.fetch(World.waiting(LONG_MS, from("t", 1))))
                        .getFirst()
                        .error())
                .isEqualTo(ErrorCode.NONE);
        assertThat(waits).isNotDone();
        world.produce("t", "b");
        assertThat(values(await(waits).getFirst())).containsExactly("b");
    }

    @Test
    void everyWaitingFetchSeesEveryRecord() throws Exception {
        world.topic("t").osTopic("q").start();
        int readers = 8;
        int records = 400;
        List<CompletableFuture<Integer>> ends = java.util.stream.IntStream.range(0, readers)
                .mapToObj(i -> follow("t", "q", records, 0, 0, new CompletableFuture<>()))
                .toList();
        for (int i = 0; i < records; i++) {
            List<Produced> both = java.util.stream.Stream.of("t", "q")
                    .map(topic -> world.send(topic, batch("v")))
                    .map(World::await)
                    .map(List::getFirst)
                    .toList();
            assertThat(both).allMatch(p -> p.error() == ErrorCode.NONE);
        }
        for (CompletableFuture<Integer> end : ends) {
            assertThat(await(end)).isEqualTo(2 * records);
        }
    }

    private CompletableFuture<Integer> follow(
            String one, String two, int records, long offsetOne, long offsetTwo, CompletableFuture<Integer> end) {
        world.records.fetch(CLIENT, World.waiting(LONG_MS, from(one, offsetOne), from(two, offsetTwo)), answer -> {
            long nextOne = offsetOne + values(answer.get(0)).size();
            long nextTwo = offsetTwo + values(answer.get(1)).size();
            if (nextOne + nextTwo == 2L * records) {
                end.complete((int) (nextOne + nextTwo));
            } else {
                follow(one, two, records, nextOne, nextTwo, end);
            }
        });
        return end;
    }
}
