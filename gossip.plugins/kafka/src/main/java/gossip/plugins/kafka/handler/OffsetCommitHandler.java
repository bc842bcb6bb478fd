package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.broker.Cluster;
import gossip.api.broker.Groups;
import gossip.api.broker.Groups.Commit;
import gossip.api.broker.Groups.Member;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.time.InstantSource;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponsePartition;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponseTopic;

/** Commits offsets of a group. */
final class OffsetCommitHandler implements ApiHandler<OffsetCommitRequestData> {
    private static final short FIRST_VERSION_WITH_EPOCHS = 9;
    private static final short FIRST_VERSION_WITH_TOPIC_IDS = 10;

    private final Cluster cluster;
    private final Groups groups;
    private final InstantSource clock;

    OffsetCommitHandler(Cluster cluster, Groups groups, InstantSource clock) {
        this.cluster = cluster;
        this.groups = groups;
        this.clock = clock;
    }

    @Override
    public void handle(Call call, OffsetCommitRequestData request) {
        OffsetsToCommit commit =
                new OffsetsToCommit(cluster.metadata(), call.version() >= FIRST_VERSION_WITH_TOPIC_IDS, clock.millis());
        OffsetCommitResponseData response = new OffsetCommitResponseData();
        request.topics().forEach(topic -> response.topics().add(prepare(commit, topic)));
        if (commit.offsets().isEmpty()) {
            call.reply(response);
            return;
        }
        boolean knowsEpochs = call.version() >= FIRST_VERSION_WITH_EPOCHS;
        Member member = new Member(
                request.groupId(),
                request.memberId(),
                Texts.optional(request.groupInstanceId()),
                request.generationIdOrMemberEpoch());
        call.replyWhen(groups.commit(call.context(), new Commit(member, commit.offsets(), knowsEpochs)), outcomes -> {
            commit.tell(outcomes, error -> forVersion(error, knowsEpochs));
            return response;
        });
    }

    private static OffsetCommitResponseTopic prepare(OffsetsToCommit commit, OffsetCommitRequestTopic request) {
        OffsetCommitResponseTopic response =
                new OffsetCommitResponseTopic().setName(request.name()).setTopicId(request.topicId());
        OffsetsToCommit.Topic topic = commit.topic(request.name(), request.topicId());
        for (OffsetCommitRequestPartition partition : request.partitions()) {
            OffsetCommitResponsePartition answer =
                    new OffsetCommitResponsePartition().setPartitionIndex(partition.partitionIndex());
            response.partitions().add(answer);
            topic.add(
                    new OffsetsToCommit.Item(
                            partition.partitionIndex(),
                            partition.committedOffset(),
                            partition.committedLeaderEpoch(),
                            partition.committedMetadata()),
                    error -> answer.setErrorCode(error.code()));
        }
        return response;
    }

    private static ErrorCode forVersion(ErrorCode error, boolean knowsEpochs) {
        return error == ErrorCode.GROUP_ID_NOT_FOUND && !knowsEpochs ? ErrorCode.ILLEGAL_GENERATION : error;
    }
}
