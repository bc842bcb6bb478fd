package gossip.core.transaction;

import gossip.api.ErrorCode;
import gossip.core.transaction.Decision.Change;
import gossip.core.transaction.TransactionEffect.Answer;
import gossip.core.transaction.TransactionEffect.Mark;
import gossip.core.transaction.TransactionEffect.NeedId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gives the machine one caller at a time for one transactional id, writes down what it decides, and does the rest when that
 * is durable. Decisions do not wait for each other. Thread-safe; never blocks.
 */
final class TransactionRunner {
    private static final Logger LOG = System.getLogger(TransactionRunner.class.getName());

    private final String transactionalId;
    private final TransactionMachine machine;
    private final StateLane lane;
    private final Surroundings surroundings;
    private volatile @Nullable Transaction transaction;
    /** The newest write; what follows from a decision waits for it. */
    private CompletableFuture<Void> written = CompletableFuture.completedFuture(null);

    private boolean retired;

    TransactionRunner(
            String transactionalId,
            @Nullable Transaction found,
            TransactionMachine machine,
            StateLane lane,
            Surroundings surroundings) {
        this.transactionalId = transactionalId;
        this.transaction = found;
        this.machine = machine;
        this.lane = lane;
        this.surroundings = surroundings;
    }

    /** What a runner needs others for. Thread-safe. */
    interface Surroundings {
        /** Tells partitions how a transaction has ended; {@link TransactionEvent.Marked} comes when they know. */
        void mark(String transactionalId, Mark mark);

        /** Brings an event again with a producer id. */
        void allocate(String transactionalId, NeedId need);

        /** What was decided could not be written: nothing that is in memory may be relied on any more. */
        void failed(Throwable cause);

        /** A decision is durable. */
        void decided(Transaction transaction);
    }

    String transactionalId() {
        return transactionalId;
    }

    /** What was decided last, durable or not. */
    Optional<Transaction> transaction() {
        return Optional.ofNullable(transaction);
    }

    /** Brings an event; false if the runner is out of use and another must be found. */
    boolean apply(TransactionEvent event, long nowMs) {
        Decision decision;
        CompletableFuture<Void> durable;
        synchronized (this) {
            if (retired) {
                return false;
            }
            decision = machine.apply(Optional.ofNullable(transaction), event, nowMs);
            if (decision.isNothing()) {
                return true;
            }
            change(decision.change(), nowMs);
            durable = written;
        }
        durable.whenComplete((done, failure) -> follow(decision, failure));
        return true;
    }

    private void change(Change change, long nowMs) {
        switch (change) {
            case Change.Keep keep -> {
                // nothing to write
            }
            case Change.Become become -> {
                transaction = become.transaction();
                written = lane.append(TransactionRecords.record(transactionalId, become.transaction()));
            }
            case Change.Forget forget -> {
                retired = true;
                written = lane.append(TransactionRecords.tombstone(transactionalId, nowMs));
            }
        }
    }

    private void follow(Decision decision, @Nullable Throwable failure) {
        if (failure != null) {
            refuse(decision.effects(), StateLane.code(failure));
            surroundings.failed(failure);
            return;
        }
        decision.transaction().ifPresent(surroundings::decided);
        for (TransactionEffect effect : decision.effects()) {
            try {
                follow(effect);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "transactional id '" + transactionalId + "': a decision had no effect", e);
            }
        }
    }

    private void follow(TransactionEffect effect) {
        switch (effect) {
            case Answer<?> answer -> answer.send();
            case Mark mark -> surroundings.mark(transactionalId, mark);
            case NeedId need -> surroundings.allocate(transactionalId, need);
        }
    }

    private static void refuse(List<TransactionEffect> effects, ErrorCode error) {
        for (TransactionEffect effect : effects) {
            switch (effect) {
                case Answer<?> answer -> answer.refuse(error);
                case NeedId need -> need.reply().refuse(error);
                case Mark mark -> {
                    // who reads the log again finds out what is left to do
                }
            }
        }
    }

    /** Takes the runner out of use if nothing is known of its id. */
    synchronized boolean retireIfUnknown() {
        retired = retired || transaction == null;
        return retired;
    }

    synchronized boolean isRetired() {
        return retired;
    }

    /** Takes the runner out of use. */
    synchronized void retire() {
        retired = true;
    }
}
