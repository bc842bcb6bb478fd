package gossip.core.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Transactions.End;
import gossip.api.broker.Transactions.Ended;
import gossip.api.broker.Transactions.Init;
import gossip.api.broker.Transactions.Initialized;
import gossip.core.transaction.TransactionEffect.Answer;
import gossip.core.transaction.TransactionEffect.Mark;
import gossip.core.transaction.TransactionEffect.NeedId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TransactionMachineTest {
    private static final TopicPartition A = new TopicPartition("a", 0);
    private static final TopicPartition B = new TopicPartition("b", 1);
    private static final ProducerIdentity NOBODY = new ProducerIdentity(-1, (short) -1);

    private final TransactionMachine machine = new TransactionMachine(new TransactionLimits(10_000, 3, 100_000));
    private final List<Mark> marks = new ArrayList<>();
    private Optional<Transaction> state = Optional.empty();
    private long nowMs = 1_000;
    private long nextId = 100;

    private void apply(TransactionEvent event) {
        Decision decision = machine.apply(state, event, nowMs);
        switch (decision.change()) {
            case Decision.Change.Keep keep -> {
                // as it is
            }
            case Decision.Change.Become become -> state = Optional.of(become.transaction());
            case Decision.Change.Forget forget -> state = Optional.empty();
        }
        for (TransactionEffect effect : decision.effects()) {
            switch (effect) {
                case Answer<?> answer -> answer.send();
                case Mark mark -> marks.add(mark);
                case NeedId need -> apply(need.retry().apply(nextId++));
            }
        }
    }

    private Initialized init(int timeoutMs, Optional<ProducerIdentity> present) {
        Reply<Initialized> reply = Reply.of(error -> new Initialized(error, NOBODY));
        apply(new TransactionEvent.Initialize(reply, new Init("x", timeoutMs, present), OptionalLong.empty()));
        return reply.future().join();
    }

    private ProducerIdentity init() {
        Initialized result = init(5_000, Optional.empty());
        assertThat(result.error()).isEqualTo(ErrorCode.NONE);
        return result.producer();
    }

    private ErrorCode add(ProducerIdentity producer, TopicPartition... partitions) {
        Reply<ErrorCode> reply = Reply.of(error -> error);
        apply(new TransactionEvent.Add(reply, producer, Set.of(partitions)));
        return reply.future().join();
    }

    private ErrorCode verify(ProducerIdentity producer, TopicPartition partition) {
        Reply<Map<TopicPartition, ErrorCode>> reply = Reply.of(error -> Map.of(partition, error));
        apply(new TransactionEvent.Verify(reply, producer, Set.of(partition)));
        return reply.future().join().get(partition);
    }

    private Ended end(ProducerIdentity producer, boolean commit, boolean bumps) {
        Reply<Ended> reply = Reply.of(error -> new Ended(error, NOBODY));
        apply(new TransactionEvent.Finish(reply, new End("x", producer, commit, bumps), OptionalLong.empty()));
        return reply.future().join();
    }

    private void markAll() {
        List<Mark> all = List.copyOf(marks);
        marks.clear();
        all.forEach(mark -> apply(new TransactionEvent.Marked(mark.producer())));
    }

    private TransactionStatus status() {
        return state.orElseThrow().status();
    }

    private static ProducerIdentity identity(long id, int epoch) {
        return new ProducerIdentity(id, (short) epoch);
    }

    @Test
    void firstProducerGetsTheFirstEpochOfANewId() {
        assertThat(init()).isEqualTo(identity(100, 0));
        assertThat(init()).isEqualTo(identity(100, 1));
        assertThat(nextId).isEqualTo(101);
    }

    @Test
    void timeoutMustBeAllowed() {
        assertThat(init(0, Optional.empty()).error()).isEqualTo(ErrorCode.INVALID_TRANSACTION_TIMEOUT);
        assertThat(init(10_001, Optional.empty()).error()).isEqualTo(ErrorCode.INVALID_TRANSACTION_TIMEOUT);
        assertThat(init(10_000, Optional.empty()).error()).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void unknownIdHasNoMapping() {
        assertThat(add(identity(1, 0), A)).isEqualTo(ErrorCode.INVALID_PRODUCER_ID_MAPPING);
        assertThat(verify(identity(1, 0), A)).isEqualTo(ErrorCode.INVALID_PRODUCER_ID_MAPPING);
        assertThat(end(identity(1, 0), true, false).error()).isEqualTo(ErrorCode.INVALID_PRODUCER_ID_MAPPING);
    }

    @Test
    void transactionOfAClassicClientIsCommitted() {
        ProducerIdentity producer = init();
        assertThat(add(producer, A)).isEqualTo(ErrorCode.NONE);
        assertThat(add(producer, B)).isEqualTo(ErrorCode.NONE);
        assertThat(verify(producer, A)).isEqualTo(ErrorCode.NONE);
        assertThat(end(producer, true, false)).isEqualTo(new Ended(ErrorCode.NONE, producer));
        assertThat(marks).containsExactly(new Mark(producer, true, Set.of(A, B)));
        assertThat(end(producer, true, false).error()).isEqualTo(ErrorCode.CONCURRENT_TRANSACTIONS);
        assertThat(end(producer, false, false).error()).isEqualTo(ErrorCode.INVALID_TXN_STATE);
        assertThat(add(producer, A)).isEqualTo(ErrorCode.CONCURRENT_TRANSACTIONS);
        assertThat(verify(producer, A)).isEqualTo(ErrorCode.CONCURRENT_TRANSACTIONS);
        assertThat(init(5_000, Optional.empty()).error()).isEqualTo(ErrorCode.CONCURRENT_TRANSACTIONS);
        markAll();
        assertThat(status()).isEqualTo(TransactionStatus.COMPLETE_COMMIT);
        assertThat(end(producer, true, false).error()).isEqualTo(ErrorCode.NONE);
        assertThat(end(producer, false, false).error()).isEqualTo(ErrorCode.INVALID_TXN_STATE);
        assertThat(verify(producer, A)).isEqualTo(ErrorCode.TRANSACTION_ABORTABLE);
        assertThat(add(producer, A)).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void nothingToEndIsInvalidForClassicClients() {
        ProducerIdentity producer = init();
        assertThat(end(producer, true, false).error()).isEqualTo(ErrorCode.INVALID_TXN_STATE);
        assertThat(end(producer, false, false).error()).isEqualTo(ErrorCode.INVALID_TXN_STATE);
    }

    @Test
    void newerClientsGetAnEpochForEachTransaction() {
        ProducerIdentity producer = init();
        add(producer, A);
        assertThat(end(producer, true, true)).isEqualTo(new Ended(ErrorCode.NONE, identity(100, 1)));
        assertThat(marks).containsExactly(new Mark(identity(100, 1), true, Set.of(A)));
        assertThat(end(producer, true, true).error()).isEqualTo(ErrorCode.CONCURRENT_TRANSACTIONS);
        markAll();
        assertThat(end(producer, true, true)).isEqualTo(new Ended(ErrorCode.NONE, identity(100, 1)));
        assertThat(end(producer, false, true).error()).isEqualTo(ErrorCode.INVALID_TXN_STATE);
        assertThat(add(producer, A)).isEqualTo(ErrorCode.PRODUCER_FENCED);
        assertThat(add(identity(100, 1), A)).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void lateEndOfTheTransactionBeforeDoesNotEndTheNext() {
        ProducerIdentity producer = init();
        add(producer, A);
        ProducerIdentity next = end(producer, true, true).producer();
        markAll();
        add(next, A);
        assertThat(end(producer, true, true).error()).isEqualTo(ErrorCode.PRODUCER_FENCED);
        assertThat(status()).isEqualTo(TransactionStatus.ONGOING);
    }

    @Test
    void lateEndFromBeforeABumpDoesNotEndTheNext() {
        ProducerIdentity producer = init();
        add(producer, A);
        ProducerIdentity second = end(producer, false, true).producer();
        markAll();
        ProducerIdentity third = init(5_000, Optional.of(second)).producer();
        add(third, A);
        assertThat(end(second, true, true).error()).isEqualTo(ErrorCode.PRODUCER_FENCED);
        assertThat(status()).isEqualTo(TransactionStatus.ONGOING);
    }

    @Test
    void newerClientAbortsAlsoWhatWasNotBegun() {
        ProducerIdentity producer = init();
        assertThat(end(producer, true, true).error()).isEqualTo(ErrorCode.INVALID_TXN_STATE);
        assertThat(end(producer, false, true).producer()).isEqualTo(identity(100, 1));
        markAll();
        assertThat(status()).isEqualTo(TransactionStatus.COMPLETE_ABORT);
        assertThat(end(identity(100, 1), false, true).producer()).isEqualTo(identity(100, 2));
    }

    @Test
    void nextTransactionWaitsUntilTheOneBeforeIsComplete() {
        ProducerIdentity producer = init();
        add(producer, A);
        ProducerIdentity next = end(producer, true, true).producer();
        assertThat(add(next, A)).isEqualTo(ErrorCode.CONCURRENT_TRANSACTIONS);
        assertThat(end(next, false, true).error()).isEqualTo(ErrorCode.CONCURRENT_TRANSACTIONS);
        assertThat(end(producer, true, true).error()).isEqualTo(ErrorCode.CONCURRENT_TRANSACTIONS);
        markAll();
        assertThat(end(next, false, true).producer()).isEqualTo(identity(100, 2));
    }

    @Test
    void newProducerFencesTheOldOneAndAbortsItsTransaction() {
        ProducerIdentity old = init();
        add(old, A);
        assertThat(init(5_000, Optional.empty()).error()).isEqualTo(ErrorCode.CONCURRENT_TRANSACTIONS);
        assertThat(marks).containsExactly(new Mark(identity(100, 1), false, Set.of(A)));
        assertThat(end(old, true, false).error()).isEqualTo(ErrorCode.PRODUCER_FENCED);
        assertThat(end(old, true, true).error()).isEqualTo(ErrorCode.PRODUCER_FENCED);
        markAll();
        assertThat(end(old, true, true).error()).isEqualTo(ErrorCode.PRODUCER_FENCED);
        assertThat(add(old, A)).isEqualTo(ErrorCode.PRODUCER_FENCED);
        assertThat(init()).isEqualTo(identity(100, 2));
    }

    @Test
    void producerBumpsItsEpochOnceEvenIfTheAnswerIsLost() {
        ProducerIdentity producer = init();
        assertThat(init(5_000, Optional.of(producer)).producer()).isEqualTo(identity(100, 1));
        assertThat(init(5_000, Optional.of(producer)).producer()).isEqualTo(identity(100, 1));
        assertThat(init(5_000, Optional.of(identity(100, 1))).producer()).isEqualTo(identity(100, 2));
        assertThat(init(5_000, Optional.of(producer)).error()).isEqualTo(ErrorCode.PRODUCER_FENCED);
        assertThat(init(5_000, Optional.of(identity(99, 1))).error()).isEqualTo(ErrorCode.PRODUCER_FENCED);
    }

    @Test
    void fencedProducerCannotBumpItself() {
        ProducerIdentity old = init();
        ProducerIdentity fresh = init();
        add(fresh, A);
        assertThat(init(5_000, Optional.of(old)).error()).isEqualTo(ErrorCode.PRODUCER_FENCED);
        assertThat(status()).isEqualTo(TransactionStatus.ONGOING);
    }

    @Test
    void transactionThatIsOpenForTooLongIsAborted() {
        ProducerIdentity producer = init();
        add(producer, A);
        nowMs += 4_999;
        apply(new TransactionEvent.Tick());
        assertThat(status()).isEqualTo(TransactionStatus.ONGOING);
        nowMs += 1;
        apply(new TransactionEvent.Tick());
        assertThat(status()).isEqualTo(TransactionStatus.PREPARE_ABORT);
        assertThat(marks).containsExactly(new Mark(identity(100, 1), false, Set.of(A)));
        assertThat(end(producer, true, false).error()).isEqualTo(ErrorCode.PRODUCER_FENCED);
    }

    @Test
    void unusedIdIsForgottenButNotAnOpenOne() {
        ProducerIdentity producer = init();
        nowMs += 99_999;
        apply(new TransactionEvent.Tick());
        assertThat(state).isPresent();
        add(producer, A);
        end(producer, true, false);
        nowMs += 1_000_000;
        apply(new TransactionEvent.Tick());
        assertThat(state).isPresent();
        markAll();
        nowMs += 100_000;
        apply(new TransactionEvent.Tick());
        assertThat(state).isEmpty();
    }

    @Test
    void exhaustedEpochsLeadToANewId() {
        ProducerIdentity producer = init();
        while (producer.epoch() < Short.MAX_VALUE - 1) {
            producer = init();
        }
        assertThat(producer).isEqualTo(identity(100, Short.MAX_VALUE - 1));
        assertThat(init(5_000, Optional.of(producer)).producer()).isEqualTo(identity(101, 0));
        assertThat(init(5_000, Optional.of(producer)).producer()).isEqualTo(identity(101, 0));
        assertThat(init()).isEqualTo(identity(101, 1));
    }

    @Test
    void transactionInTheLastEpochIsFollowedByANewId() {
        ProducerIdentity producer = init();
        while (producer.epoch() < Short.MAX_VALUE - 1) {
            producer = init();
        }
        add(producer, A);
        assertThat(end(producer, true, true).producer()).isEqualTo(identity(101, 0));
        assertThat(marks).containsExactly(new Mark(identity(100, Short.MAX_VALUE), true, Set.of(A)));
        assertThat(add(identity(101, 0), A)).isEqualTo(ErrorCode.CONCURRENT_TRANSACTIONS);
        markAll();
        assertThat(end(producer, true, true).producer()).isEqualTo(identity(101, 0));
        assertThat(add(identity(101, 0), A)).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void transactionInTheLastEpochCanBeFenced() {
        ProducerIdentity producer = init();
        while (producer.epoch() < Short.MAX_VALUE - 1) {
            producer = init();
        }
        add(producer, A);
        init(5_000, Optional.empty());
        assertThat(marks).containsExactly(new Mark(identity(100, Short.MAX_VALUE), false, Set.of(A)));
        markAll();
        assertThat(init()).isEqualTo(identity(101, 0));
    }

    @Test
    void partitionsOfATransactionAreBounded() {
        ProducerIdentity producer = init();
        add(producer, A, B, new TopicPartition("c", 0));
        assertThat(add(producer, new TopicPartition("d", 0))).isEqualTo(ErrorCode.POLICY_VIOLATION);
        assertThat(state.orElseThrow().partitions()).hasSize(3);
    }

    @Test
    void wrongProducerIdHasNoMapping() {
        init();
        assertThat(add(identity(7, 0), A)).isEqualTo(ErrorCode.INVALID_PRODUCER_ID_MAPPING);
        assertThat(end(identity(7, 0), true, true).error()).isEqualTo(ErrorCode.INVALID_PRODUCER_ID_MAPPING);
    }

    @Test
    void everythingIsReadBackFromItsRecord() {
        ProducerIdentity producer = init();
        add(producer, A, B, new TopicPartition("a", 7));
        end(producer, true, true);
        Transaction written = state.orElseThrow();
        var record = TransactionRecords.record("x-\u00e4", written);
        assertThat(TransactionRecords.transactionalId(record.key().orElseThrow()))
                .contains("x-\u00e4");
        assertThat(TransactionRecords.transaction(record.value().orElseThrow())).isEqualTo(written);
    }
}
