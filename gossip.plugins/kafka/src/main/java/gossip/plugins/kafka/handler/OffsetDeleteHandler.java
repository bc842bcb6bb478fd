package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Groups;
import gossip.api.broker.Groups.OffsetsDeleted;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponsePartition;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponseTopic;

/** Forgets offsets of a group (KIP-496). */
final class OffsetDeleteHandler implements ApiHandler<OffsetDeleteRequestData> {
    private final Groups groups;

    OffsetDeleteHandler(Groups groups) {
        this.groups = groups;
    }

    @Override
    public void handle(Call call, OffsetDeleteRequestData request) {
        Set<TopicPartition> partitions = new HashSet<>();
        for (OffsetDeleteRequestTopic topic : request.topics()) {
            for (OffsetDeleteRequestPartition partition : topic.partitions()) {
                if (isPossible(topic, partition)) {
                    partitions.add(new TopicPartition(topic.name(), partition.partitionIndex()));
                }
            }
        }
        call.replyWhen(
                groups.deleteOffsets(call.context(), request.groupId(), partitions),
                deleted -> answer(request, deleted));
    }

    private static OffsetDeleteResponseData answer(OffsetDeleteRequestData request, OffsetsDeleted deleted) {
        OffsetDeleteResponseData response =
                new OffsetDeleteResponseData().setErrorCode(deleted.error().code());
        if (deleted.error() != ErrorCode.NONE) {
            return response;
        }
        for (OffsetDeleteRequestTopic topic : request.topics()) {
            OffsetDeleteResponseTopic answer = new OffsetDeleteResponseTopic().setName(topic.name());
            for (OffsetDeleteRequestPartition partition : topic.partitions()) {
                answer.partitions()
                        .add(new OffsetDeleteResponsePartition()
                                .setPartitionIndex(partition.partitionIndex())
                                .setErrorCode(outcome(deleted, topic, partition).code()));
            }
            response.topics().add(answer);
        }
        return response;
    }

    private static ErrorCode outcome(
            OffsetsDeleted deleted, OffsetDeleteRequestTopic topic, OffsetDeleteRequestPartition partition) {
        return isPossible(topic, partition)
                ? deleted.outcomes()
                        .getOrDefault(
                                new TopicPartition(topic.name(), partition.partitionIndex()),
                                ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
                : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }

    private static boolean isPossible(OffsetDeleteRequestTopic topic, OffsetDeleteRequestPartition partition) {
        return !topic.name().isEmpty() && partition.partitionIndex() >= 0;
    }
}
