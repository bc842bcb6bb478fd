package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.broker.Configs.Entry;
import gossip.api.broker.Quotas;
import gossip.api.broker.Topics;
import gossip.api.broker.Topics.Created;
import gossip.api.broker.Topics.NewTopic;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableReplicaAssignment;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicConfigs;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;

/** Creates topics. */
final class CreateTopicsHandler implements ApiHandler<CreateTopicsRequestData> {
    private final Topics topics;
    private final MutationQuota quota;

    CreateTopicsHandler(Topics topics, Quotas quotas) {
        this.topics = topics;
        this.quota = new MutationQuota(quotas);
    }

    @Override
    public void handle(Call call, CreateTopicsRequestData request) {
        CreateTopicsResponseData response = new CreateTopicsResponseData();
        List<NewTopic> wanted = new ArrayList<>();
        Set<String> refused = new HashSet<>();
        for (CreatableTopic topic : request.topics()) {
            String problem = problem(request, topic);
            if (problem.isEmpty()) {
                wanted.add(translate(topic));
            } else if (refused.add(topic.name())) {
                response.topics().add(refuse(topic.name(), ErrorCode.INVALID_REQUEST, problem));
            }
        }
        call.replyWhen(topics.create(call.context(), wanted, request.validateOnly()), created -> {
            created.forEach(topic -> {
                quota.observe(call, topic.error());
                response.topics().add(answer(topic));
            });
            return response;
        });
    }

    private static String problem(CreateTopicsRequestData request, CreatableTopic topic) {
        if (request.topics().findAll(topic.name()).size() > 1) {
            return "topic '" + topic.name() + "' stands twice in the request";
        }
        boolean counted = topic.numPartitions() != -1 || topic.replicationFactor() != -1;
        if (counted && !topic.assignments().isEmpty()) {
            return "give either the replicas of each partition, or the number of partitions and replicas, not both";
        }
        for (CreatableTopicConfig config : topic.configs()) {
            if (config.value() == null) {
                return "setting '" + config.name() + "' has no value";
            }
        }
        return "";
    }

    private static NewTopic translate(CreatableTopic topic) {
        Map<Integer, List<Integer>> assignment = new HashMap<>();
        for (CreatableReplicaAssignment partition : topic.assignments()) {
            assignment.put(partition.partitionIndex(), partition.brokerIds());
        }
        Map<String, String> configs = new HashMap<>();
        for (CreatableTopicConfig config : topic.configs()) {
            configs.put(config.name(), config.value());
        }
        return new NewTopic(topic.name(), topic.numPartitions(), topic.replicationFactor(), assignment, configs);
    }

    private static CreatableTopicResult answer(Created topic) {
        if (topic.error() != ErrorCode.NONE) {
            return refuse(topic.name(), topic.error(), topic.message());
        }
        CreatableTopicResult result =
                new CreatableTopicResult().setName(topic.name()).setErrorMessage(null);
        if (topic.configs().isEmpty()) {
            // who may not see the settings learns nothing that comes from them (KIP-525)
            result.setTopicConfigErrorCode(ErrorCode.TOPIC_AUTHORIZATION_FAILED.code());
        } else {
            result.setNumPartitions(topic.partitionCount()).setReplicationFactor(topic.replicationFactor());
        }
        topic.id().ifPresent(id -> result.setTopicId(TopicNames.toKafka(id)));
        for (Entry entry : topic.configs()) {
            result.configs()
                    .add(new CreatableTopicConfigs()
                            .setName(entry.name())
                            .setValue(entry.value().orElse(null))
                            .setReadOnly(entry.readOnly())
                            .setConfigSource(ConfigCodes.of(entry.source()))
                            .setIsSensitive(entry.sensitive()));
        }
        return result;
    }

    private static CreatableTopicResult refuse(String name, ErrorCode error, String message) {
        return new CreatableTopicResult()
                .setName(name)
                .setErrorCode(error.code())
                .setErrorMessage(Texts.orNull(message));
    }
}
