package gossip.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.Acks;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Messages;
import gossip.api.broker.Messages.Message;
import gossip.api.broker.Messages.PartitionRecords;
import gossip.api.broker.Messages.Read;
import gossip.api.broker.Messages.Send;
import gossip.api.broker.Messages.Sent;
import gossip.api.broker.Messages.Source;
import gossip.api.broker.Messages.Start;
import gossip.api.broker.Records;
import gossip.api.broker.Records.OffsetSpec;
import gossip.api.broker.RequestContext;
import gossip.api.record.CompressionType;
import gossip.api.record.Header;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatch;
import gossip.api.record.StoredRecord;
import gossip.api.security.Principal;
import gossip.core.Gossip;
import gossip.core.GossipConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single records in and out of a whole broker, on the in-memory implementations of storage and metadata. */
class MessagesTest {
    private static final RequestContext CLIENT = new RequestContext(Principal.ANONYMOUS, "test", "10.0.0.1", "test");
    private static final long NOW = System.currentTimeMillis();

    @TempDir
    Path dir;

    private Gossip gossip;
    private Messages messages;

    @BeforeEach
    void start() {
        gossip = Gossip.start(GossipConfig.in(dir)
                .set("plugins.log_store", "memory")
                .set("plugins.write_ahead_log", "memory")
                .set("plugins.metadata_store", "memory")
                .set("cluster.auto_create_topics", "false"));
        messages = gossip.broker().messages();
    }

    @AfterEach
    void stop() {
        gossip.close();
    }

    @Test
    void eachRecordIsToldItsPlace() {
        gossip.createTopic("t", 2);

        List<Sent> sent = send(to("t", 1, "a"), to("t", 0, "b"), to("t", 1, "c"));

        assertThat(sent).extracting(Sent::error).containsOnly(ErrorCode.NONE);
        assertThat(sent).extracting(one -> one.partition() + "@" + one.offset()).containsExactly("1@0", "0@0", "1@1");
        assertThat(sent).extracting(Sent::timestampMs).containsOnly(NOW);
        assertThat(values(read(from("t", 1, 0)))).containsExactly("a", "c");
    }

    @Test
    void keysGoWhereKafkasProducerSendsThem() {
        gossip.createTopic("t", 8);

        List<Sent> sent = send(keyed("t", "foobar"), keyed("t", "abc"));

        // (murmur2 & 0x7fffffff) % 8, with the hashes of Kafka's producer
        assertThat(sent).extracting(Sent::partition).containsExactly((-790332482 & 0x7fffffff) % 8, 479470107 % 8);
    }

    @Test
    void recordsWithoutKeyStayTogetherAndTheNextSendGoesElsewhere() {
        gossip.createTopic("t", 3);

        List<Sent> first = send(free("t", "a"), free("t", "b"));
        List<Sent> second = send(free("t", "c"), free("t", "d"));

        assertThat(first.get(1).partition()).isEqualTo(first.get(0).partition());
        assertThat(second.get(1).partition()).isEqualTo(second.get(0).partition());
        assertThat(second.get(0).partition()).isNotEqualTo(first.get(0).partition());
    }

    @Test
    void recordsOfOnePartitionShareABatch() {
        gossip.createTopic("t", 1);
        send(IntStream.range(0, 100).mapToObj(i -> to("t", 0, "v" + i)).toArray(Message[]::new));

        assertThat(batches("t")).isEqualTo(1);
    }

    @Test
    void moreThanATopicTakesAtOnceIsCutIntoBatches() {
        gossip.createTopic("t", 1, Map.of("max.message.bytes", "1000"));

        List<Sent> sent = send(IntStream.range(0, 50)
                .mapToObj(i -> to("t", 0, "x".repeat(100) + i))
                .toArray(Message[]::new));

        assertThat(sent).extracting(Sent::offset).containsExactlyElementsOf(offsets(0, 50));
        assertThat(batches("t")).isBetween(6, 10);
    }

    @Test
    void whatIsWrongWithOneHarmsNoOther() {
        gossip.createTopic("t", 1, Map.of("max.message.bytes", "1000"));
        gossip.createTopic("compacted", 1, Map.of("cleanup.policy", "compact"));

        List<Sent> sent = send(
                to("t", 0, "a"),
                to("t", 0, "x".repeat(2000)),
                to("t", 0, "b"),
                to("t", 7, "c"),
                to("missing", 0, "d"),
                free("compacted", "e"),
                keyed("compacted", "f"),
                new Message("t", OptionalInt.of(0), NewRecord.of(NOW + 100_000_000_000L, "k", "from the future")),
                to("t", 0, "g"));

        assertThat(sent)
                .extracting(Sent::error)
                .containsExactly(
                        ErrorCode.NONE,
                        ErrorCode.MESSAGE_TOO_LARGE,
                        ErrorCode.NONE,
                        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                        ErrorCode.INVALID_RECORD,
                        ErrorCode.NONE,
                        ErrorCode.INVALID_TIMESTAMP,
                        ErrorCode.NONE);
        assertThat(sent.get(1).message()).contains("max.message.bytes");
        assertThat(sent.get(1).offset()).isEqualTo(-1);
        assertThat(values(read(from("t", 0, 0)))).containsExactly("a", "b", "g");
    }

    @Test
    void emptySendIsAnsweredAtOnce() {
        assertThat(send()).isEmpty();
    }

    @Test
    void recordWithoutTimeGetsTheBrokers() {
        gossip.createTopic("t", 1);

        List<Sent> sent = send(new Message("t", OptionalInt.empty(), record(-1, Optional.empty(), "v")));

        assertThat(sent.getFirst().timestampMs()).isBetween(NOW, System.currentTimeMillis());
    }

    @Test
    void topicOfBrokersTimeTellsIt() {
        gossip.createTopic("t", 1, Map.of("message.timestamp.type", "LogAppendTime"));

        List<Sent> sent = send(new Message("t", OptionalInt.empty(), record(5, Optional.empty(), "v")));

        assertThat(sent.getFirst().timestampMs()).isGreaterThanOrEqualTo(NOW);
        assertThat(read(from("t", 0, 0)).getFirst().records().getFirst().timestampMs())
                .isEqualTo(sent.getFirst().timestampMs());
    }

    @Test
    void withoutAcknowledgementThereIsNoOffset() {
        gossip.createTopic("t", 1);

        List<Sent> sent =
                await(messages.send(CLIENT, new Send(List.of(to("t", 0, "v")), Acks.NONE, CompressionType.NONE, 1000)));

        assertThat(sent.getFirst().error()).isEqualTo(ErrorCode.NONE);
        assertThat(sent.getFirst().offset()).isEqualTo(-1);
        assertThat(values(read(from("t", 0, 0)))).containsExactly("v");
    }

    @Test
    void codecThatIsNotInstalledIsTold() {
        gossip.createTopic("t", 1);

        List<Sent> sent =
                await(messages.send(CLIENT, new Send(List.of(to("t", 0, "v")), Acks.ALL, CompressionType.ZSTD, 1000)));

        assertThat(sent.getFirst().error()).isEqualTo(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE);
    }

    @Test
    void readStopsAtTheLimitsAndGoesOnThere() {
        gossip.createTopic("t", 1);
        send(IntStream.range(0, 10).mapToObj(i -> to("t", 0, "v" + i)).toArray(Message[]::new));

        PartitionRecords some = read(new Read(List.of(at("t", 0, 3)), 4, 1 << 20, Duration.ZERO, true))
                .getFirst();
        PartitionRecords few = read(new Read(List.of(at("t", 0, some.nextOffset())), 100, 1, Duration.ZERO, true))
                .getFirst();

        assertThat(values(List.of(some))).containsExactly("v3", "v4", "v5", "v6");
        assertThat(some.nextOffset()).isEqualTo(7);
        assertThat(some.highWatermark()).isEqualTo(10);
        assertThat(values(List.of(few))).containsExactly("v7");
    }

    @Test
    void readFindsItsStart() {
        gossip.createTopic("t", 1);
        send(timed("a", NOW - 3000), timed("b", NOW - 2000), timed("c", NOW - 1000));

        assertThat(values(read(found(new OffsetSpec.Earliest())))).containsExactly("a", "b", "c");
        assertThat(values(read(found(new OffsetSpec.AtTime(NOW - 2500))))).containsExactly("b", "c");
        assertThat(read(found(new OffsetSpec.Latest())).getFirst().nextOffset()).isEqualTo(3);
        assertThat(read(found(new OffsetSpec.AtTime(NOW + 5000))).getFirst().nextOffset())
                .isEqualTo(3);
    }

    @Test
    void failuresOfAReadAreToldByPartition() {
        gossip.createTopic("t", 1);

        List<PartitionRecords> read = read(new Read(
                List.of(at("t", 0, 0), at("t", 0, 99), at("missing", 0, 0)), 10, 1000, Duration.ofSeconds(30), true));

        assertThat(read)
                .extracting(PartitionRecords::error)
                .containsExactly(ErrorCode.NONE, ErrorCode.OFFSET_OUT_OF_RANGE, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void readWaitsForARecord() {
        gossip.createTopic("t", 1);
        CompletableFuture<List<PartitionRecords>> waiting = new CompletableFuture<>();
        messages.read(
                CLIENT, new Read(List.of(at("t", 0, 0)), 10, 1000, Duration.ofSeconds(30), true), waiting::complete);
        assertThat(waiting).isNotDone();

        send(to("t", 0, "late"));

        assertThat(values(await(waiting))).containsExactly("late");
    }

    @Test
    void cancelledReadIsAnsweredWithWhatThereIs() {
        gossip.createTopic("t", 1);
        CompletableFuture<List<PartitionRecords>> waiting = new CompletableFuture<>();
        Records.Waiting read = messages.read(
                CLIENT, new Read(List.of(at("t", 0, 0)), 10, 1000, Duration.ofSeconds(300), true), waiting::complete);

        read.cancel();

        assertThat(await(waiting).getFirst().nextOffset()).isZero();
    }

    @Test
    void headersAndNullsAreKept() {
        gossip.createTopic("t", 1);
        NewRecord bare = new NewRecord(
                NOW,
                Optional.empty(),
                Optional.empty(),
                List.of(new Header("h", Optional.of(bytes("1"))), new Header("n", Optional.empty())));

        send(new Message("t", OptionalInt.of(0), bare));

        StoredRecord read = read(from("t", 0, 0)).getFirst().records().getFirst();
        assertThat(read.key()).isEmpty();
        assertThat(read.value()).isEmpty();
        assertThat(read.headers())
                .containsExactly(new Header("h", Optional.of(bytes("1"))), new Header("n", Optional.empty()));
    }

    @Test
    void tooMuchUnderWayIsRefused() throws Exception {
        Room room = new Room(100);

        assertThat(room.tryEnter(99)).isTrue();
        assertThat(room.tryEnter(500)).isTrue();
        assertThat(room.tryEnter(1)).isFalse();
        room.leave(500);
        assertThat(room.tryEnter(1)).isTrue();
        assertThat(room.bytes()).isEqualTo(100);
    }

    @Test
    void brokersOwnTopicsAreNotWrittenTo() {
        List<Sent> sent = send(to("__consumer_offsets", 0, "v"));

        assertThat(sent.getFirst().error())
                .isIn(ErrorCode.INVALID_TOPIC_EXCEPTION, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    }

    private int batches(String topic) {
        CompletableFuture<List<Records.Fetched>> fetched = new CompletableFuture<>();
        gossip.broker()
                .records()
                .fetch(
                        CLIENT,
                        new Records.Fetch(
                                List.of(new Records.FetchPartition(new TopicPartition(topic, 0), -1, 0, -1, 1 << 20)),
                                0,
                                1,
                                1 << 20,
                                true),
                        fetched::complete);
        try (var slice = await(fetched).getFirst().records()) {
            ByteBuffer bytes = slice.toBuffer();
            int count = 0;
            for (int at = 0; at < bytes.limit(); at = RecordBatch.at(bytes, at).end()) {
                count++;
            }
            return count;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<Sent> send(Message... sent) {
        return await(messages.send(CLIENT, new Send(List.of(sent), Acks.ALL, CompressionType.NONE, 10_000)));
    }

    private List<PartitionRecords> read(Source source) {
        return read(new Read(List.of(source), 1000, 1 << 20, Duration.ZERO, true));
    }

    private List<PartitionRecords> read(Read command) {
        CompletableFuture<List<PartitionRecords>> done = new CompletableFuture<>();
        messages.read(CLIENT, command, done::complete);
        return await(done);
    }

    private static <T> T await(java.util.concurrent.CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static Source from(String topic, int partition, long offset) {
        return at(topic, partition, offset);
    }

    private static Source at(String topic, int partition, long offset) {
        return new Source(new TopicPartition(topic, partition), new Start.At(offset));
    }

    private static Source found(OffsetSpec spec) {
        return new Source(new TopicPartition("t", 0), new Start.Found(spec));
    }

    private static Message to(String topic, int partition, String value) {
        return new Message(topic, OptionalInt.of(partition), NewRecord.of(NOW, "k", value));
    }

    private static Message keyed(String topic, String key) {
        return new Message(topic, OptionalInt.empty(), NewRecord.of(NOW, key, "v"));
    }

    private static Message free(String topic, String value) {
        return new Message(topic, OptionalInt.empty(), record(NOW, Optional.empty(), value));
    }

    private static Message timed(String value, long timestampMs) {
        return new Message("t", OptionalInt.of(0), NewRecord.of(timestampMs, "k", value));
    }

    private static NewRecord record(long timestampMs, Optional<ByteBuffer> key, String value) {
        return new NewRecord(timestampMs, key, Optional.of(bytes(value)), List.of());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> values(List<PartitionRecords> read) {
        return read.stream()
                .flatMap(one -> one.records().stream())
                .map(record -> Gossip.text(record.value()))
                .toList();
    }

    private static List<Long> offsets(long from, long end) {
        return IntStream.range((int) from, (int) end).mapToObj(i -> (long) i).toList();
    }
}
