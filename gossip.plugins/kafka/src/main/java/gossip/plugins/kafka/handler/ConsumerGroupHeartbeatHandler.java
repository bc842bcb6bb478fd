package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.broker.ConsumerGroups;
import gossip.api.broker.ConsumerGroups.Beat;
import gossip.api.broker.ConsumerGroups.Beaten;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData.Assignment;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData.TopicPartitions;
import org.jspecify.annotations.Nullable;

/** Members of groups of the consumer protocol (KIP-848). */
final class ConsumerGroupHeartbeatHandler implements ApiHandler<ConsumerGroupHeartbeatRequestData> {
    private static final short FIRST_VERSION_WITH_CLIENTS_MEMBER_ID = 1;

    private final ConsumerGroups groups;

    ConsumerGroupHeartbeatHandler(ConsumerGroups groups) {
        this.groups = groups;
    }

    @Override
    public void handle(Call call, ConsumerGroupHeartbeatRequestData request) {
        if (call.version() >= FIRST_VERSION_WITH_CLIENTS_MEMBER_ID
                && request.memberId().isEmpty()) {
            call.reply(answer(Beaten.failed(ErrorCode.INVALID_REQUEST, "MemberId can't be empty.")));
            return;
        }
        if (isNegative(request.topicPartitions())) {
            call.reply(answer(Beaten.failed(ErrorCode.INVALID_REQUEST, "a partition is negative")));
            return;
        }
        call.replyWhen(
                groups.consumerHeartbeat(call.context(), translate(request)), ConsumerGroupHeartbeatHandler::answer);
    }

    private static boolean isNegative(@Nullable List<ConsumerGroupHeartbeatRequestData.TopicPartitions> owned) {
        return owned != null
                && owned.stream().flatMap(topic -> topic.partitions().stream()).anyMatch(partition -> partition < 0);
    }

    private static Beat translate(ConsumerGroupHeartbeatRequestData request) {
        int timeoutMs = request.rebalanceTimeoutMs();
        return new Beat(
                request.groupId(),
                request.memberId(),
                request.memberEpoch(),
                Texts.optional(request.instanceId()),
                Texts.optional(request.rackId()),
                timeoutMs == -1 ? Optional.empty() : Optional.of(timeoutMs),
                Optional.ofNullable(request.subscribedTopicNames()).map(HashSet::new),
                Texts.optional(request.subscribedTopicRegex()),
                Texts.optional(request.serverAssignor()),
                Optional.ofNullable(request.topicPartitions()).map(ConsumerGroupHeartbeatHandler::owned));
    }

    private static Set<PartitionId> owned(List<ConsumerGroupHeartbeatRequestData.TopicPartitions> topics) {
        Set<PartitionId> owned = new HashSet<>();
        for (ConsumerGroupHeartbeatRequestData.TopicPartitions topic : topics) {
            topic.partitions()
                    .forEach(partition -> owned.add(new PartitionId(TopicNames.toJava(topic.topicId()), partition)));
        }
        return owned;
    }

    private static ConsumerGroupHeartbeatResponseData answer(Beaten beaten) {
        ConsumerGroupHeartbeatResponseData response = new ConsumerGroupHeartbeatResponseData()
                .setErrorCode(beaten.error().code())
                .setErrorMessage(Texts.orNull(beaten.message()))
                .setMemberId(Texts.orNull(beaten.memberId()))
                .setMemberEpoch(beaten.memberEpoch())
                .setHeartbeatIntervalMs(beaten.heartbeatIntervalMs());
        beaten.assignment().ifPresent(partitions -> response.setAssignment(assignment(partitions)));
        return response;
    }

    private static Assignment assignment(Set<PartitionId> partitions) {
        Assignment assignment = new Assignment();
        TopicNames.byTopic(partitions)
                .forEach((topic, numbers) -> assignment
                        .topicPartitions()
                        .add(new TopicPartitions()
                                .setTopicId(TopicNames.toKafka(topic))
                                .setPartitions(numbers)));
        return assignment;
    }
}
