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
import java.util.function.Supplier;

/**
 * Answers partitions that ask whether a transaction is open for them, and adds them to it where that is wanted. While the
 * transaction before is being ended, which takes a few syncs of the disk, the answer waits: clients would come back only after
 * many times as long.
 */
final class CoordinatorVerifier implements TransactionVerifier {
    private static final int RETRY_MS = 4;
    private static final int RETRIES = 100;

    private final TransactionLog log;
    private final TransactionTimer timer;

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
        attempt(() -> ask(transaction, producer, partition), RETRIES, answer);
        return answer;
    }

    private void attempt(
            Supplier<CompletionStage<ErrorCode>> question, int retries, CompletableFuture<ErrorCode> answer) {
        question.get().whenComplete((outcome, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else if (outcome == ErrorCode.CONCURRENT_TRANSACTIONS && retries > 0) {
                timer.after(RETRY_MS, () -> attempt(question, retries - 1, answer));
            } else {
                answer.complete(outcome);
            }
        });
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
        }
    }
}
