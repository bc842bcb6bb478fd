package gossip.core.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Transactions.Init;
import gossip.api.broker.Transactions.Initialized;
import gossip.api.metrics.Metrics;
import gossip.api.record.Codecs;
import gossip.core.groupstore.MemoryRecords;
import gossip.core.transaction.StatePartition.Collaborators;
import gossip.core.transaction.StatePartition.Incarnation;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatePartitionTest {
    private final MemoryRecords records = new MemoryRecords();
    private final IdCount count = new IdCount(10);
    private CompletableFuture<Long> nextId = CompletableFuture.completedFuture(7L);
    private final StatePartition partition = new StatePartition(
            new Incarnation(new PartitionId(new UUID(0, 1), 0), 0),
            Coordinated.STATE,
            new StateLane(records, Coordinated.STATE),
            new Collaborators(
                    new TransactionMachine(new TransactionLimits(60_000, 10, 1_000)),
                    () -> nextId,
                    new MarkerSender(
                            new ScriptedPartitions(),
                            new SteppedTimer(),
                            new TransactionFigures(Metrics.NONE),
                            (of, producer, commit) -> {}),
                    count,
                    new TransactionFigures(Metrics.NONE),
                    () -> Instant.ofEpochMilli(1)));

    @BeforeEach
    void load() {
        partition.load(new StateReader(records, Codecs.NONE));
    }

    private CompletableFuture<Initialized> init(String id) {
        Reply<Initialized> reply = Reply.of(error -> new Initialized(error, new ProducerIdentity(-1, (short) -1)));
        partition.apply(
                id,
                new TransactionEvent.Initialize(reply, new Init(id, 1_000, Optional.empty()), OptionalLong.empty()));
        return reply.future();
    }

    @Test
    void idThatIsJustBeingForgottenBeginsAnew() {
        init("x").join();
        // as by another thread that has not come to removing it
        partition.runners().iterator().next().retire();
        assertThat(init("x").join().error()).isEqualTo(ErrorCode.NONE);
        assertThat(count.count()).isEqualTo(1);
    }

    @Test
    void everybodyIsAnsweredWhoWaitsForAProducerId() {
        nextId = new CompletableFuture<>();
        CompletableFuture<Initialized> first = init("x");
        CompletableFuture<Initialized> second = init("x");
        assertThat(first).isNotDone();
        nextId.complete(8L);
        assertThat(first.join().error()).isEqualTo(ErrorCode.NONE);
        assertThat(second.join().error()).isEqualTo(ErrorCode.NONE);
        assertThat(count.count()).isEqualTo(1);
    }

    @Test
    void whoGetsNoProducerIdIsTold() {
        nextId = CompletableFuture.failedFuture(new IllegalStateException("as the test wants"));
        assertThat(init("x").join().error()).isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR);
        assertThat(count.count()).isZero();
    }

    @Test
    void partitionThatIsGivenUpKeepsNothing() {
        init("x").join();
        partition.close();
        assertThat(init("y").join().error()).isEqualTo(ErrorCode.NOT_COORDINATOR);
        assertThat(partition.runners()).isEmpty();
        assertThat(count.count()).isZero();
    }
}
