package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.broker.Cluster;
import gossip.api.broker.RequestContext;
import gossip.api.metadata.BrokerRegistration;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.TopicImage;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import gossip.plugins.kafka.api.Call;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.jspecify.annotations.Nullable;

/** Assembles one response to Metadata from one state of the metadata. */
final class MetadataAnswer {
    private static final int LAST_VERSION_WITH_CLUSTER_OPERATIONS = 10;

    private final Cluster cluster;
    private final Call call;
    private final MetadataRequestData request;
    private final Map<String, ErrorCode> notCreated;
    private final MetadataImage metadata;
    private final PartitionMetadata partitions;
    private final AuthorizedOperations operations;

    MetadataAnswer(Cluster cluster, Call call, MetadataRequestData request, Map<String, ErrorCode> notCreated) {
        this.cluster = cluster;
        this.call = call;
        this.request = request;
        this.notCreated = notCreated;
        this.metadata = cluster.metadata();
        this.partitions = new PartitionMetadata(metadata);
        this.operations = new AuthorizedOperations(cluster);
    }

    MetadataResponseData message() {
        MetadataResponseData response = new MetadataResponseData()
                .setClusterId(TopicNames.toKafka(cluster.id()).toString())
                .setControllerId(cluster.controllerId().orElse(-1));
        addBrokers(response);
        if (wantsAllTopics()) {
            metadata.topics()
                    .filter(topic -> mayDescribe(topic.name()))
                    .forEach(topic -> response.topics().add(found(topic)));
        } else {
            for (MetadataRequestTopic topic : request.topics()) {
                response.topics()
                        .add(TopicNames.isGiven(topic.topicId()) ? byId(topic.topicId()) : byName(topic.name()));
            }
        }
        if (request.includeClusterAuthorizedOperations() && call.version() <= LAST_VERSION_WITH_CLUSTER_OPERATIONS) {
            response.setClusterAuthorizedOperations(operations.of(context(), Resource.CLUSTER));
        }
        return response;
    }

    private RequestContext context() {
        return call.context();
    }

    private boolean wantsAllTopics() {
        List<MetadataRequestTopic> topics = request.topics();
        return topics == null || topics.isEmpty() && call.version() == 0;
    }

    private void addBrokers(MetadataResponseData response) {
        for (BrokerRegistration broker : metadata.brokers().values()) {
            Endpoints.of(broker, context().listener())
                    .ifPresent(endpoint -> response.brokers()
                            .add(new MetadataResponseBroker()
                                    .setNodeId(broker.id())
                                    .setHost(endpoint.host())
                                    .setPort(endpoint.port())));
        }
    }

    private MetadataResponseTopic byId(Uuid id) {
        Optional<TopicImage> topic = TopicNames.find(metadata, id);
        if (topic.isEmpty()) {
            return failed(null, id, ErrorCode.UNKNOWN_TOPIC_ID);
        }
        return mayDescribeAsked(topic.get().name())
                ? found(topic.get())
                : failed(null, id, ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    }

    private MetadataResponseTopic byName(@Nullable String name) {
        if (name == null) {
            return failed(null, Uuid.ZERO_UUID, ErrorCode.INVALID_TOPIC_EXCEPTION);
        }
        if (!mayDescribeAsked(name)) {
            return failed(name, Uuid.ZERO_UUID, ErrorCode.TOPIC_AUTHORIZATION_FAILED);
        }
        return metadata.topic(name).map(this::found).orElseGet(() -> failed(name, Uuid.ZERO_UUID, whyMissing(name)));
    }

    private ErrorCode whyMissing(String name) {
        ErrorCode failure = notCreated.get(name);
        if (failure != null) {
            return failure;
        }
        return Topic.isValid(name) ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.INVALID_TOPIC_EXCEPTION;
    }

    private boolean mayDescribe(String topic) {
        return cluster.allows(context(), Operation.DESCRIBE, Resource.topic(topic));
    }

    private boolean mayDescribeAsked(String topic) {
        return cluster.admits(context(), Operation.DESCRIBE, Resource.topic(topic));
    }

    private MetadataResponseTopic found(TopicImage topic) {
        MetadataResponseTopic answer = new MetadataResponseTopic()
                .setName(topic.name())
                .setTopicId(TopicNames.toKafka(topic.id()))
                .setIsInternal(Topic.isInternal(topic.name()))
                .setPartitions(partitions.of(topic));
        return request.includeTopicAuthorizedOperations()
                ? answer.setTopicAuthorizedOperations(operations.of(context(), Resource.topic(topic.name())))
                : answer;
    }

    private MetadataResponseTopic failed(@Nullable String name, Uuid id, ErrorCode error) {
        boolean mayBeNull = call.version() >= 12;
        return new MetadataResponseTopic()
                .setErrorCode(error.code())
                .setName(name == null && !mayBeNull ? "" : name)
                .setTopicId(id);
    }
}
