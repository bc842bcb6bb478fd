package gossip.core.transaction;

import gossip.api.broker.Records.ProducerIdentity;
import gossip.core.transaction.TransactionEffect.Answer;
import gossip.core.transaction.TransactionEffect.Mark;
import gossip.core.transaction.TransactionEffect.NeedId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** The coordinator of one transactional id in the model: the real machine over a log whose end a crash may take. */
final class ModelCoordinator {
    private final TransactionMachine machine =
            new TransactionMachine(new TransactionLimits(1 << 30, 100, Long.MAX_VALUE));
    private Optional<Transaction> durable = Optional.empty();
    private Optional<Transaction> present = Optional.empty();
    private final Queue<Decision> undurable = new ArrayDeque<>();
    private final List<Mark> marks = new ArrayList<>();
    /** Every decision that became durable. */
    private final List<Transaction> decided = new ArrayList<>();

    private long nextId = 1;

    void apply(TransactionEvent event, long nowMs) {
        Decision decision = machine.apply(present, event, nowMs);
        decision.transaction().ifPresent(next -> present = Optional.of(next));
        for (TransactionEffect effect : decision.effects()) {
            if (effect instanceof NeedId need) {
                apply(need.retry().apply(nextId++), nowMs);
                return;
            }
        }
        undurable.add(decision);
    }

    boolean hasUndurable() {
        return !undurable.isEmpty();
    }

    /** Makes the oldest decision durable, and does what follows from it. */
    void sync() {
        Decision decision = undurable.remove();
        decision.transaction().ifPresent(next -> {
            durable = Optional.of(next);
            if (next.status().isPrepared()) {
                decided.add(next);
            }
        });
        for (TransactionEffect effect : decision.effects()) {
            switch (effect) {
                case Answer<?> answer -> answer.send();
                case Mark mark -> marks.add(mark);
                case NeedId need -> throw new IllegalStateException("ids are given at once");
            }
        }
    }

    /** Loses what is not durable, and what was under way; reads the log and goes on. */
    void crash() {
        undurable.clear();
        marks.clear();
        present = durable;
        present.filter(transaction -> transaction.status().isPrepared())
                .ifPresent(transaction -> marks.add(TransactionMachine.mark(transaction)));
    }

    List<Mark> marks() {
        return marks;
    }

    void marked(Mark mark, long nowMs) {
        marks.remove(mark);
        apply(new TransactionEvent.Marked(mark.producer()), nowMs);
    }

    /** Whether a transaction that was written with an identity was decided to count. */
    boolean hasCommitted(ProducerIdentity identity) {
        return decided.stream()
                .filter(each -> each.status() == TransactionStatus.PREPARE_COMMIT)
                .anyMatch(each -> each.producer().producerId() == identity.producerId()
                        && each.producer().epoch() == identity.epoch() + (each.bumpsEpoch() ? 1 : 0));
    }

    Optional<Transaction> present() {
        return present;
    }
}
