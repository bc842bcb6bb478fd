package gossip.core.partition;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.record.RecordBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The state machine against a model that remembers everything ever appended. */
class ProducerStatesModelTest {
    record Sent(int producer, int epochStep, int sequenceStep, int count, boolean throughSnapshot) {}

    record Kept(int epoch, int first, int last, long offset) {}

    @Provide
    Arbitrary<List<Sent>> traffic() {
        Arbitrary<Sent> sent = Combinators.combine(
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.frequency(
                                net.jqwik.api.Tuple.of(20, 0),
                                net.jqwik.api.Tuple.of(2, 1),
                                net.jqwik.api.Tuple.of(2, -1)),
                        Arbitraries.frequency(
                                net.jqwik.api.Tuple.of(10, 0),
                                net.jqwik.api.Tuple.of(2, 1),
                                net.jqwik.api.Tuple.of(6, -1)),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.frequency(net.jqwik.api.Tuple.of(9, false), net.jqwik.api.Tuple.of(1, true)))
                .as(Sent::new);
        return sent.list().ofMinSize(1).ofMaxSize(60);
    }

    @Property(tries = 500)
    void verdictsAreThoseOfTheModel(@ForAll("traffic") List<Sent> traffic) {
        ProducerStates states = new ProducerStates(10, new StableOffset(new HighWatermark()));
        Map<Integer, List<Kept>> model = new HashMap<>();
        long offset = 0;
        for (Sent sent : traffic) {
            List<Kept> kept = model.computeIfAbsent(sent.producer, id -> new ArrayList<>());
            RecordBatch batch = choose(sent, kept, offset);
            SequenceVerdict verdict = states.check(batch, ProducerStates.Proof.NONE);
            assertThat(verdict.getClass()).isEqualTo(expected(batch, kept));
            if (verdict instanceof SequenceVerdict.Duplicate duplicate) {
                assertThat(kept).anyMatch(k -> k.offset == duplicate.baseOffset() && k.first == batch.baseSequence());
            } else if (verdict instanceof SequenceVerdict.Fresh) {
                states.appended(batch, offset);
                kept.add(new Kept(batch.producerEpoch(), batch.baseSequence(), batch.lastSequence(), offset));
                offset += sent.count;
            }
            if (sent.throughSnapshot) {
                ProducerStates restored = new ProducerStates(10, new StableOffset(new HighWatermark()));
                restored.restore(states.snapshot());
                states = restored;
            }
        }
    }

    private static RecordBatch choose(Sent sent, List<Kept> kept, long offset) {
        Kept newest = kept.isEmpty() ? new Kept(0, -1, -1, -1) : kept.getLast();
        int epoch = Math.max(0, newest.epoch + sent.epochStep);
        if (sent.sequenceStep < 0 && !kept.isEmpty()) {
            Kept again = kept.get(Math.max(0, kept.size() - 1 - sent.count * 2));
            return ProducerStatesTest.batch(sent.producer, epoch, again.first, again.last - again.first + 1, offset);
        }
        int next = epoch == newest.epoch ? newest.last + 1 : 0;
        return ProducerStatesTest.batch(
                sent.producer, epoch, next + Math.max(0, sent.sequenceStep), sent.count, offset);
    }

    private static Class<?> expected(RecordBatch batch, List<Kept> kept) {
        if (kept.isEmpty()) {
            return SequenceVerdict.Fresh.class;
        }
        int epoch = kept.getLast().epoch;
        if (batch.producerEpoch() < epoch) {
            return SequenceVerdict.StaleEpoch.class;
        }
        if (batch.producerEpoch() > epoch) {
            return batch.baseSequence() == 0 ? SequenceVerdict.Fresh.class : SequenceVerdict.OutOfOrder.class;
        }
        List<Kept> sameEpoch = kept.stream().filter(k -> k.epoch == epoch).toList();
        boolean known = sameEpoch.subList(Math.max(0, sameEpoch.size() - 5), sameEpoch.size()).stream()
                .anyMatch(k -> k.first == batch.baseSequence() && k.last == batch.lastSequence());
        if (known) {
            return SequenceVerdict.Duplicate.class;
        }
        return batch.baseSequence() == kept.getLast().last + 1
                ? SequenceVerdict.Fresh.class
                : SequenceVerdict.OutOfOrder.class;
    }
}
