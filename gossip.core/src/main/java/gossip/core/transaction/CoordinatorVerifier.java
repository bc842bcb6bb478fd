package gossip.core.transaction;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Records.ProducerTransaction;
import gossip.api.broker.Records.TransactionSupport;
import gossip.api.broker.RequestContext;
import gossip.core.pipeline.TransactionVerifier;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Answers partitions that ask whether a transaction is open for them, and adds them to it where that is wanted. While the
 * transaction before is being ended, which takes a few syncs of the disk, the answer waits: clients would come back only after
 * many times as long.
 */
final class CoordinatorVerifier implements TransactionVerifier, AutoCloseable {
    private static final int FIRST_RETRY_MS = 2;
    private static final int LONGEST_RETRY_MS = 32;
    private static final int PATIENCE_MS = 400;

    private final TransactionLog log;
    private final TransactionTimer timer;
    /** Answers that are tried for again later; bounded by the produce requests under way. */
    private final Set<CompletableFuture<ErrorCode>> waiting = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    CoordinatorVerifier(TransactionLog log, TransactionTimer timer) {
        this.log = log;
        this.timer = timer;
    }

    @Override
    public CompletionStage<ErrorCode> verify(
            RequestContext context,
            ProducerTransaction transaction,
            ProducerIdentity producer,
            TopicPartition partition) {
        CompletableFuture<ErrorCode> answer = new CompletableFuture<>();
        attempt(() -> ask(transaction, producer, partition), 0, answer);
        return answer;
    }

    private void attempt(
            Supplier<CompletionStage<ErrorCode>> question, int waitedMs, CompletableFuture<ErrorCode> answer) {
        question.get().whenComplete((outcome, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else if (outcome == ErrorCode.CONCURRENT_TRANSACTIONS && waitedMs < PATIENCE_MS) {
                attemptLater(question, waitedMs, answer);
            } else {
                answer.complete(outcome);
            }
        });
    }

    /** Twice as late each time: with many producers and a slow disk the thread would do nothing else. */
    private void attemptLater(
            Supplier<CompletionStage<ErrorCode>> question, int waitedMs, CompletableFuture<ErrorCode> answer) {
        int delayMs = Math.clamp(waitedMs, FIRST_RETRY_MS, LONGEST_RETRY_MS);
        waiting.add(answer);
        timer.after(delayMs, () -> {
            waiting.remove(answer);
            attempt(question, waitedMs + delayMs, answer);
        });
        if (closed) {
            answer.complete(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        }
    }

    private CompletionStage<ErrorCode> ask(
            ProducerTransaction transaction, ProducerIdentity producer, TopicPartition partition) {
        String id = transaction.transactionalId();
        try {
            StatePartition state = log.ready(id);
            if (transaction.client() == TransactionSupport.IMPLICIT) {
                Reply<ErrorCode> reply = Reply.of(error -> error);
                state.apply(id, new TransactionEvent.Add(reply, producer, Set.of(partition)));
                return reply.future();
            }
            Reply<Map<TopicPartition, ErrorCode>> reply = Reply.of(error -> Map.of(partition, error));
            state.apply(id, new TransactionEvent.Verify(reply, producer, Set.of(partition)));
            return reply.future()
                    .thenApply(outcomes -> outcomes.getOrDefault(partition, ErrorCode.UNKNOWN_SERVER_ERROR));
        } catch (BrokerException e) {
            return CompletableFuture.completedFuture(e.code());
        } catch (RuntimeException e) {
            // who waits must be answered, also from the timer's thread
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Answers those who wait, for nothing is tried again any more. */
    @Override
    public void close() {
        closed = true;
        waiting.forEach(answer -> answer.complete(ErrorCode.COORDINATOR_NOT_AVAILABLE));
    }
}
