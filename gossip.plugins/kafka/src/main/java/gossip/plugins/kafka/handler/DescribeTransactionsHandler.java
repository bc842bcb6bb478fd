package gossip.plugins.kafka.handler;

import gossip.api.TopicPartition;
import gossip.api.broker.Transactions;
import gossip.api.broker.Transactions.Described;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.List;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData.TopicData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData.TransactionState;

/** Describes transactional ids (KIP-664). */
final class DescribeTransactionsHandler implements ApiHandler<DescribeTransactionsRequestData> {
    private final Transactions transactions;

    DescribeTransactionsHandler(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void handle(Call call, DescribeTransactionsRequestData request) {
        call.replyWhen(
                transactions.describe(call.context(), request.transactionalIds()),
                DescribeTransactionsHandler::message);
    }

    private static DescribeTransactionsResponseData message(List<Described> described) {
        DescribeTransactionsResponseData response = new DescribeTransactionsResponseData();
        described.forEach(each -> response.transactionStates().add(state(each)));
        return response;
    }

    private static TransactionState state(Described described) {
        TransactionState state = new TransactionState()
                .setErrorCode(described.error().code())
                .setTransactionalId(described.transactionalId())
                .setTransactionState(described.state())
                .setTransactionTimeoutMs(described.timeoutMs())
                .setTransactionStartTimeMs(described.startedAtMs())
                .setProducerId(described.producer().producerId())
                .setProducerEpoch(described.producer().epoch());
        for (TopicPartition partition : described.partitions()) {
            TopicData topic = state.topics().find(partition.topic());
            if (topic == null) {
                topic = new TopicData().setTopic(partition.topic());
                state.topics().add(topic);
            }
            topic.partitions().add(partition.partition());
        }
        return state;
    }
}
