package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Groups.CommittedOffsets;
import gossip.api.group.GroupStore.Committed;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.TopicImage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartition;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopic;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;

/** Assembles the committed offsets of one group. */
final class OffsetFetchAnswer {
    private static final short FIRST_VERSION_WITH_TOPIC_IDS = 10;
    private static final short FIRST_VERSION_WITH_GROUP_ERROR = 2;
    private static final Committed NOT_COMMITTED = new Committed(-1, -1, "", -1);

    private final MetadataImage metadata;
    private final OffsetFetchRequestGroup request;
    private final boolean requireStable;
    private final boolean byId;
    private final boolean hasGroupError;

    /**
     * Begins an answer.
     *
     * @param requireStable whether offsets that a transaction is about to replace are not told (KIP-447)
     */
    OffsetFetchAnswer(MetadataImage metadata, OffsetFetchRequestGroup request, boolean requireStable, short version) {
        this.requireStable = requireStable;
        this.metadata = metadata;
        this.request = request;
        this.byId = version >= FIRST_VERSION_WITH_TOPIC_IDS;
        this.hasGroupError = version >= FIRST_VERSION_WITH_GROUP_ERROR;
    }

    /** The partitions that the request names and that can exist. */
    Set<TopicPartition> partitions() {
        Set<TopicPartition> partitions = new HashSet<>();
        for (OffsetFetchRequestTopics topic : request.topics()) {
            String name = nameOf(topic);
            for (int partition : topic.partitionIndexes()) {
                if (isPossible(name, partition)) {
                    partitions.add(new TopicPartition(name, partition));
                }
            }
        }
        return partitions;
    }

    OffsetFetchResponseGroup message(CommittedOffsets committed) {
        OffsetFetchResponseGroup group = new OffsetFetchResponseGroup().setGroupId(request.groupId());
        if (committed.error() != ErrorCode.NONE && hasGroupError) {
            return group.setErrorCode(committed.error().code());
        }
        if (request.topics() == null) {
            addAll(group, committed);
        } else {
            addWanted(group, committed);
        }
        return group;
    }

    private void addWanted(OffsetFetchResponseGroup group, CommittedOffsets committed) {
        for (OffsetFetchRequestTopics topic : request.topics()) {
            String name = nameOf(topic);
            OffsetFetchResponseTopics answer =
                    new OffsetFetchResponseTopics().setName(topic.name()).setTopicId(topic.topicId());
            for (int partition : topic.partitionIndexes()) {
                OffsetFetchResponsePartitions offset = isPossible(name, partition)
                        ? offset(committed, new TopicPartition(name, partition))
                        : answer(partition, NOT_COMMITTED);
                ErrorCode error = name.isEmpty() && byId ? ErrorCode.UNKNOWN_TOPIC_ID : committed.error();
                answer.partitions().add(error == ErrorCode.NONE ? offset : offset.setErrorCode(error.code()));
            }
            group.topics().add(answer);
        }
    }

    private void addAll(OffsetFetchResponseGroup group, CommittedOffsets committed) {
        Map<String, OffsetFetchResponseTopics> topics = new HashMap<>();
        Set<TopicPartition> all = new HashSet<>(committed.offsets().keySet());
        if (requireStable) {
            all.addAll(committed.undecided());
        }
        for (TopicPartition partition : all) {
            Optional<TopicImage> topic = metadata.topic(partition.topic());
            if (byId && topic.isEmpty()) {
                continue; // a topic that is gone has no id to name it by
            }
            OffsetFetchResponseTopics answer = topics.computeIfAbsent(partition.topic(), name -> {
                OffsetFetchResponseTopics fresh = new OffsetFetchResponseTopics().setName(name);
                topic.ifPresent(found -> fresh.setTopicId(TopicNames.toKafka(found.id())));
                group.topics().add(fresh);
                return fresh;
            });
            answer.partitions().add(offset(committed, partition));
        }
    }

    private String nameOf(OffsetFetchRequestTopics topic) {
        return byId
                ? TopicNames.find(metadata, topic.topicId())
                        .map(TopicImage::name)
                        .orElse("")
                : topic.name();
    }

    private static boolean isPossible(String topic, int partition) {
        return !topic.isEmpty() && partition >= 0;
    }

    private OffsetFetchResponsePartitions offset(CommittedOffsets committed, TopicPartition partition) {
        if (committed.forbidden().contains(partition)) {
            return answer(partition.partition(), NOT_COMMITTED)
                    .setErrorCode(ErrorCode.TOPIC_AUTHORIZATION_FAILED.code());
        }
        if (requireStable && committed.undecided().contains(partition)) {
            return answer(partition.partition(), NOT_COMMITTED).setErrorCode(ErrorCode.UNSTABLE_OFFSET_COMMIT.code());
        }
        return answer(partition.partition(), committed.offsets().getOrDefault(partition, NOT_COMMITTED));
    }

    private static OffsetFetchResponsePartitions answer(int partition, Committed committed) {
        return new OffsetFetchResponsePartitions()
                .setPartitionIndex(partition)
                .setCommittedOffset(committed.offset())
                .setCommittedLeaderEpoch(committed.leaderEpoch())
                .setMetadata(committed.metadata());
    }

    /** The same in the shape of versions that know one group only. */
    static OffsetFetchResponseData single(OffsetFetchResponseGroup group, short version) {
        OffsetFetchResponseData response = new OffsetFetchResponseData().setErrorCode(group.errorCode());
        for (OffsetFetchResponseTopics topic : group.topics()) {
            OffsetFetchResponseTopic answer = new OffsetFetchResponseTopic().setName(topic.name());
            for (OffsetFetchResponsePartitions partition : topic.partitions()) {
                answer.partitions()
                        .add(new OffsetFetchResponsePartition()
                                .setPartitionIndex(partition.partitionIndex())
                                .setCommittedOffset(partition.committedOffset())
                                .setCommittedLeaderEpoch(partition.committedLeaderEpoch())
                                .setMetadata(partition.metadata())
                                .setErrorCode(partition.errorCode()));
            }
            response.topics().add(answer);
        }
        return response;
    }
}
