package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.broker.Quotas;
import gossip.api.broker.Topics;
import gossip.api.broker.Topics.Growth;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsAssignment;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreatePartitionsResponseData.CreatePartitionsTopicResult;

/** Adds partitions to topics. */
final class CreatePartitionsHandler implements ApiHandler<CreatePartitionsRequestData> {
    private final Topics topics;
    private final MutationQuota quota;

    CreatePartitionsHandler(Topics topics, Quotas quotas) {
        this.topics = topics;
        this.quota = new MutationQuota(quotas);
    }

    @Override
    public void handle(Call call, CreatePartitionsRequestData request) {
        CreatePartitionsResponseData response = new CreatePartitionsResponseData();
        List<Growth> wanted = new ArrayList<>();
        Set<String> refused = new HashSet<>();
        for (CreatePartitionsTopic topic : request.topics()) {
            if (request.topics().findAll(topic.name()).size() == 1) {
                wanted.add(new Growth(topic.name(), topic.count(), assignment(topic)));
            } else if (refused.add(topic.name())) {
                response.results()
                        .add(answer(topic.name(), ErrorCode.INVALID_REQUEST, "the topic stands twice in the request"));
            }
        }
        call.replyWhen(topics.grow(call.context(), wanted, request.validateOnly()), outcomes -> {
            for (int i = 0; i < wanted.size(); i++) {
                quota.observe(call, outcomes.get(i).error());
                response.results()
                        .add(answer(
                                wanted.get(i).name(),
                                outcomes.get(i).error(),
                                outcomes.get(i).message()));
            }
            return response;
        });
    }

    private static List<List<Integer>> assignment(CreatePartitionsTopic topic) {
        List<List<Integer>> assignment = new ArrayList<>();
        if (topic.assignments() != null) {
            for (CreatePartitionsAssignment partition : topic.assignments()) {
                assignment.add(partition.brokerIds());
            }
        }
        return assignment;
    }

    private static CreatePartitionsTopicResult answer(String name, ErrorCode error, String message) {
        return new CreatePartitionsTopicResult()
                .setName(name)
                .setErrorCode(error.code())
                .setErrorMessage(Texts.orNull(message));
    }
}
