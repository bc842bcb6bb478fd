package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Cluster;
import gossip.api.broker.Groups;
import gossip.api.broker.Groups.Member;
import gossip.api.group.GroupStore.Committed;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.TopicImage;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponsePartition;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponseTopic;

/** Commits offsets of a group. */
final class OffsetCommitHandler implements ApiHandler<OffsetCommitRequestData> {
    private static final short FIRST_VERSION_WITH_NOT_FOUND = 9;
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
        boolean byId = call.version() >= FIRST_VERSION_WITH_TOPIC_IDS;
        Commit commit = new Commit(cluster.metadata(), byId, clock.millis());
        request.topics().forEach(commit::add);
        if (commit.offsets.isEmpty()) {
            call.reply(commit.response);
            return;
        }
        Member member = new Member(
                request.groupId(),
                request.memberId(),
                Texts.optional(request.groupInstanceId()),
                request.generationIdOrMemberEpoch());
        boolean knowsNotFound = call.version() >= FIRST_VERSION_WITH_NOT_FOUND;
        call.replyWhen(
                groups.commit(call.context(), member, commit.offsets),
                outcomes -> commit.message(outcomes, knowsNotFound));
    }

    /** One request: responses are prepared, and those of known partitions are filled in by the outcomes. */
    private static final class Commit {
        private final MetadataImage metadata;
        private final boolean byId;
        private final long nowMs;
        private final Map<TopicPartition, Committed> offsets = new HashMap<>();
        // a partition that is named twice has its last offset, and two answers
        private final Map<TopicPartition, List<OffsetCommitResponsePartition>> answers = new HashMap<>();
        private final OffsetCommitResponseData response = new OffsetCommitResponseData();

        Commit(MetadataImage metadata, boolean byId, long nowMs) {
            this.metadata = metadata;
            this.byId = byId;
            this.nowMs = nowMs;
        }

        void add(OffsetCommitRequestTopic topic) {
            Optional<TopicImage> known =
                    byId ? TopicNames.find(metadata, topic.topicId()) : metadata.topic(topic.name());
            OffsetCommitResponseTopic answer =
                    new OffsetCommitResponseTopic().setName(topic.name()).setTopicId(topic.topicId());
            for (OffsetCommitRequestPartition partition : topic.partitions()) {
                answer.partitions().add(add(known, partition));
            }
            response.topics().add(answer);
        }

        private OffsetCommitResponsePartition add(Optional<TopicImage> topic, OffsetCommitRequestPartition partition) {
            OffsetCommitResponsePartition answer =
                    new OffsetCommitResponsePartition().setPartitionIndex(partition.partitionIndex());
            if (topic.isEmpty() && byId) {
                return answer.setErrorCode(ErrorCode.UNKNOWN_TOPIC_ID.code());
            }
            if (topic.isEmpty() || !topic.get().has(partition.partitionIndex())) {
                return answer.setErrorCode(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
            }
            TopicPartition name = new TopicPartition(topic.get().name(), partition.partitionIndex());
            offsets.put(
                    name,
                    new Committed(
                            partition.committedOffset(),
                            partition.committedLeaderEpoch(),
                            Texts.orEmpty(partition.committedMetadata()),
                            nowMs));
            answers.computeIfAbsent(name, first -> new ArrayList<>(1)).add(answer);
            // until the outcome is known
            return answer.setErrorCode(ErrorCode.UNKNOWN_SERVER_ERROR.code());
        }

        OffsetCommitResponseData message(Map<TopicPartition, ErrorCode> outcomes, boolean knowsNotFound) {
            outcomes.forEach((partition, error) -> {
                boolean translated = error == ErrorCode.GROUP_ID_NOT_FOUND && !knowsNotFound;
                short code = (translated ? ErrorCode.ILLEGAL_GENERATION : error).code();
                answers.getOrDefault(partition, List.of()).forEach(answer -> answer.setErrorCode(code));
            });
            return response;
        }
    }
}
