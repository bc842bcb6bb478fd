package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Transactions;
import gossip.api.broker.Transactions.Marker;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarker;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarkerTopic;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerPartitionResult;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerResult;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerTopicResult;

/** Ends transactions in partitions, for a coordinator or an operator (KIP-664). */
final class WriteTxnMarkersHandler implements ApiHandler<WriteTxnMarkersRequestData> {
    private final Transactions transactions;

    WriteTxnMarkersHandler(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void handle(Call call, WriteTxnMarkersRequestData request) {
        List<Marker> markers =
                request.markers().stream().map(WriteTxnMarkersHandler::marker).toList();
        call.replyWhen(
                transactions.writeMarkers(call.context(), markers), outcomes -> message(request.markers(), outcomes));
    }

    private static Marker marker(WritableTxnMarker requested) {
        Set<TopicPartition> partitions = new HashSet<>();
        for (WritableTxnMarkerTopic topic : requested.topics()) {
            for (int partition : topic.partitionIndexes()) {
                if (isPossible(topic, partition)) {
                    partitions.add(new TopicPartition(topic.name(), partition));
                }
            }
        }
        return new Marker(
                new ProducerIdentity(requested.producerId(), requested.producerEpoch()),
                requested.transactionResult(),
                requested.coordinatorEpoch(),
                partitions);
    }

    private static boolean isPossible(WritableTxnMarkerTopic topic, int partition) {
        return !topic.name().isEmpty() && partition >= 0;
    }

    private static WriteTxnMarkersResponseData message(
            List<WritableTxnMarker> requested, List<Map<TopicPartition, ErrorCode>> outcomes) {
        WriteTxnMarkersResponseData response = new WriteTxnMarkersResponseData();
        for (int i = 0; i < requested.size(); i++) {
            response.markers().add(result(requested.get(i), outcomes.get(i)));
        }
        return response;
    }

    private static WritableTxnMarkerResult result(
            WritableTxnMarker requested, Map<TopicPartition, ErrorCode> outcomes) {
        WritableTxnMarkerResult result = new WritableTxnMarkerResult().setProducerId(requested.producerId());
        for (WritableTxnMarkerTopic topic : requested.topics()) {
            WritableTxnMarkerTopicResult answer = new WritableTxnMarkerTopicResult().setName(topic.name());
            for (int partition : topic.partitionIndexes()) {
                ErrorCode outcome = isPossible(topic, partition)
                        ? outcomes.getOrDefault(
                                new TopicPartition(topic.name(), partition), ErrorCode.UNKNOWN_SERVER_ERROR)
                        : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
                answer.partitions()
                        .add(new WritableTxnMarkerPartitionResult()
                                .setPartitionIndex(partition)
                                .setErrorCode(outcome.code()));
            }
            result.topics().add(answer);
        }
        return result;
    }
}
