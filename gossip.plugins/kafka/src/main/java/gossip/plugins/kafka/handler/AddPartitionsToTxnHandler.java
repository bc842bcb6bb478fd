package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Transactions;
import gossip.api.broker.Transactions.Add;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopicCollection;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTransaction;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnPartitionResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnTopicResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnTopicResultCollection;

/** Adds partitions to the transaction of a producer or, in newer versions, of several for a broker (KIP-890). */
final class AddPartitionsToTxnHandler implements ApiHandler<AddPartitionsToTxnRequestData> {
    private static final short FIRST_VERSION_WITH_FENCED = 2;
    private static final short FIRST_VERSION_FOR_BROKERS = 4;
    private static final short FIRST_VERSION_WITH_ABORTABLE = 5;

    private final Transactions transactions;

    AddPartitionsToTxnHandler(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void handle(Call call, AddPartitionsToTxnRequestData request) {
        if (call.version() < FIRST_VERSION_FOR_BROKERS) {
            ProducerIdentity producer =
                    new ProducerIdentity(request.v3AndBelowProducerId(), request.v3AndBelowProducerEpoch());
            Set<TopicPartition> partitions = partitions(request.v3AndBelowTopics());
            Add add = new Add(request.v3AndBelowTransactionalId(), producer, partitions, false, false);
            call.replyWhen(
                    transactions.addPartitions(call.context(), add),
                    outcomes -> new AddPartitionsToTxnResponseData()
                            .setResultsByTopicV3AndBelow(
                                    results(call.version(), request.v3AndBelowTopics(), outcomes)));
            return;
        }
        List<CompletionStage<AddPartitionsToTxnResult>> results = new ArrayList<>();
        for (AddPartitionsToTxnTransaction transaction : request.transactions()) {
            results.add(add(call, transaction));
        }
        call.replyWhen(Stages.all(results), all -> {
            AddPartitionsToTxnResponseData response = new AddPartitionsToTxnResponseData();
            if (all.stream().anyMatch(AddPartitionsToTxnHandler::isNoBroker)) {
                return response.setErrorCode(ErrorCode.CLUSTER_AUTHORIZATION_FAILED.code());
            }
            all.forEach(response.resultsByTransaction()::add);
            return response;
        });
    }

    /** Whether the client may not ask for others; then that is all that the response says. */
    private static boolean isNoBroker(AddPartitionsToTxnResult result) {
        return result.topicResults().stream()
                .flatMap(topic -> topic.resultsByPartition().stream())
                .anyMatch(each -> each.partitionErrorCode() == ErrorCode.CLUSTER_AUTHORIZATION_FAILED.code());
    }

    private CompletionStage<AddPartitionsToTxnResult> add(Call call, AddPartitionsToTxnTransaction transaction) {
        Add add = new Add(
                transaction.transactionalId(),
                new ProducerIdentity(transaction.producerId(), transaction.producerEpoch()),
                partitions(transaction.topics()),
                transaction.verifyOnly(),
                true);
        return transactions
                .addPartitions(call.context(), add)
                .thenApply(outcomes -> new AddPartitionsToTxnResult()
                        .setTransactionalId(transaction.transactionalId())
                        .setTopicResults(results(call.version(), transaction.topics(), outcomes)));
    }

    private static Set<TopicPartition> partitions(AddPartitionsToTxnTopicCollection topics) {
        Set<TopicPartition> partitions = new HashSet<>();
        for (AddPartitionsToTxnTopic topic : topics) {
            for (int partition : topic.partitions()) {
                if (isPossible(topic, partition)) {
                    partitions.add(new TopicPartition(topic.name(), partition));
                }
            }
        }
        return partitions;
    }

    private static boolean isPossible(AddPartitionsToTxnTopic topic, int partition) {
        return !topic.name().isEmpty() && partition >= 0;
    }

    private static AddPartitionsToTxnTopicResultCollection results(
            short version, AddPartitionsToTxnTopicCollection topics, Map<TopicPartition, ErrorCode> outcomes) {
        AddPartitionsToTxnTopicResultCollection results = new AddPartitionsToTxnTopicResultCollection();
        for (AddPartitionsToTxnTopic topic : topics) {
            AddPartitionsToTxnTopicResult result = new AddPartitionsToTxnTopicResult().setName(topic.name());
            for (int partition : topic.partitions()) {
                ErrorCode outcome = isPossible(topic, partition)
                        ? outcomes.getOrDefault(
                                new TopicPartition(topic.name(), partition), ErrorCode.UNKNOWN_SERVER_ERROR)
                        : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
                result.resultsByPartition()
                        .add(new AddPartitionsToTxnPartitionResult()
                                .setPartitionIndex(partition)
                                .setPartitionErrorCode(code(outcome, version)));
            }
            results.add(result);
        }
        return results;
    }

    private static short code(ErrorCode outcome, short version) {
        return TransactionCodes.abortable(
                        TransactionCodes.fenced(outcome, version, FIRST_VERSION_WITH_FENCED),
                        version,
                        FIRST_VERSION_WITH_ABORTABLE)
                .code();
    }
}
