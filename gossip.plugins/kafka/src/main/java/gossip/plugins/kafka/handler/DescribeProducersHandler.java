package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Transactions;
import gossip.api.broker.Transactions.ActiveProducer;
import gossip.api.broker.Transactions.PartitionProducers;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeProducersRequestData.TopicRequest;
import org.apache.kafka.common.message.DescribeProducersResponseData;
import org.apache.kafka.common.message.DescribeProducersResponseData.PartitionResponse;
import org.apache.kafka.common.message.DescribeProducersResponseData.ProducerState;
import org.apache.kafka.common.message.DescribeProducersResponseData.TopicResponse;

/** Describes the producers that partitions remember (KIP-664). */
final class DescribeProducersHandler implements ApiHandler<DescribeProducersRequestData> {
    private final Transactions transactions;

    DescribeProducersHandler(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void handle(Call call, DescribeProducersRequestData request) {
        List<TopicPartition> wanted = new ArrayList<>();
        for (TopicRequest topic : request.topics()) {
            for (int partition : topic.partitionIndexes()) {
                if (isPossible(topic, partition)) {
                    wanted.add(new TopicPartition(topic.name(), partition));
                }
            }
        }
        call.replyWhen(
                transactions.describeProducers(call.context(), wanted), found -> message(request, found.iterator()));
    }

    private static boolean isPossible(TopicRequest topic, int partition) {
        return !topic.name().isEmpty() && partition >= 0;
    }

    private static DescribeProducersResponseData message(
            DescribeProducersRequestData request, Iterator<PartitionProducers> found) {
        DescribeProducersResponseData response = new DescribeProducersResponseData();
        for (TopicRequest topic : request.topics()) {
            TopicResponse answer = new TopicResponse().setName(topic.name());
            for (int partition : topic.partitionIndexes()) {
                answer.partitions()
                        .add(
                                isPossible(topic, partition)
                                        ? partition(found.next())
                                        : new PartitionResponse()
                                                .setPartitionIndex(partition)
                                                .setErrorCode(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code()));
            }
            response.topics().add(answer);
        }
        return response;
    }

    private static PartitionResponse partition(PartitionProducers found) {
        PartitionResponse answer = new PartitionResponse()
                .setPartitionIndex(found.partition().partition())
                .setErrorCode(found.error().code())
                .setErrorMessage(found.message().isEmpty() ? null : found.message());
        found.producers().forEach(producer -> answer.activeProducers().add(state(producer)));
        return answer;
    }

    private static ProducerState state(ActiveProducer producer) {
        return new ProducerState()
                .setProducerId(producer.producer().producerId())
                .setProducerEpoch(producer.producer().epoch())
                .setLastSequence(producer.lastSequence())
                .setLastTimestamp(producer.lastTimestampMs())
                .setCoordinatorEpoch(producer.coordinatorEpoch())
                .setCurrentTxnStartOffset(producer.transactionStart().orElse(-1));
    }
}
