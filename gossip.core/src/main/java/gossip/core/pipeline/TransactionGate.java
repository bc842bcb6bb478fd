package gossip.core.pipeline;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Records.ProducerTransaction;
import gossip.api.broker.RequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Passes questions about transactions on once there is somebody who answers them. Thread-safe. */
final class TransactionGate implements TransactionVerifier {
    private static final TransactionVerifier NOBODY = (context, transaction, producer, partition) ->
            CompletableFuture.completedFuture(ErrorCode.COORDINATOR_NOT_AVAILABLE);

    private volatile TransactionVerifier verifier = NOBODY;

    void open(TransactionVerifier answers) {
        verifier = answers;
    }

    @Override
    public CompletionStage<ErrorCode> verify(
            RequestContext context,
            ProducerTransaction transaction,
            ProducerIdentity producer,
            TopicPartition partition) {
        return verifier.verify(context, transaction, producer, partition);
    }
}
