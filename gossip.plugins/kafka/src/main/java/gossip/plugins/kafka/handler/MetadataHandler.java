package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.broker.Cluster;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Topics;
import gossip.api.broker.Topics.Created;
import gossip.api.broker.Topics.NewTopic;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;

/** Tells brokers, topics and leaders; creates topics that are asked for, if both sides want that. */
final class MetadataHandler implements ApiHandler<MetadataRequestData> {
    private final Cluster cluster;
    private final Topics topics;
    private final boolean autoCreate;

    MetadataHandler(Cluster cluster, Topics topics, boolean autoCreate) {
        this.cluster = cluster;
        this.topics = topics;
        this.autoCreate = autoCreate;
    }

    @Override
    public void handle(Call call, MetadataRequestData request) {
        List<NewTopic> missing = autoCreate ? missing(call.context(), request) : List.of();
        if (missing.isEmpty()) {
            call.reply(() -> new MetadataAnswer(cluster, call, request, Map.of()).message());
        } else {
            call.replyWhen(
                    topics.create(call.context(), missing, false),
                    created -> new MetadataAnswer(cluster, call, request, failures(created)).message());
        }
    }

    private List<NewTopic> missing(RequestContext context, MetadataRequestData request) {
        if (!request.allowAutoTopicCreation() || request.topics() == null) {
            return List.of();
        }
        List<NewTopic> missing = new ArrayList<>();
        for (MetadataRequestTopic topic : request.topics()) {
            String name = topic.name();
            if (name != null
                    && !TopicNames.isGiven(topic.topicId())
                    && cluster.metadata().topic(name).isEmpty()
                    && cluster.allows(context, Operation.DESCRIBE, Resource.topic(name))) {
                missing.add(new NewTopic(name, -1, (short) -1, Map.of(), Map.of()));
            }
        }
        return missing;
    }

    private static Map<String, ErrorCode> failures(List<Created> created) {
        Map<String, ErrorCode> failures = new HashMap<>();
        for (Created topic : created) {
            // somebody else may have been quicker
            if (topic.error() != ErrorCode.NONE && topic.error() != ErrorCode.TOPIC_ALREADY_EXISTS) {
                failures.put(topic.name(), topic.error());
            }
        }
        return failures;
    }
}
