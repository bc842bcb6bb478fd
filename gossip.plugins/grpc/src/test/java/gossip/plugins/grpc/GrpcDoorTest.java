package gossip.plugins.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import gossip.plugins.grpc.v1.CommitPositions;
import gossip.plugins.grpc.v1.CommittedRequest;
import gossip.plugins.grpc.v1.ConsumeRequest;
import gossip.plugins.grpc.v1.ConsumeResponse;
import gossip.plugins.grpc.v1.ConsumerGrpc;
import gossip.plugins.grpc.v1.CreateTopicRequest;
import gossip.plugins.grpc.v1.DeleteTopicRequest;
import gossip.plugins.grpc.v1.DescribeTopicRequest;
import gossip.plugins.grpc.v1.Edge;
import gossip.plugins.grpc.v1.GroupRequest;
import gossip.plugins.grpc.v1.GroupResponse;
import gossip.plugins.grpc.v1.JoinGroup;
import gossip.plugins.grpc.v1.ListTopicsRequest;
import gossip.plugins.grpc.v1.NewRecord;
import gossip.plugins.grpc.v1.ProduceRequest;
import gossip.plugins.grpc.v1.ProduceResponse;
import gossip.plugins.grpc.v1.ProduceResult;
import gossip.plugins.grpc.v1.ProduceSummary;
import gossip.plugins.grpc.v1.ProducerGrpc;
import gossip.plugins.grpc.v1.Record;
import gossip.plugins.grpc.v1.Source;
import gossip.plugins.grpc.v1.Start;
import gossip.plugins.grpc.v1.TopicSummary;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrpcDoorTest {
    private static final Start EARLIEST =
            Start.newBuilder().setEdge(Edge.EDGE_EARLIEST).build();

    @TempDir
    Path dir;

    private GrpcBroker broker;

    @BeforeEach
    void start() {
        broker = GrpcBroker.in(dir, Map.of("grpc.max_message_size", "100KB", "grpc.max_calls", "40"));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void recordsComeBackAsTheyWereSent() {
        broker.gossip().createTopic("t", 1);
        NewRecord bare = NewRecord.newBuilder().setTopic("t").setTimestampMs(7).build();

        ProduceResponse sent = broker.producer()
                .produce(ProduceRequest.newBuilder()
                        .setTopic("t")
                        .addRecords(GrpcBroker.record("a"))
                        .addRecords(bare)
                        .build());

        assertThat(sent.getResultsList()).extracting(ProduceResult::getOffset).containsExactly(0L, 1L);
        List<Record> read = readAll("t");
        assertThat(read).extracting(record -> record.getValue().toStringUtf8()).containsExactly("a", "");
        assertThat(read.get(0).hasKey()).isTrue();
        assertThat(read.get(1).hasKey()).isFalse();
        assertThat(read.get(1).hasValue()).isFalse();
        assertThat(read.get(1).getTimestampMs()).isEqualTo(7);
    }

    @Test
    void failuresOfRecordsAreToldWithThem() {
        broker.gossip().createTopic("t", 1);

        ProduceResponse sent = broker.producer()
                .produce(ProduceRequest.newBuilder()
                        .setTopic("missing")
                        .addRecords(GrpcBroker.record("a"))
                        .addRecords(GrpcBroker.record("b").toBuilder().setTopic("t"))
                        .build());

        assertThat(sent.getResults(0).getProblem().getReason()).isEqualTo("UNKNOWN_TOPIC_OR_PARTITION");
        assertThat(sent.getResults(1).hasProblem()).isFalse();
    }

    @Test
    void requestThatMakesNoSenseHasARichStatus() throws Exception {
        StatusRuntimeException failure = failure(() -> broker.producer()
                .produce(ProduceRequest.newBuilder()
                        .addRecords(GrpcBroker.record("a"))
                        .build()));

        assertThat(failure.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(failure.getMessage()).contains("names no topic");
        assertThat(info(failure).getReason()).isEqualTo("INVALID_REQUEST");
        assertThat(info(failure).getDomain()).isEqualTo("gossip");
    }

    @Test
    void topicsAreCreatedShownAndDeleted() throws Exception {
        TopicSummary created = broker.topics()
                .createTopic(CreateTopicRequest.newBuilder()
                        .setName("orders")
                        .setPartitionCount(3)
                        .putConfigs("retention.ms", "60000")
                        .build())
                .getTopic();
        broker.gossip().createTopic("zebra", 1);

        assertThat(created.getPartitionCount()).isEqualTo(3);
        var first = broker.topics()
                .listTopics(ListTopicsRequest.newBuilder().setPageSize(1).build());
        var second = broker.topics()
                .listTopics(ListTopicsRequest.newBuilder()
                        .setPageSize(1)
                        .setPageToken(first.getNextPageToken())
                        .build());
        assertThat(first.getTopics(0).getName()).isEqualTo("orders");
        assertThat(second.getTopics(0).getName()).isEqualTo("zebra");
        assertThat(second.getNextPageToken()).isEmpty();
        var described = broker.topics()
                .describeTopic(
                        DescribeTopicRequest.newBuilder().setName("orders").build());
        assertThat(described.getPartitionsCount()).isEqualTo(3);
        assertThat(described.getConfigsMap()).containsEntry("retention.ms", "60000");
        broker.topics()
                .deleteTopic(DeleteTopicRequest.newBuilder().setName("orders").build());
        StatusRuntimeException gone = failure(() -> broker.topics()
                .describeTopic(
                        DescribeTopicRequest.newBuilder().setName("orders").build()));
        assertThat(gone.getStatus().getCode()).isEqualTo(Code.NOT_FOUND);
        assertThat(info(gone).getReason()).isEqualTo("UNKNOWN_TOPIC_OR_PARTITION");
    }

    @Test
    void existingTopicIsNotCreatedAgain() {
        broker.gossip().createTopic("t", 1);

        StatusRuntimeException failure = failure(() -> broker.topics()
                .createTopic(CreateTopicRequest.newBuilder().setName("t").build()));

        assertThat(failure.getStatus().getCode()).isEqualTo(Code.ALREADY_EXISTS);
    }

    @Test
    void streamOfRecordsKeepsItsOrderAndIsSummedUp() throws Exception {
        broker.gossip().createTopic("t", 1);
        Answers<ProduceSummary> answers = new Answers<>();
        StreamObserver<ProduceRequest> requests =
                ProducerGrpc.newStub(broker.channel()).produceStream(answers);
        for (int i = 0; i < 300; i++) {
            requests.onNext(ProduceRequest.newBuilder()
                    .setTopic(i == 17 ? "missing" : "t")
                    .addRecords(GrpcBroker.record("v" + i))
                    .build());
        }
        requests.onCompleted();

        ProduceSummary summary = answers.next();
        assertThat(summary.getAppended()).isEqualTo(299);
        assertThat(summary.getFailed()).isEqualTo(1);
        assertThat(summary.getFailures(0).getIndex()).isEqualTo(17);
        assertThat(summary.getEnds(0).getOffset()).isEqualTo(299);
        assertThat(readAll("t"))
                .extracting(record -> record.getValue().toStringUtf8())
                .containsExactlyElementsOf(IntStream.range(0, 300)
                        .filter(i -> i != 17)
                        .mapToObj(i -> "v" + i)
                        .toList());
    }

    @Test
    void readingGoesOnWithRecordsThatCome() {
        broker.gossip().createTopic("t", 1);
        broker.produce("t", "a", "b");
        Iterator<ConsumeResponse> stream = broker.consumer()
                .consume(ConsumeRequest.newBuilder()
                        .addSources(Source.newBuilder().setTopic("t").setStart(EARLIEST))
                        .setMaxRecords(3)
                        .build());

        List<String> values = new ArrayList<>();
        while (values.size() < 2) {
            stream.next()
                    .getRecordsList()
                    .forEach(record -> values.add(record.getValue().toStringUtf8()));
        }
        broker.produce("t", "c");
        stream.forEachRemaining(response -> response.getRecordsList()
                .forEach(record -> values.add(record.getValue().toStringUtf8())));

        assertThat(values).containsExactly("a", "b", "c");
    }

    @Test
    void readingFromAnOffsetThatIsGoneFailsWithItsReason() throws Exception {
        broker.gossip().createTopic("t", 1);

        StatusRuntimeException failure = failure(() -> broker.consumer()
                .consume(ConsumeRequest.newBuilder()
                        .addSources(Source.newBuilder()
                                .setTopic("t")
                                .addPartitions(0)
                                .setStart(Start.newBuilder().setOffset(99)))
                        .build())
                .forEachRemaining(response -> {}));

        assertThat(failure.getStatus().getCode()).isEqualTo(Code.OUT_OF_RANGE);
        assertThat(info(failure).getReason()).isEqualTo("OFFSET_OUT_OF_RANGE");
    }

    @Test
    void readingNothingIsRefused() {
        StatusRuntimeException failure = failure(() ->
                broker.consumer().consume(ConsumeRequest.getDefaultInstance()).forEachRemaining(response -> {}));

        assertThat(failure.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void memberOfAGroupReadsCommitsAndLeaves() throws Exception {
        broker.gossip().createTopic("t", 2);
        broker.produce("t", "a", "b");
        Answers<GroupResponse> answers = new Answers<>();
        StreamObserver<GroupRequest> requests =
                ConsumerGrpc.newStub(broker.channel()).join(answers);
        requests.onNext(GroupRequest.newBuilder()
                .setJoin(JoinGroup.newBuilder().setGroup("g").addTopics("t").setStart(EARLIEST))
                .build());

        assertThat(answers.next().getJoined().getMemberId()).isNotEmpty();
        assertThat(answers.next().getAssigned().getPartitionsCount()).isEqualTo(2);
        List<String> values = new ArrayList<>();
        while (values.size() < 2) {
            answers.next()
                    .getConsumed()
                    .getRecordsList()
                    .forEach(record -> values.add(record.getValue().toStringUtf8()));
        }
        assertThat(values).containsExactly("a", "b");
        requests.onNext(GroupRequest.newBuilder()
                .setCommit(CommitPositions.getDefaultInstance())
                .build());
        GroupResponse committed = answers.next();
        assertThat(committed.getCommitted().getResultsList()).isNotEmpty().noneMatch(result -> result.hasProblem());
        requests.onCompleted();
        answers.awaitEnd();

        assertThat(broker.consumer()
                        .committed(CommittedRequest.newBuilder().setGroup("g").build())
                        .getPositionsList())
                .filteredOn(position -> position.getPartition() == 0)
                .singleElement()
                .satisfies(position -> assertThat(position.getOffset()).isEqualTo(2));
    }

    @Test
    void groupThatCannotBeJoinedFailsTheCall() throws Exception {
        Answers<GroupResponse> answers = new Answers<>();
        StreamObserver<GroupRequest> requests =
                ConsumerGrpc.newStub(broker.channel()).join(answers);
        requests.onNext(GroupRequest.newBuilder()
                .setJoin(JoinGroup.newBuilder().setGroup("g").setTopicRegex("("))
                .build());

        assertThat(answers.awaitFailure().getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void commitBeforeJoiningFailsTheCall() throws Exception {
        Answers<GroupResponse> answers = new Answers<>();
        StreamObserver<GroupRequest> requests =
                ConsumerGrpc.newStub(broker.channel()).join(answers);
        requests.onNext(GroupRequest.newBuilder()
                .setCommit(CommitPositions.getDefaultInstance())
                .build());

        assertThat(answers.awaitFailure().getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void clientThatGoesAwayLeavesItsGroup() throws Exception {
        broker.gossip().createTopic("t", 1);
        var channel = broker.connect();
        Answers<GroupResponse> answers = new Answers<>();
        StreamObserver<GroupRequest> requests = ConsumerGrpc.newStub(channel).join(answers);
        requests.onNext(GroupRequest.newBuilder()
                .setJoin(JoinGroup.newBuilder().setGroup("g").addTopics("t"))
                .build());
        answers.next();

        channel.shutdownNow();

        eventually(() -> broker
                .gossip()
                .broker()
                .groups()
                .list(gossip.api.broker.RequestContext.INTERNAL)
                .toCompletableFuture()
                .join()
                .stream()
                .noneMatch(group -> !group.state().equals("Empty")));
    }

    @Test
    void tooLargeAMessageFailsTheCallOnly() {
        broker.gossip().createTopic("t", 1);

        StatusRuntimeException failure = failure(() -> broker.produce("t", "x".repeat(200_000)));

        assertThat(failure.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(broker.produce("t", "small").getResults(0).hasProblem()).isFalse();
    }

    @Test
    void tooManyCallsAreRefusedAndTheOthersGoOn() throws Exception {
        broker.gossip().createTopic("t", 1);
        List<Answers<ConsumeResponse>> streams = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Answers<ConsumeResponse> answers = new Answers<>();
            ConsumerGrpc.newStub(broker.channel())
                    .consume(
                            ConsumeRequest.newBuilder()
                                    .addSources(
                                            Source.newBuilder().setTopic("t").setStart(EARLIEST))
                                    .build(),
                            answers);
            streams.add(answers);
        }
        eventually(() -> streams.stream().filter(Answers::hasFailed).count() == 20);

        for (Answers<ConsumeResponse> one : streams) {
            if (one.hasFailed()) {
                assertThat(one.awaitFailure().getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
                assertThat(one.awaitFailure().getMessage()).contains("grpc.max_calls");
            }
        }
        broker.gossip().produce("t", "k", "v");
        for (Answers<ConsumeResponse> one : streams) {
            if (!one.hasFailed()) {
                assertThat(one.next().getRecordsCount() + 1).isPositive();
            }
        }
    }

    @Test
    void deadlineEndsAStream() {
        broker.gossip().createTopic("t", 1);

        StatusRuntimeException failure = failure(() -> ConsumerGrpc.newBlockingStub(broker.channel())
                .withDeadlineAfter(200, TimeUnit.MILLISECONDS)
                .consume(ConsumeRequest.newBuilder()
                        .addSources(Source.newBuilder().setTopic("t"))
                        .build())
                .forEachRemaining(response -> {}));

        assertThat(failure.getStatus().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
    }

    @Test
    void stoppingTheBrokerEndsStreamsWithAReason() throws Exception {
        broker.gossip().createTopic("t", 1);
        Answers<ConsumeResponse> answers = new Answers<>();
        ConsumerGrpc.newStub(broker.channel())
                .consume(
                        ConsumeRequest.newBuilder()
                                .addSources(Source.newBuilder().setTopic("t").setStart(EARLIEST))
                                .build(),
                        answers);
        broker.produce("t", "a");
        answers.next();

        broker.gossip().close();

        assertThat(answers.awaitFailure().getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(answers.awaitFailure().getMessage()).contains("shutting down");
    }

    @Test
    void healthIsTold() {
        assertThat(HealthGrpc.newBlockingStub(broker.channel())
                        .check(HealthCheckRequest.getDefaultInstance())
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void garbageClosesItsConnectionOnly() throws IOException {
        broker.gossip().createTopic("t", 1);
        for (String garbage : List.of(
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\0\0\0\0", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nzzzzzzzzzzzzzzzz")) {
            try (Socket socket =
                    new Socket(broker.address().getAddress(), broker.address().getPort())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(garbage.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
                socket.shutdownOutput();
                assertThat(socket.getInputStream().readAllBytes().length).isLessThan(10_000);
            }
        }

        assertThat(broker.produce("t", "fine").getResults(0).hasProblem()).isFalse();
    }

    private List<Record> readAll(String topic) {
        List<Record> records = new ArrayList<>();
        broker.consumer()
                .consume(ConsumeRequest.newBuilder()
                        .addSources(Source.newBuilder().setTopic(topic).setStart(EARLIEST))
                        .setUntilEnd(true)
                        .build())
                .forEachRemaining(response -> records.addAll(response.getRecordsList()));
        return records;
    }

    private static StatusRuntimeException failure(Runnable call) {
        CompletableFuture<StatusRuntimeException> failure = new CompletableFuture<>();
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StatusRuntimeException.class, failure::complete);
        return failure.join();
    }

    private static ErrorInfo info(StatusRuntimeException failure) throws InvalidProtocolBufferException {
        return StatusProto.fromThrowable(failure).getDetails(0).unpack(ErrorInfo.class);
    }

    private static void eventually(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** What a stream answers, one by one. */
    private static final class Answers<T> implements StreamObserver<T> {
        private final LinkedBlockingQueue<T> answers = new LinkedBlockingQueue<>();
        private final CompletableFuture<Throwable> end = new CompletableFuture<>();

        @Override
        public void onNext(T answer) {
            answers.add(answer);
        }

        @Override
        public void onError(Throwable failure) {
            end.complete(failure);
        }

        @Override
        public void onCompleted() {
            end.complete(new StatusRuntimeException(io.grpc.Status.OK));
        }

        T next() throws InterruptedException {
            T answer = answers.poll(20, TimeUnit.SECONDS);
            assertThat(answer).as("an answer, not %s", end.getNow(null)).isNotNull();
            return answer;
        }

        boolean hasFailed() {
            return end.isDone();
        }

        void awaitEnd() {
            assertThat(awaitFailure().getStatus().getCode()).isEqualTo(Code.OK);
        }

        StatusRuntimeException awaitFailure() {
            return (StatusRuntimeException) end.orTimeout(20, TimeUnit.SECONDS).join();
        }
    }
}
