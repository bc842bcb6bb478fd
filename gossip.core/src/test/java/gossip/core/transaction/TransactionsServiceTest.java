package gossip.core.transaction;

import static gossip.core.transaction.Coordinated.CLIENT;
import static gossip.core.transaction.Coordinated.T0;
import static gossip.core.transaction.Coordinated.T1;
import static gossip.core.transaction.Coordinated.get;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Records.ProducerTransaction;
import gossip.api.broker.Records.TransactionSupport;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Transactions.Add;
import gossip.api.broker.Transactions.Filter;
import gossip.api.broker.Transactions.Init;
import gossip.api.broker.Transactions.Listed;
import gossip.api.broker.Transactions.Listing;
import gossip.core.topic.OffsetsTopic;
import gossip.core.transaction.ScriptedPartitions.Marked;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransactionsServiceTest {
    private final Coordinated world = new Coordinated();

    @AfterEach
    void stop() {
        world.close();
    }

    private ProducerIdentity open(String id) {
        world.find(id);
        ProducerIdentity producer = world.init(id).producer();
        assertThat(world.add(id, producer, T0)).isEqualTo(ErrorCode.NONE);
        return producer;
    }

    @Test
    void openTransactionSurvivesARestart() {
        ProducerIdentity producer = open("x");
        world.restart();
        world.find("x");
        assertThat(world.state("x")).isEqualTo("Ongoing");
        assertThat(world.end("x", producer, true).error()).isEqualTo(ErrorCode.NONE);
        assertThat(world.partitions.marked).containsExactly(new Marked(producer, true, Set.of(T0)));
        assertThat(world.state("x")).isEqualTo("CompleteCommit");
    }

    @Test
    void decisionIsCarriedOutAfterARestart() {
        world.partitions.outcome = ErrorCode.KAFKA_STORAGE_ERROR;
        ProducerIdentity producer = open("x");
        assertThat(world.end("x", producer, true).error()).isEqualTo(ErrorCode.NONE);
        assertThat(world.state("x")).isEqualTo("PrepareCommit");
        world.service.close();
        world.partitions.outcome = ErrorCode.NONE;
        world.restart();
        world.find("x");
        world.pass(1);
        assertThat(world.add("x", producer, T1)).isEqualTo(ErrorCode.NONE);
        assertThat(world.partitions.marked).containsExactly(new Marked(producer, true, Set.of(T0)));
    }

    @Test
    void partitionThatTakesNoMarkerHoldsUpOnlyItsProducer() {
        world.partitions.outcome = ErrorCode.KAFKA_STORAGE_ERROR;
        ProducerIdentity producer = open("x");
        world.end("x", producer, false);
        assertThat(world.init("x").error()).isEqualTo(ErrorCode.CONCURRENT_TRANSACTIONS);
        assertThat(world.init("y").error()).isEqualTo(ErrorCode.NONE);
        world.partitions.outcome = ErrorCode.NONE;
        world.pass(10_000);
        assertThat(world.partitions.marked).hasSize(1);
        assertThat(world.init("x").error()).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void afterAFailedWriteEverythingIsReadAnew() {
        ProducerIdentity producer = open("x");
        world.records.fail(ErrorCode.KAFKA_STORAGE_ERROR);
        assertThat(world.add("x", producer, T1)).isEqualTo(ErrorCode.NOT_COORDINATOR);
        world.records.fail(ErrorCode.NONE);
        assertThat(world.add("x", producer, T1)).isEqualTo(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
        world.pass(1_000);
        world.find("x");
        assertThat(get(world.service.describe(CLIENT, List.of("x"))).getFirst().partitions())
                .containsExactly(T0);
        assertThat(world.end("x", producer, true).error()).isEqualTo(ErrorCode.NONE);
        assertThat(world.partitions.marked).containsExactly(new Marked(producer, true, Set.of(T0)));
    }

    @Test
    void afterAFailedWriteMarkersAreSentByWhoeverReadThemAnew() {
        ProducerIdentity producer = open("x");
        world.partitions.outcome = ErrorCode.KAFKA_STORAGE_ERROR;
        world.end("x", producer, true);
        world.records.fail(ErrorCode.KAFKA_STORAGE_ERROR);
        assertThat(world.init("y").error()).isEqualTo(ErrorCode.NOT_COORDINATOR);
        world.records.fail(ErrorCode.NONE);
        world.partitions.outcome = ErrorCode.NONE;
        world.pass(500);
        assertThat(world.partitions.marked).isEmpty();
        world.pass(500);
        world.find("x");
        world.pass(1);
        assertThat(world.add("x", producer, T1)).isEqualTo(ErrorCode.NONE);
        assertThat(world.partitions.marked).containsExactly(new Marked(producer, true, Set.of(T0)));
    }

    @Test
    void partitionThatCannotBeReadIsTriedAgain() {
        ProducerIdentity producer = open("x");
        world.records.fail(ErrorCode.KAFKA_STORAGE_ERROR);
        world.restart();
        world.find("x");
        assertThat(world.add("x", producer, T1)).isEqualTo(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
        assertThat(get(world.service.list(CLIENT, new Filter(Set.of(), Set.of(), -1, "")))
                        .error())
                .isEqualTo(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
        world.records.fail(ErrorCode.NONE);
        world.pass(1_000);
        world.find("x");
        assertThat(world.add("x", producer, T1)).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void answersWaitUntilTheDecisionIsDurable() {
        world.find("x");
        ProducerIdentity producer = world.init("x").producer();
        world.records.hold();
        CompletableFuture<?> added = world.service
                .addPartitions(CLIENT, new Add("x", producer, Set.of(T0), false, false))
                .toCompletableFuture();
        CompletableFuture<?> again = world.service
                .addPartitions(CLIENT, new Add("x", producer, Set.of(T0), false, false))
                .toCompletableFuture();
        assertThat(added).isNotDone();
        assertThat(again).isNotDone();
        world.records.release();
        assertThat(added).isCompleted();
        assertThat(again).isCompleted();
    }

    @Test
    void idsAreBoundedAndMakeRoomWhenTheyAreForgotten() {
        world.settings.put(TransactionSettings.MAX_IDS, 2);
        world.restart();
        world.find("a");
        assertThat(world.init("a").error()).isEqualTo(ErrorCode.NONE);
        assertThat(world.init("b").error()).isEqualTo(ErrorCode.NONE);
        assertThat(world.init("c").error()).isEqualTo(ErrorCode.POLICY_VIOLATION);
        assertThat(world.init("a").error()).isEqualTo(ErrorCode.NONE);
        world.pass(Duration.ofDays(7).toMillis());
        assertThat(world.state("a")).isEmpty();
        assertThat(world.init("c").error()).isEqualTo(ErrorCode.NONE);
        world.restart();
        world.find("a");
        assertThat(world.state("a")).isEmpty();
        assertThat(world.state("c")).isEqualTo("Empty");
    }

    @Test
    void partitionsOfATransactionAreBounded() {
        world.settings.put(TransactionSettings.MAX_PARTITIONS, 1);
        world.restart();
        ProducerIdentity producer = open("x");
        assertThat(world.add("x", producer, T1)).isEqualTo(ErrorCode.POLICY_VIOLATION);
        assertThat(world.add("x", producer, T0)).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void impossibleIdsAndTimeoutsAreRefused() {
        world.find("x");
        assertThat(world.init("").error()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(world.init("i".repeat(40_000)).error()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(world.init("i".repeat(32_767)).error()).isEqualTo(ErrorCode.NONE);
        for (int timeoutMs : new int[] {0, -1, 900_001}) {
            assertThat(get(world.service.initProducer(CLIENT, new Init("x", timeoutMs, Optional.empty())))
                            .error())
                    .isEqualTo(ErrorCode.INVALID_TRANSACTION_TIMEOUT);
        }
    }

    @Test
    void transactionThatIsOpenForTooLongIsAbortedAndItsProducerFenced() {
        ProducerIdentity producer = open("x");
        world.pass(60_000);
        assertThat(world.state("x")).isEqualTo("CompleteAbort");
        assertThat(world.partitions.marked.getFirst().committed()).isFalse();
        assertThat(world.end("x", producer, true).error()).isEqualTo(ErrorCode.PRODUCER_FENCED);
    }

    @Test
    void clientsCannotAddTopicsOfTheBroker() {
        world.find("x");
        ProducerIdentity producer = world.init("x").producer();
        assertThat(world.add("x", producer, Coordinated.STATE)).isEqualTo(ErrorCode.TOPIC_AUTHORIZATION_FAILED);
        assertThat(get(world.service.addOffsets(CLIENT, "x", producer, "g"))).isEqualTo(ErrorCode.NONE);
        assertThat(get(world.service.describe(CLIENT, List.of("x"))).getFirst().partitions())
                .containsExactly(new TopicPartition(OffsetsTopic.NAME, 0));
    }

    @Test
    void partitionThatAsksWaitsWhileTheTransactionBeforeIsEnded() {
        ProducerIdentity producer = open("x");
        world.partitions.outcome = ErrorCode.KAFKA_STORAGE_ERROR;
        world.end("x", producer, true);
        CompletableFuture<ErrorCode> answer = verify(producer);
        world.pass(10);
        assertThat(answer).isNotDone();
        world.partitions.outcome = ErrorCode.NONE;
        world.pass(200);
        assertThat(answer).isCompletedWithValue(ErrorCode.NONE);
        world.partitions.outcome = ErrorCode.KAFKA_STORAGE_ERROR;
        world.end("x", producer, true);
        CompletableFuture<ErrorCode> late = verify(producer);
        world.pass(500);
        assertThat(late).isCompletedWithValue(ErrorCode.CONCURRENT_TRANSACTIONS);
    }

    private CompletableFuture<ErrorCode> verify(ProducerIdentity producer) {
        return world.partitions
                .verifier
                .verify(
                        RequestContext.INTERNAL,
                        new ProducerTransaction("x", TransactionSupport.IMPLICIT),
                        producer,
                        T1)
                .toCompletableFuture();
    }

    @Test
    void partitionThatAsksIsAnsweredWhenTheBrokerStops() {
        ProducerIdentity producer = open("x");
        world.partitions.outcome = ErrorCode.KAFKA_STORAGE_ERROR;
        world.end("x", producer, true);
        CompletableFuture<ErrorCode> waiting = verify(producer);
        assertThat(waiting).isNotDone();
        world.service.close();
        assertThat(waiting).isCompletedWithValue(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        assertThat(verify(producer)).isCompletedWithValue(ErrorCode.COORDINATOR_NOT_AVAILABLE);
    }

    @Test
    void idsAreListedByStateProducerAndPattern() {
        ProducerIdentity producer = open("orders-1");
        world.init("orders-2");
        world.init("payments");
        assertThat(listed(new Filter(Set.of(), Set.of(), -1, "orders-.*"))).containsExactly("orders-1", "orders-2");
        assertThat(listed(new Filter(Set.of("Ongoing"), Set.of(), -1, ""))).containsExactly("orders-1");
        assertThat(listed(new Filter(Set.of(), Set.of(producer.producerId()), -1, "")))
                .containsExactly("orders-1");
        world.pass(5_000);
        assertThat(listed(new Filter(Set.of(), Set.of(), 4_000, ""))).containsExactly("orders-1");
        assertThat(listed(new Filter(Set.of(), Set.of(), 6_000, ""))).isEmpty();
        Listing unknown = get(world.service.list(CLIENT, new Filter(Set.of("Lost"), Set.of(), -1, "")));
        assertThat(unknown.unknownStates()).containsExactly("Lost");
        assertThat(unknown.transactions()).isEmpty();
    }

    private List<String> listed(Filter filter) {
        return get(world.service.list(CLIENT, filter)).transactions().stream()
                .map(Listed::transactionalId)
                .toList();
    }

    @Test
    void patternsTakeNoLongerThanTheIdsAre() {
        world.find("x");
        world.init("a".repeat(80));
        world.init("a".repeat(30_000));
        assertThat(listed(new Filter(Set.of(), Set.of(), -1, "(a|aa)+b"))).isEmpty();
        assertThat(listed(new Filter(Set.of(), Set.of(), -1, "(a|b)*"))).hasSize(2);
        for (String wrong : List.of(
                "(",
                "(a|aa)+\\1b",
                "((((a{100}){100}){100}){100})",
                "(".repeat(500) + "a" + ")".repeat(500),
                "a".repeat(1025))) {
            assertThat(get(world.service.list(CLIENT, new Filter(Set.of(), Set.of(), -1, wrong)))
                            .error())
                    .isEqualTo(ErrorCode.INVALID_REGULAR_EXPRESSION);
        }
    }
}
