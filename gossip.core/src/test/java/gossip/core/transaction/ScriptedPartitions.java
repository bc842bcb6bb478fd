package gossip.core.transaction;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Transactions.PartitionProducers;
import gossip.api.record.TransactionMarker;
import gossip.core.pipeline.TransactionPartitions;
import gossip.core.pipeline.TransactionVerifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** Partitions that take markers, or answer as the test wants. */
final class ScriptedPartitions implements TransactionPartitions {
    final List<Marked> marked = new ArrayList<>();
    ErrorCode outcome = ErrorCode.NONE;
    TransactionVerifier verifier = (context, transaction, producer, partition) ->
            CompletableFuture.failedFuture(new IllegalStateException("nobody verifies"));

    /** A marker that was written. */
    record Marked(ProducerIdentity producer, boolean committed, Set<TopicPartition> partitions) {}

    @Override
    public void verifyWith(TransactionVerifier answers) {
        verifier = answers;
    }

    @Override
    public synchronized CompletionStage<Map<TopicPartition, ErrorCode>> mark(
            ProducerIdentity producer,
            TransactionMarker marker,
            Set<TopicPartition> partitions,
            BooleanSupplier wanted) {
        if (outcome == ErrorCode.NONE) {
            marked.add(new Marked(producer, marker.committed(), partitions));
        }
        Map<TopicPartition, ErrorCode> outcomes = new HashMap<>();
        partitions.forEach(partition -> outcomes.put(partition, outcome));
        return CompletableFuture.completedFuture(outcomes);
    }

    @Override
    public CompletionStage<List<PartitionProducers>> producers(
            RequestContext context, List<TopicPartition> partitions) {
        throw new UnsupportedOperationException("not needed to coordinate");
    }
}
