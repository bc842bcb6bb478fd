package gossip.core.partition;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordBatchBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class ProducerStatesTest {
    private static final long P = 7;
    private final ProducerStates states = new ProducerStates(100, new StableOffset(new HighWatermark()));
    private long nextOffset;

    static RecordBatch batch(long producer, int epoch, int sequence, int count, long baseOffset) {
        RecordBatchBuilder builder = new RecordBatchBuilder()
                .producer(producer, (short) epoch, sequence)
                .baseOffset(baseOffset);
        for (int i = 0; i < count; i++) {
            builder.add(NewRecord.of(1000 + i, "k", "v"));
        }
        try {
            return RecordBatch.at(builder.build(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SequenceVerdict send(int epoch, int sequence, int count) {
        RecordBatch batch = batch(P, epoch, sequence, count, nextOffset);
        SequenceVerdict verdict = states.check(batch, ProducerStates.Proof.NONE);
        if (verdict instanceof SequenceVerdict.Fresh) {
            states.appended(batch, 5000);
            nextOffset += count;
        }
        return verdict;
    }

    @Test
    void consecutiveBatchesAreFreshAndRepeatedOnesDuplicates() {
        assertThat(send(0, 0, 3)).isEqualTo(SequenceVerdict.FRESH);
        assertThat(send(0, 3, 2)).isEqualTo(SequenceVerdict.FRESH);
        assertThat(send(0, 0, 3)).isEqualTo(new SequenceVerdict.Duplicate(0, 1002));
        assertThat(send(0, 3, 2)).isEqualTo(new SequenceVerdict.Duplicate(3, 1001));
        assertThat(send(0, 5, 1)).isEqualTo(SequenceVerdict.FRESH);
    }

    @Test
    void gapIsOutOfOrder() {
        send(0, 0, 1);
        assertThat(send(0, 2, 1)).isInstanceOf(SequenceVerdict.OutOfOrder.class);
        assertThat(send(0, 1, 1)).isEqualTo(SequenceVerdict.FRESH);
    }

    @Test
    void onlyTheLastFiveBatchesAreKnownAsDuplicates() {
        for (int i = 0; i < 6; i++) {
            send(0, i, 1);
        }
        assertThat(send(0, 0, 1)).isInstanceOf(SequenceVerdict.OutOfOrder.class);
        assertThat(send(0, 1, 1)).isEqualTo(new SequenceVerdict.Duplicate(1, 1000));
    }

    @Test
    void partOfAKnownBatchIsNoDuplicate() {
        send(0, 0, 5);
        assertThat(send(0, 0, 4)).isInstanceOf(SequenceVerdict.OutOfOrder.class);
        assertThat(send(0, 1, 4)).isInstanceOf(SequenceVerdict.OutOfOrder.class);
    }

    @Test
    void newEpochStartsAtZeroAndFencesTheOldOne() {
        send(3, 0, 1);
        send(3, 1, 1);
        assertThat(send(4, 2, 1)).isInstanceOf(SequenceVerdict.OutOfOrder.class);
        assertThat(send(4, 0, 1)).isEqualTo(SequenceVerdict.FRESH);
        assertThat(send(3, 2, 1)).isInstanceOf(SequenceVerdict.StaleEpoch.class);
        assertThat(send(3, 1, 1)).isInstanceOf(SequenceVerdict.StaleEpoch.class);
        assertThat(send(4, 1, 1)).isEqualTo(SequenceVerdict.FRESH);
    }

    @Test
    void unknownProducerMayGoOnWhereItIs() {
        assertThat(send(2, 4711, 3)).isEqualTo(SequenceVerdict.FRESH);
        assertThat(send(2, 4714, 1)).isEqualTo(SequenceVerdict.FRESH);
        assertThat(send(2, 4716, 1)).isInstanceOf(SequenceVerdict.OutOfOrder.class);
    }

    @Test
    void sequenceWrapsToZero() {
        int last = Integer.MAX_VALUE;
        assertThat(send(0, last - 1, 2)).isEqualTo(SequenceVerdict.FRESH);
        assertThat(send(0, 0, 1)).isEqualTo(SequenceVerdict.FRESH);
        assertThat(send(0, last - 1, 2)).isInstanceOf(SequenceVerdict.Duplicate.class);
    }

    @Test
    void batchMayWrapWithin() {
        assertThat(send(0, Integer.MAX_VALUE, 3)).isEqualTo(SequenceVerdict.FRESH);
        assertThat(send(0, 2, 1)).isEqualTo(SequenceVerdict.FRESH);
    }

    @Test
    void silentProducersAreForgotten() {
        states.appended(batch(1, 0, 0, 1, 0), 1000);
        states.appended(batch(2, 0, 0, 1, 1), 2000);
        states.expire(1500);
        assertThat(states.size()).isEqualTo(1);
        assertThat(states.check(batch(1, 0, 17, 1, 2), ProducerStates.Proof.NONE))
                .isEqualTo(SequenceVerdict.FRESH);
        assertThat(states.check(batch(2, 0, 17, 1, 2), ProducerStates.Proof.NONE))
                .isInstanceOf(SequenceVerdict.OutOfOrder.class);
    }

    @Test
    void memoryIsBoundedAndTheMostSilentGoesFirst() {
        ProducerStates small = new ProducerStates(2, new StableOffset(new HighWatermark()));
        small.appended(batch(1, 0, 0, 1, 0), 1);
        small.appended(batch(2, 0, 0, 1, 1), 2);
        small.appended(batch(1, 0, 1, 1, 2), 3);
        small.appended(batch(3, 0, 0, 1, 3), 4);
        assertThat(small.size()).isEqualTo(2);
        assertThat(small.check(batch(1, 0, 1, 1, 4), ProducerStates.Proof.NONE))
                .isInstanceOf(SequenceVerdict.Duplicate.class);
        assertThat(small.check(batch(2, 0, 0, 1, 4), ProducerStates.Proof.NONE)).isEqualTo(SequenceVerdict.FRESH);
    }

    @Test
    void snapshotOfAnotherVersionIsRefused() {
        java.nio.ByteBuffer snapshot = states.snapshot();
        snapshot.put(0, (byte) 99);
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProducerStates(1, new StableOffset(new HighWatermark())).restore(snapshot))
                .withMessageContaining("99");
    }
}
