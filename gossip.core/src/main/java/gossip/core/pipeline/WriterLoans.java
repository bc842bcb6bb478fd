package gossip.core.pipeline;

import gossip.core.partition.PartitionRuntime;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Lends the role of a partition's writer to another thread, for what takes long: opening, retention. What is to
 * be appended meanwhile waits here in its order, bounded by {@link Admission}; the shard's other partitions go on. Shard
 * thread.
 */
final class WriterLoans {
    private final Map<PartitionRuntime, Loan> loans = new HashMap<>();

    boolean isLent(PartitionRuntime partition) {
        return !loans.isEmpty() && loans.containsKey(partition);
    }

    /** Lends, or if that is done already lets the borrower wait for its turn. */
    void lend(PartitionRuntime partition, Runnable borrower) {
        Loan present = loans.get(partition);
        if (present == null) {
            loans.put(partition, new Loan());
            borrower.run();
        } else {
            present.borrowers.add(borrower);
        }
    }

    /** Keeps an append until the loan ends. */
    void defer(PartitionAppend append) {
        Loan loan = loans.get(append.partition());
        if (loan == null) {
            throw new IllegalStateException(append.partition() + " is not lent");
        }
        loan.deferred.add(append);
    }

    /**
     * Ends a loan: the next borrower has it, or else the shard goes on with what waited.
     *
     * @param problem why what waited cannot be appended; null if it can
     */
    void end(PartitionRuntime partition, @Nullable IOException problem, Resumption resumption) {
        Loan loan = loans.remove(partition);
        if (loan == null) {
            throw new IllegalStateException(partition + " is not lent");
        }
        if (problem != null || loan.borrowers.isEmpty()) {
            loan.resume(problem, resumption);
        }
        Runnable next = loan.borrowers.poll();
        if (next != null) {
            loans.put(partition, loan);
            next.run();
        }
    }

    /** Goes on with an append that waited. */
    interface Resumption {
        void resume(PartitionAppend append, @Nullable IOException problem);
    }

    private static final class Loan {
        private final Queue<PartitionAppend> deferred = new ArrayDeque<>();
        private final Queue<Runnable> borrowers = new ArrayDeque<>();

        void resume(@Nullable IOException problem, Resumption resumption) {
            PartitionAppend append = deferred.poll();
            while (append != null) {
                resumption.resume(append, problem);
                append = deferred.poll();
            }
        }
    }
}
