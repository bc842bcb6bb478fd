package gossip.core.partition;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.ErrorCode;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordBatchBuilder;
import gossip.api.record.TransactionMarker;
import gossip.api.storage.AbortedTransaction;
import gossip.core.partition.ProducerStates.Proof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class TransactionStatesTest {
    private static final long P = 7;
    private static final long Q = 8;

    private final HighWatermark highWatermark = new HighWatermark();
    private final StableOffset stable = new StableOffset(highWatermark);
    private final ProducerStates states = new ProducerStates(3, stable);
    private long nextOffset;

    private RecordBatch data(long producer, int epoch, int sequence, boolean transactional) {
        RecordBatchBuilder builder = new RecordBatchBuilder()
                .producer(producer, (short) epoch, sequence)
                .baseOffset(nextOffset)
                .add(NewRecord.of(1000, "k", "v"));
        if (transactional) {
            builder.transactional();
        }
        try {
            return RecordBatch.at(builder.build(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RecordBatch marker(long producer, int epoch, boolean commit) {
        RecordBatch batch = RecordBatch.at(new TransactionMarker(commit, 5).batch(producer, (short) epoch, 2000), 0);
        batch.assign(nextOffset, 0);
        return batch;
    }

    private void append(RecordBatch batch) {
        states.appended(batch, 3000);
        nextOffset = batch.nextOffset();
        highWatermark.advance(nextOffset, 1);
        stable.advance(nextOffset);
    }

    private SequenceVerdict send(long producer, int epoch, int sequence, Proof proof) {
        RecordBatch batch = data(producer, epoch, sequence, true);
        SequenceVerdict verdict = states.check(batch, proof);
        if (verdict instanceof SequenceVerdict.Fresh) {
            append(batch);
        }
        return verdict;
    }

    @Test
    void transactionBeginsOnlyWhereItWasVerified() {
        assertThat(send(P, 0, 0, Proof.NONE)).isEqualTo(SequenceVerdict.UNVERIFIED);
        assertThat(send(P, 0, 0, Proof.VERIFIED)).isEqualTo(SequenceVerdict.FRESH);
        assertThat(send(P, 0, 1, Proof.NONE)).isEqualTo(SequenceVerdict.FRESH);
        append(marker(P, 0, true));
        assertThat(send(P, 0, 2, Proof.NONE)).isEqualTo(SequenceVerdict.UNVERIFIED);
    }

    @Test
    void lateBatchOfAnEndedEpochIsStale() {
        send(P, 0, 0, Proof.VERIFIED_WITH_OWN_EPOCH);
        append(marker(P, 1, false));
        assertThat(send(P, 0, 1, Proof.VERIFIED_WITH_OWN_EPOCH)).isInstanceOf(SequenceVerdict.StaleEpoch.class);
    }

    @Test
    void markerFencesAlsoWhereTheProducerIsUnknown() {
        append(marker(P, 4, false));
        assertThat(send(P, 3, 0, Proof.VERIFIED)).isInstanceOf(SequenceVerdict.StaleEpoch.class);
    }

    @Test
    void transactionWithItsOwnEpochBeginsAtSequenceZero() {
        assertThat(send(P, 0, 3, Proof.VERIFIED_WITH_OWN_EPOCH)).isInstanceOf(SequenceVerdict.OutOfOrder.class);
        send(P, 0, 0, Proof.VERIFIED_WITH_OWN_EPOCH);
        append(marker(P, 1, true));
        assertThat(send(P, 1, 1, Proof.VERIFIED_WITH_OWN_EPOCH)).isInstanceOf(SequenceVerdict.OutOfOrder.class);
        assertThat(send(P, 1, 0, Proof.VERIFIED_WITH_OWN_EPOCH)).isEqualTo(SequenceVerdict.FRESH);
    }

    @Test
    void newEpochDoesNotGoOnWithAnOpenTransaction() {
        send(P, 0, 0, Proof.VERIFIED);
        assertThat(send(P, 1, 0, Proof.NONE)).isEqualTo(SequenceVerdict.UNVERIFIED);
        assertThat(send(P, 1, 0, Proof.VERIFIED))
                .isInstanceOfSatisfying(
                        SequenceVerdict.Refused.class,
                        refused -> assertThat(refused.error()).isEqualTo(ErrorCode.INVALID_TXN_STATE));
    }

    @Test
    void newEpochIsVerifiedWhileTheMarkerOfTheLastTransactionIsOnItsWay() {
        send(P, 0, 0, Proof.VERIFIED_WITH_OWN_EPOCH);
        assertThat(send(P, 1, 0, Proof.NONE)).isEqualTo(SequenceVerdict.UNVERIFIED);
        append(marker(P, 1, true));
        assertThat(send(P, 1, 0, Proof.VERIFIED_WITH_OWN_EPOCH)).isEqualTo(SequenceVerdict.FRESH);
    }

    @Test
    void plainBatchWithinATransactionIsRefused() {
        send(P, 0, 0, Proof.VERIFIED);
        assertThat(states.check(data(P, 0, 1, false), Proof.NONE))
                .isInstanceOfSatisfying(
                        SequenceVerdict.Refused.class,
                        refused -> assertThat(refused.error()).isEqualTo(ErrorCode.INVALID_TXN_STATE));
    }

    @Test
    void repeatedBatchOfATransactionIsADuplicate() {
        send(P, 0, 0, Proof.VERIFIED);
        assertThat(send(P, 0, 0, Proof.NONE)).isEqualTo(new SequenceVerdict.Duplicate(0, 1000));
        append(marker(P, 0, true));
        assertThat(send(P, 0, 0, Proof.NONE)).isEqualTo(new SequenceVerdict.Duplicate(0, 1000));
    }

    @Test
    void stableOffsetIsHeldBackByTheEldestTransaction() {
        send(P, 0, 0, Proof.VERIFIED);
        send(Q, 0, 0, Proof.VERIFIED);
        assertThat(stable.value()).isZero();
        append(marker(P, 0, true));
        assertThat(stable.value()).isEqualTo(1);
        append(marker(Q, 0, true));
        assertThat(stable.value()).isEqualTo(4);
    }

    @Test
    void stableOffsetMovesOnlyWhenTheMarkerIsVisible() {
        send(P, 0, 0, Proof.VERIFIED);
        RecordBatch marker = marker(P, 0, true);
        states.appended(marker, 3000);
        assertThat(stable.value()).isZero();
        highWatermark.advance(marker.nextOffset(), 1);
        stable.advance(marker.nextOffset());
        assertThat(stable.value()).isEqualTo(2);
    }

    @Test
    void abortedTransactionKnowsWhatWasStableAfterIt() {
        send(P, 0, 0, Proof.VERIFIED);
        send(Q, 0, 0, Proof.VERIFIED);
        assertThat(states.abortedBy(marker(Q, 0, false))).contains(new AbortedTransaction(Q, 1, 2, 0));
        assertThat(states.abortedBy(marker(P, 0, false))).contains(new AbortedTransaction(P, 0, 2, 1));
        assertThat(states.abortedBy(marker(P, 0, true))).isEmpty();
        append(marker(Q, 0, false));
        assertThat(states.abortedBy(marker(P, 0, false))).contains(new AbortedTransaction(P, 0, 3, 4));
        assertThat(states.abortedBy(marker(Q, 0, false))).isEmpty();
        assertThat(states.newestAborted()).isEqualTo(2);
    }

    @Test
    void markersOfAnOlderCoordinatorOrEpochAreRefused() {
        append(marker(P, 2, true));
        assertThat(states.check(marker(P, 1, true), new TransactionMarker(true, 5)))
                .isInstanceOf(SequenceVerdict.StaleEpoch.class);
        assertThat(states.check(marker(P, 2, true), new TransactionMarker(true, 4)))
                .isInstanceOfSatisfying(
                        SequenceVerdict.Refused.class,
                        refused -> assertThat(refused.error()).isEqualTo(ErrorCode.TRANSACTION_COORDINATOR_FENCED));
        assertThat(states.check(marker(P, 2, true), new TransactionMarker(true, 5)))
                .isEqualTo(SequenceVerdict.FRESH);
    }

    @Test
    void producersWithOpenTransactionsAreNeverForgotten() {
        for (int producer = 1; producer <= 3; producer++) {
            send(producer, 0, 0, Proof.VERIFIED);
        }
        assertThat(send(4, 0, 0, Proof.VERIFIED))
                .isInstanceOfSatisfying(
                        SequenceVerdict.Refused.class,
                        refused -> assertThat(refused.error()).isEqualTo(ErrorCode.THROTTLING_QUOTA_EXCEEDED));
        states.expire(Long.MAX_VALUE);
        assertThat(states.size()).isEqualTo(3);
        append(marker(2, 0, true));
        assertThat(send(4, 0, 0, Proof.VERIFIED)).isEqualTo(SequenceVerdict.FRESH);
        assertThat(states.all())
                .extracting(ProducerStates.Remembered::producerId)
                .containsExactlyInAnyOrder(1L, 3L, 4L);
    }

    @Test
    void snapshotKeepsOpenTransactions() {
        send(P, 0, 0, Proof.VERIFIED);
        send(Q, 0, 0, Proof.VERIFIED);
        append(marker(Q, 0, false));
        StableOffset other = new StableOffset(new HighWatermark());
        ProducerStates restored = new ProducerStates(3, other);
        restored.restore(states.snapshot());
        assertThat(restored.all()).isEqualTo(states.all());
        assertThat(restored.openTransactions()).containsExactly(0L);
        assertThat(restored.newestAborted()).isEqualTo(2);
        assertThat(restored.abortedBy(marker(P, 0, false))).contains(new AbortedTransaction(P, 0, 3, 4));
    }

    @Test
    void snapshotFromBeforeThereWereTransactionsIsRead() {
        ByteBuffer old = ByteBuffer.allocate(100).put((byte) 1).putInt(1);
        old.putLong(P).putShort((short) 3).putLong(3000).put((byte) 1);
        old.putInt(0).putInt(4).putLong(10).putLong(1000).flip();
        states.restore(old);
        assertThat(states.all()).containsExactly(new ProducerStates.Remembered(P, (short) 3, 4, 1000, -1, -1));
        assertThat(states.newestAborted()).isEqualTo(-1);
    }

    @Test
    void batchesOfTheBrokerNeedNoSequence() {
        RecordBatch batch = data(P, 2, -1, true);
        assertThat(states.check(batch, Proof.NONE)).isEqualTo(SequenceVerdict.UNVERIFIED);
        assertThat(states.check(batch, Proof.VERIFIED)).isEqualTo(SequenceVerdict.FRESH);
        append(batch);
        assertThat(states.check(data(P, 2, -1, true), Proof.NONE)).isEqualTo(SequenceVerdict.FRESH);
        assertThat(states.check(data(P, 1, -1, true), Proof.NONE)).isInstanceOf(SequenceVerdict.StaleEpoch.class);
    }
}
