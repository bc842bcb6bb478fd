package gossip.core.transaction;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.record.TransactionMarker;
import gossip.core.pipeline.TransactionPartitions;
import gossip.core.transaction.TransactionEffect.Mark;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Writes the markers of a transaction, again and again until every partition has its own. Thread-safe; never blocks. */
final class MarkerSender {
    private static final Logger LOG = System.getLogger(MarkerSender.class.getName());
    private static final int FIRST_DELAY_MS = 20;
    private static final int LONGEST_DELAY_MS = 5_000;

    private final TransactionPartitions partitions;
    private final TransactionTimer timer;
    private final TransactionFigures figures;
    private final EndListener listener;

    MarkerSender(
            TransactionPartitions partitions,
            TransactionTimer timer,
            TransactionFigures figures,
            EndListener listener) {
        this.partitions = partitions;
        this.timer = timer;
        this.figures = figures;
        this.listener = listener;
    }

    /** Told when a partition knows how a transaction has ended. Called by any thread; must not block. */
    @FunctionalInterface
    interface EndListener {
        /** It is durable there. */
        void ended(TopicPartition partition, long producerId, boolean commit);
    }

    /**
     * Writes them.
     *
     * @param mark what
     * @param coordinatorEpoch epoch of who has decided
     * @param done run when all partitions know
     * @param goesOn asked before each attempt
     */
    void send(Mark mark, int coordinatorEpoch, Runnable done, BooleanSupplier goesOn) {
        send(
                new Task(mark, new TransactionMarker(mark.commit(), coordinatorEpoch), done, goesOn),
                mark.partitions(),
                0);
    }

    private record Task(Mark mark, TransactionMarker marker, Runnable done, BooleanSupplier goesOn) {}

    private void send(Task task, Set<TopicPartition> missing, int delayMs) {
        if (!task.goesOn().getAsBoolean()) {
            return;
        }
        if (missing.isEmpty()) {
            task.done().run();
            return;
        }
        partitions
                .mark(task.mark().producer(), task.marker(), missing, task.goesOn())
                .whenComplete((outcomes, failure) -> {
                    Set<TopicPartition> left = left(task, missing, outcomes, failure);
                    if (left.isEmpty()) {
                        task.done().run();
                    } else {
                        sendAgain(task, left, delayMs);
                    }
                });
    }

    private void sendAgain(Task task, Set<TopicPartition> left, int delayMs) {
        figures.retried();
        int next = Math.min(LONGEST_DELAY_MS, Math.max(FIRST_DELAY_MS, 2 * delayMs));
        if (next == LONGEST_DELAY_MS && delayMs < LONGEST_DELAY_MS) {
            LOG.log(
                    Level.WARNING,
                    "a transaction of {0} cannot be ended in {1}, and its producer waits; it is tried again every {2}"
                            + " ms until the partitions take writes again, or their topics are deleted",
                    task.mark().producer(),
                    left,
                    LONGEST_DELAY_MS);
        }
        timer.after(next, () -> send(task, left, next));
    }

    private Set<TopicPartition> left(
            Task task,
            Set<TopicPartition> missing,
            @Nullable Map<TopicPartition, ErrorCode> outcomes,
            @Nullable Throwable failure) {
        if (outcomes == null || failure != null) {
            LOG.log(Level.WARNING, "markers of " + task.mark().producer() + " could not be written", failure);
            return missing;
        }
        Set<TopicPartition> left = new HashSet<>();
        for (TopicPartition partition : missing) {
            ErrorCode outcome = outcomes.getOrDefault(partition, ErrorCode.UNKNOWN_SERVER_ERROR);
            if (!isFinal(task, partition, outcome)) {
                left.add(partition);
            }
        }
        return left;
    }

    private boolean isFinal(Task task, TopicPartition partition, ErrorCode outcome) {
        return switch (outcome) {
            case NONE -> {
                listener.ended(
                        partition,
                        task.mark().producer().producerId(),
                        task.mark().commit());
                yield true;
            }
            // the topic was deleted
            case UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID -> true;
            case INVALID_PRODUCER_EPOCH, TRANSACTION_COORDINATOR_FENCED -> {
                LOG.log(
                        Level.WARNING,
                        "{0} takes no marker of {1} any more: {2}",
                        partition,
                        task.mark().producer(),
                        outcome);
                yield true;
            }
            default -> {
                LOG.log(
                        Level.DEBUG,
                        "a marker of {0} for {1} is tried again: {2}",
                        task.mark().producer(),
                        partition,
                        outcome);
                yield false;
            }
        };
    }
}
