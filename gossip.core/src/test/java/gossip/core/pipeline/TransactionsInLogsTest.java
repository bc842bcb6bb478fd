package gossip.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.Acks;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.Aborted;
import gossip.api.broker.Records.Fetch;
import gossip.api.broker.Records.Fetched;
import gossip.api.broker.Records.OffsetQuery;
import gossip.api.broker.Records.OffsetSpec;
import gossip.api.broker.Records.PartitionBatches;
import gossip.api.broker.Records.Produce;
import gossip.api.broker.Records.Produced;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Records.ProducerTransaction;
import gossip.api.broker.Records.TransactionSupport;
import gossip.api.record.RecordBatchBuilder;
import gossip.api.record.TransactionMarker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions in the log of a partition, with a coordinator that says what the test wants. */
class TransactionsInLogsTest {
    private static final TopicPartition T = new TopicPartition("t", 0);
    private static final long P = 40;
    private static final long Q = 41;

    private final World world = new World();
    /** Questions that wait for an answer; answered NONE at once while it is null. */
    private volatile BlockingQueue<CompletableFuture<ErrorCode>> asked;

    @BeforeEach
    void start() throws IOException {
        world.topic("t").start();
        answerQuestions();
    }

    @AfterEach
    void stop() throws IOException {
        world.close();
    }

    private void answerQuestions() {
        world.records.transactions().verifyWith((context, transaction, producer, partition) -> {
            CompletableFuture<ErrorCode> answer = new CompletableFuture<>();
            if (asked == null) {
                answer.complete(ErrorCode.NONE);
            } else {
                asked.add(answer);
            }
            return answer;
        });
    }

    private static ByteBuffer batch(long producer, int epoch, int sequence, String value) {
        return World.build(
                new RecordBatchBuilder()
                        .producer(producer, (short) epoch, sequence)
                        .transactional(),
                value);
    }

    private CompletableFuture<List<Produced>> send(TransactionSupport client, ByteBuffer batch) {
        CompletableFuture<List<Produced>> answer = new CompletableFuture<>();
        Produce command = new Produce(
                List.of(new PartitionBatches(T, batch)),
                Acks.ALL,
                1000,
                Optional.of(new ProducerTransaction("x", client)));
        assertThat(world.records.produce(World.CLIENT, command, answer::complete))
                .isTrue();
        return answer;
    }

    private Produced write(long producer, int epoch, int sequence, String value) {
        return World.await(send(TransactionSupport.CLASSIC, batch(producer, epoch, sequence, value)))
                .getFirst();
    }

    private ErrorCode mark(long producer, int epoch, boolean commit) {
        return World.await(world.records
                        .transactions()
                        .mark(
                                new ProducerIdentity(producer, (short) epoch),
                                new TransactionMarker(commit, 1),
                                Set.of(T),
                                () -> true)
                        .toCompletableFuture())
                .get(T);
    }

    private Fetched readCommitted(long offset) {
        return World.await(world.fetch(new Fetch(List.of(World.from("t", offset)), 0, 1, 1 << 20, true)))
                .getFirst();
    }

    @Test
    void readersOfCommittedRecordsStopAtAnOpenTransaction() {
        world.produce("t", "before");
        write(P, 0, 0, "open");
        world.produce("t", "after");
        Fetched fetched = readCommitted(0);
        assertThat(World.values(fetched)).containsExactly("before");
        assertThat(fetched.lastStableOffset()).isEqualTo(1);
        assertThat(fetched.highWatermark()).isEqualTo(3);
        assertThat(World.values(readCommitted(1))).isEmpty();
        assertThat(world.values("t", 0)).containsExactly("before", "open", "after");
        assertThat(mark(P, 0, true)).isEqualTo(ErrorCode.NONE);
        assertThat(World.values(readCommitted(0))).containsExactly("before", "open", "after");
        assertThat(readCommitted(0).aborted()).isEmpty();
        assertThat(readCommitted(0).lastStableOffset()).isEqualTo(4);
    }

    @Test
    void abortedTransactionsAreListedWithTheRecords() {
        write(P, 0, 0, "dropped");
        world.produce("t", "plain");
        mark(P, 0, false);
        Aborted aborted = new Aborted(P, 0);
        assertThat(readCommitted(0).aborted()).containsExactly(aborted);
        assertThat(readCommitted(2).aborted()).containsExactly(aborted);
        assertThat(World.await(world.fetch(World.now(World.from("t", 0))))
                        .getFirst()
                        .aborted())
                .isEmpty();
        world.produce("t", "later");
        assertThat(readCommitted(3).aborted()).isEmpty();
    }

    @Test
    void waitingReaderIsWokenByTheMarker() {
        write(P, 0, 0, "open");
        CompletableFuture<List<Fetched>> waiting =
                world.fetch(new Fetch(List.of(World.from("t", 0)), 60_000, 1, 1 << 20, true));
        world.produce("t", "unrelated");
        assertThat(waiting).isNotDone();
        mark(P, 0, true);
        assertThat(World.values(World.await(waiting).getFirst())).containsExactly("open", "unrelated");
    }

    @Test
    void waitingReaderIsWokenByPlainRecords() {
        CompletableFuture<List<Fetched>> waiting =
                world.fetch(new Fetch(List.of(World.from("t", 0)), 60_000, 1, 1 << 20, true));
        world.produce("t", "plain");
        assertThat(World.values(World.await(waiting).getFirst())).containsExactly("plain");
    }

    @Test
    void latestOffsetOfCommittedRecordsIsTheStableOne() {
        world.produce("t", "a");
        write(P, 0, 0, "open");
        assertThat(latest(true)).isEqualTo(1);
        assertThat(latest(false)).isEqualTo(2);
        mark(P, 0, false);
        assertThat(latest(true)).isEqualTo(3);
    }

    private long latest(boolean committedOnly) {
        OffsetQuery query = new OffsetQuery(T, -1, new OffsetSpec.Latest(), committedOnly);
        return World.await(world.records.offsets(World.CLIENT, List.of(query)).toCompletableFuture())
                .getFirst()
                .offset();
    }

    @Test
    void batchWithoutATransactionalIdIsRefused() {
        assertThat(world.produce("t", batch(P, 0, 0, "x")).error())
                .isEqualTo(ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    }

    @Test
    void unverifiedTransactionIsNotWritten() {
        asked = new LinkedBlockingQueue<>();
        for (TransactionSupport client : TransactionSupport.values()) {
            CompletableFuture<List<Produced>> answer = send(client, batch(P, 0, 0, "x"));
            answerNext(ErrorCode.TRANSACTION_ABORTABLE);
            assertThat(World.await(answer).getFirst().error())
                    .isEqualTo(
                            client == TransactionSupport.CLASSIC
                                    ? ErrorCode.INVALID_TXN_STATE
                                    : ErrorCode.TRANSACTION_ABORTABLE);
        }
        assertThat(world.values("t", 0)).isEmpty();
    }

    @Test
    void failuresOfTheCoordinatorAreToldAsWhatTheClientTriesAgainAfter() {
        asked = new LinkedBlockingQueue<>();
        CompletableFuture<List<Produced>> classic = send(TransactionSupport.CLASSIC, batch(P, 0, 0, "x"));
        answerNext(ErrorCode.CONCURRENT_TRANSACTIONS);
        assertThat(World.await(classic).getFirst().error()).isEqualTo(ErrorCode.NOT_ENOUGH_REPLICAS);
        CompletableFuture<List<Produced>> implicit = send(TransactionSupport.IMPLICIT, batch(P, 0, 0, "x"));
        answerNext(ErrorCode.CONCURRENT_TRANSACTIONS);
        assertThat(World.await(implicit).getFirst().error()).isEqualTo(ErrorCode.CONCURRENT_TRANSACTIONS);
        CompletableFuture<List<Produced>> fenced = send(TransactionSupport.IMPLICIT, batch(P, 0, 0, "x"));
        answerNext(ErrorCode.PRODUCER_FENCED);
        assertThat(World.await(fenced).getFirst().error()).isEqualTo(ErrorCode.INVALID_PRODUCER_EPOCH);
    }

    @Test
    void batchesThatWaitForTheCoordinatorStayInOrder() {
        asked = new LinkedBlockingQueue<>();
        List<CompletableFuture<List<Produced>>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            answers.add(send(TransactionSupport.IMPLICIT, batch(P, 0, i, "v" + i)));
        }
        world.produce("t", "other");
        answerNext(ErrorCode.NONE);
        answers.forEach(
                answer -> assertThat(World.await(answer).getFirst().error()).isEqualTo(ErrorCode.NONE));
        assertThat(world.values("t", 0)).containsExactly("other", "v0", "v1", "v2", "v3", "v4");
        assertThat(asked).isEmpty();
    }

    @Test
    void answerFromBeforeAMarkerIsWorthless() {
        write(P, 0, 0, "first");
        mark(P, 0, true);
        asked = new LinkedBlockingQueue<>();
        CompletableFuture<List<Produced>> late = send(TransactionSupport.CLASSIC, batch(P, 0, 1, "late"));
        world.produce("t", "other");
        mark(P, 0, true);
        answerNext(ErrorCode.NONE);
        answerNext(ErrorCode.TRANSACTION_ABORTABLE);
        assertThat(World.await(late).getFirst().error()).isEqualTo(ErrorCode.INVALID_TXN_STATE);
        assertThat(world.values("t", 0)).containsExactly("first", "other");
    }

    @Test
    void nextTransactionWaitsForTheMarkerOfTheLast() {
        write(P, 0, 0, "first");
        asked = new LinkedBlockingQueue<>();
        CompletableFuture<List<Produced>> next = send(TransactionSupport.IMPLICIT, batch(P, 1, 0, "second"));
        world.produce("t", "other");
        mark(P, 1, true);
        answerNext(ErrorCode.NONE);
        assertThat(World.await(next).getFirst().error()).isEqualTo(ErrorCode.NONE);
        assertThat(world.values("t", 0)).containsExactly("first", "other", "second");
        assertThat(World.values(readCommitted(0))).containsExactly("first", "other");
    }

    @Test
    void transactionThatIsEndedWhileItIsVerifiedDoesNotBegin() {
        write(P, 0, 0, "first");
        asked = new LinkedBlockingQueue<>();
        CompletableFuture<List<Produced>> late = send(TransactionSupport.IMPLICIT, batch(P, 1, 0, "late"));
        world.produce("t", "other");
        mark(P, 2, false);
        answerNext(ErrorCode.NONE);
        answerNext(ErrorCode.INVALID_TXN_STATE);
        assertThat(World.await(late).getFirst().error()).isEqualTo(ErrorCode.INVALID_TXN_STATE);
        assertThat(world.values("t", 0)).containsExactly("first", "other");
    }

    @Test
    void recordsAreNotWrittenBesideATransactionThatNobodyEnds() {
        write(P, 0, 0, "hanging");
        Produced next = World.await(send(TransactionSupport.IMPLICIT, batch(P, 1, 0, "next")))
                .getFirst();
        assertThat(next.error()).isEqualTo(ErrorCode.INVALID_TXN_STATE);
        assertThat(next.message()).contains("kafka-transactions.sh");
    }

    @Test
    void batchesThatWaitBehindAnotherAreCheckedToo() {
        asked = new LinkedBlockingQueue<>();
        CompletableFuture<List<Produced>> first = send(TransactionSupport.IMPLICIT, batch(P, 0, 0, "good"));
        ByteBuffer torn = batch(P, 0, 1, "torn");
        torn.put(torn.limit() - 1, (byte) (torn.get(torn.limit() - 1) ^ 1));
        CompletableFuture<List<Produced>> second = send(TransactionSupport.IMPLICIT, torn);
        ByteBuffer forged = new TransactionMarker(true, 9).batch(P, (short) 0, 0);
        CompletableFuture<List<Produced>> third = send(TransactionSupport.IMPLICIT, forged);
        world.produce("t", "other");
        answerNext(ErrorCode.NONE);
        assertThat(World.await(first).getFirst().error()).isEqualTo(ErrorCode.NONE);
        assertThat(World.await(second).getFirst().error()).isEqualTo(ErrorCode.CORRUPT_MESSAGE);
        assertThat(World.await(third).getFirst().error()).isEqualTo(ErrorCode.INVALID_RECORD);
        assertThat(world.values("t", 0)).containsExactly("other", "good");
    }

    @Test
    void coordinatorThatFailsLeavesTheOtherPartitionsAlone() {
        world.records.transactions().verifyWith((context, transaction, producer, partition) -> {
            throw new IllegalStateException("as the test wants");
        });
        assertThat(write(P, 0, 0, "x").error()).isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR);
        assertThat(world.produce("t", "plain").error()).isEqualTo(ErrorCode.NONE);
    }

    private void answerNext(ErrorCode outcome) {
        try {
            CompletableFuture<ErrorCode> next = asked.poll(10, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            next.complete(outcome);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void restartKeepsOpenAndAbortedTransactions() throws IOException {
        write(P, 0, 0, "aborted");
        mark(P, 0, false);
        write(Q, 0, 0, "open");
        world.produce("t", "plain");
        world.restart();
        answerQuestions();
        assertThat(readCommitted(0).lastStableOffset()).isEqualTo(2);
        assertThat(readCommitted(0).aborted()).containsExactly(new Aborted(P, 0));
        assertThat(mark(Q, 0, false)).isEqualTo(ErrorCode.NONE);
        assertThat(readCommitted(0).aborted()).hasSize(2);
        assertThat(readCommitted(0).lastStableOffset()).isEqualTo(5);
    }

    @Test
    void lossOfPowerKeepsOpenAndAbortedTransactions() throws IOException {
        write(P, 0, 0, "aborted");
        mark(P, 0, false);
        write(Q, 0, 0, "open");
        world.losePower();
        answerQuestions();
        assertThat(readCommitted(0).lastStableOffset()).isEqualTo(2);
        assertThat(readCommitted(0).aborted()).containsExactly(new Aborted(P, 0));
        mark(Q, 0, true);
        assertThat(readCommitted(0).lastStableOffset()).isEqualTo(4);
    }

    @Test
    void producersAreDescribed() {
        write(P, 3, 0, "x");
        mark(Q, 2, true);
        var described = World.await(world.records
                .transactions()
                .producers(World.CLIENT, List.of(T, new TopicPartition("t", 9)))
                .toCompletableFuture());
        assertThat(described.getFirst().producers()).hasSize(2).anySatisfy(producer -> {
            assertThat(producer.producer()).isEqualTo(new ProducerIdentity(P, (short) 3));
            assertThat(producer.transactionStart()).hasValue(0);
            assertThat(producer.lastSequence()).isZero();
        });
        assertThat(described.getLast().error()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    }
}
