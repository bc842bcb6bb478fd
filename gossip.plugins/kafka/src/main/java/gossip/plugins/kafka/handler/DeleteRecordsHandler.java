package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records;
import gossip.api.broker.Records.Deleted;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsPartitionResult;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsTopicResult;

/** Deletes the records before an offset (KIP-107). */
final class DeleteRecordsHandler implements ApiHandler<DeleteRecordsRequestData> {
    private static final Deleted UNKNOWN = new Deleted(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "", -1);

    private final Records records;

    DeleteRecordsHandler(Records records) {
        this.records = records;
    }

    @Override
    public void handle(Call call, DeleteRecordsRequestData request) {
        Map<TopicPartition, Long> beforeOffset = new HashMap<>();
        for (DeleteRecordsTopic topic : request.topics()) {
            for (DeleteRecordsPartition partition : topic.partitions()) {
                if (!topic.name().isEmpty() && partition.partitionIndex() >= 0) {
                    beforeOffset.put(new TopicPartition(topic.name(), partition.partitionIndex()), partition.offset());
                }
            }
        }
        call.replyWhen(records.deleteBefore(call.context(), beforeOffset), deleted -> answer(request, deleted));
    }

    private static DeleteRecordsResponseData answer(
            DeleteRecordsRequestData request, Map<TopicPartition, Deleted> deleted) {
        DeleteRecordsResponseData response = new DeleteRecordsResponseData();
        for (DeleteRecordsTopic topic : request.topics()) {
            DeleteRecordsTopicResult result = new DeleteRecordsTopicResult().setName(topic.name());
            for (DeleteRecordsPartition partition : topic.partitions()) {
                int index = partition.partitionIndex();
                Deleted outcome = topic.name().isEmpty() || index < 0
                        ? UNKNOWN
                        : deleted.getOrDefault(new TopicPartition(topic.name(), index), UNKNOWN);
                result.partitions()
                        .add(new DeleteRecordsPartitionResult()
                                .setPartitionIndex(index)
                                .setLowWatermark(outcome.logStartOffset())
                                .setErrorCode(outcome.error().code()));
            }
            response.topics().add(result);
        }
        return response;
    }
}
