package gossip.plugins.kafka.handler;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Cluster;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.TopicImage;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.Cursor;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponsePartition;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponseTopic;

/** Tells partitions of topics, page by page (KIP-966). Topics come in the order of their names. */
final class DescribeTopicPartitionsHandler implements ApiHandler<DescribeTopicPartitionsRequestData> {
    private static final int MAX_PARTITIONS = 2_000;

    private final Cluster cluster;

    DescribeTopicPartitionsHandler(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void handle(Call call, DescribeTopicPartitionsRequestData request) {
        if (request.cursor() != null && request.cursor().partitionIndex() < 0) {
            throw new BrokerException(ErrorCode.INVALID_REQUEST, "the partition of the cursor is negative");
        }
        call.reply(() -> new Page(call, request).message());
    }

    private final class Page {
        private final Call call;
        private final DescribeTopicPartitionsRequestData request;
        private final MetadataImage metadata = cluster.metadata();
        private final PartitionMetadata partitions = new PartitionMetadata(metadata);
        private final AuthorizedOperations operations = new AuthorizedOperations(cluster);
        private final DescribeTopicPartitionsResponseData response = new DescribeTopicPartitionsResponseData();
        private int left;

        Page(Call call, DescribeTopicPartitionsRequestData request) {
            this.call = call;
            this.request = request;
            this.left = Math.clamp(request.responsePartitionLimit(), 1, MAX_PARTITIONS);
        }

        DescribeTopicPartitionsResponseData message() {
            boolean all = request.topics().isEmpty();
            String firstTopic = request.cursor() == null ? "" : request.cursor().topicName();
            int firstIndex = request.cursor() == null ? 0 : request.cursor().partitionIndex();
            for (String name : all ? allNames() : names()) {
                if (name.compareTo(firstTopic) < 0) {
                    continue;
                }
                int firstPartition = name.equals(firstTopic) ? firstIndex : 0;
                if (left == 0) {
                    response.setNextCursor(new Cursor().setTopicName(name).setPartitionIndex(firstPartition));
                    break;
                }
                add(name, firstPartition);
                if (response.nextCursor() != null) {
                    break;
                }
            }
            return response;
        }

        private SortedSet<String> names() {
            SortedSet<String> names = new TreeSet<>();
            request.topics().forEach(topic -> names.add(topic.name()));
            return names;
        }

        private SortedSet<String> allNames() {
            SortedSet<String> names = new TreeSet<>();
            metadata.topics().map(TopicImage::name).filter(this::mayDescribe).forEach(names::add);
            return names;
        }

        private boolean mayDescribe(String topic) {
            return cluster.allows(call.context(), Operation.DESCRIBE, Resource.topic(topic));
        }

        private void add(String name, int firstPartition) {
            Optional<TopicImage> topic = metadata.topic(name);
            if (!cluster.admits(call.context(), Operation.DESCRIBE, Resource.topic(name))) {
                response.topics().add(failed(name, ErrorCode.TOPIC_AUTHORIZATION_FAILED));
            } else if (topic.isEmpty()) {
                response.topics()
                        .add(failed(
                                name,
                                Topic.isValid(name)
                                        ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
                                        : ErrorCode.INVALID_TOPIC_EXCEPTION));
            } else {
                response.topics().add(found(topic.get(), firstPartition));
            }
        }

        private DescribeTopicPartitionsResponseTopic failed(String name, ErrorCode error) {
            return new DescribeTopicPartitionsResponseTopic().setName(name).setErrorCode(error.code());
        }

        private DescribeTopicPartitionsResponseTopic found(TopicImage topic, int firstPartition) {
            DescribeTopicPartitionsResponseTopic answer = new DescribeTopicPartitionsResponseTopic()
                    .setName(topic.name())
                    .setTopicId(TopicNames.toKafka(topic.id()))
                    .setIsInternal(Topic.isInternal(topic.name()))
                    .setTopicAuthorizedOperations(operations.of(call.context(), Resource.topic(topic.name())));
            int end = Math.min(topic.partitionCount(), firstPartition + left);
            for (int partition = firstPartition; partition < end; partition++) {
                answer.partitions().add(partition(topic, partition));
                left--;
            }
            if (end < topic.partitionCount()) {
                response.setNextCursor(new Cursor().setTopicName(topic.name()).setPartitionIndex(end));
            }
            return answer;
        }

        private DescribeTopicPartitionsResponsePartition partition(TopicImage topic, int partition) {
            List<Integer> replicas = partitions.replicas(topic, partition);
            return new DescribeTopicPartitionsResponsePartition()
                    .setErrorCode(partitions.error(topic, partition).code())
                    .setPartitionIndex(partition)
                    .setLeaderId(topic.leader(partition))
                    .setLeaderEpoch(topic.leaderEpoch(partition))
                    .setReplicaNodes(replicas)
                    .setIsrNodes(replicas)
                    .setEligibleLeaderReplicas(List.of())
                    .setLastKnownElr(List.of())
                    .setOfflineReplicas(List.of());
        }
    }
}
