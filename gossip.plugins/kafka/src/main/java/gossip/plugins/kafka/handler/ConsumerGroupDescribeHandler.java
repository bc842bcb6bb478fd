package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.broker.Cluster;
import gossip.api.broker.ConsumerGroups;
import gossip.api.broker.ConsumerGroups.DescribedConsumer;
import gossip.api.broker.ConsumerGroups.DescribedConsumers;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.TopicImage;
import gossip.api.security.Resource;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.Assignment;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.Member;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.TopicPartitions;

/** Describes groups of the consumer protocol (KIP-848). */
final class ConsumerGroupDescribeHandler implements ApiHandler<ConsumerGroupDescribeRequestData> {
    private static final byte CLASSIC_MEMBER = 0;
    private static final byte CONSUMER_MEMBER = 1;

    private final Cluster cluster;
    private final ConsumerGroups groups;
    private final AuthorizedOperations operations;

    ConsumerGroupDescribeHandler(Cluster cluster, ConsumerGroups groups) {
        this.cluster = cluster;
        this.groups = groups;
        this.operations = new AuthorizedOperations(cluster);
    }

    @Override
    public void handle(Call call, ConsumerGroupDescribeRequestData request) {
        call.replyWhen(
                groups.describeConsumers(call.context(), request.groupIds()),
                described -> answer(call, request.includeAuthorizedOperations(), described));
    }

    private ConsumerGroupDescribeResponseData answer(
            Call call, boolean withOperations, List<DescribedConsumers> described) {
        ConsumerGroupDescribeResponseData response = new ConsumerGroupDescribeResponseData();
        for (DescribedConsumers group : described) {
            DescribedGroup answer = answer(group);
            if (withOperations && group.error() == ErrorCode.NONE) {
                answer.setAuthorizedOperations(operations.of(call.context(), Resource.group(group.group())));
            }
            response.groups().add(answer);
        }
        return response;
    }

    private DescribedGroup answer(DescribedConsumers group) {
        DescribedGroup answer = new DescribedGroup()
                .setErrorCode(group.error().code())
                .setErrorMessage(Texts.orNull(group.message()))
                .setGroupId(group.group())
                .setGroupState(group.state())
                .setGroupEpoch(group.epoch())
                .setAssignmentEpoch(group.assignmentEpoch())
                .setAssignorName(group.assignor());
        MetadataImage metadata = cluster.metadata();
        group.members().forEach(member -> answer.members().add(answer(metadata, member)));
        return answer;
    }

    private static Member answer(MetadataImage metadata, DescribedConsumer member) {
        return new Member()
                .setMemberId(member.memberId())
                .setInstanceId(member.instanceId().orElse(null))
                .setRackId(member.rackId().orElse(null))
                .setMemberEpoch(member.memberEpoch())
                .setClientId(member.clientId())
                .setClientHost(member.clientHost())
                .setSubscribedTopicNames(member.topics().stream().sorted().toList())
                .setSubscribedTopicRegex(Texts.orNull(member.topicRegex()))
                .setAssignment(assignment(metadata, member.assigned()))
                .setTargetAssignment(assignment(metadata, member.target()))
                .setMemberType(member.classic() ? CLASSIC_MEMBER : CONSUMER_MEMBER);
    }

    private static Assignment assignment(MetadataImage metadata, Set<PartitionId> partitions) {
        Assignment assignment = new Assignment();
        TopicNames.byTopic(partitions)
                .forEach((topic, numbers) -> assignment
                        .topicPartitions()
                        .add(new TopicPartitions()
                                .setTopicId(TopicNames.toKafka(topic))
                                .setTopicName(metadata.topic(topic)
                                        .map(TopicImage::name)
                                        .orElse(""))
                                .setPartitions(numbers)));
        return assignment;
    }
}
