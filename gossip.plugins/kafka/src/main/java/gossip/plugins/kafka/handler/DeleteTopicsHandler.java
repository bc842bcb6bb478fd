package gossip.plugins.kafka.handler;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Quotas;
import gossip.api.broker.Topics;
import gossip.api.broker.Topics.Outcome;
import gossip.api.broker.Topics.TopicRef;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsResponseData.DeletableTopicResult;

/** Deletes topics, by name or by id. */
final class DeleteTopicsHandler implements ApiHandler<DeleteTopicsRequestData> {
    private static final short FIRST_VERSION_WITH_TOPIC_IDS = 6;

    private final Topics topics;
    private final MutationQuota quota;

    DeleteTopicsHandler(Topics topics, Quotas quotas) {
        this.topics = topics;
        this.quota = new MutationQuota(quotas);
    }

    @Override
    public void handle(Call call, DeleteTopicsRequestData request) {
        List<TopicRef> refs = call.version() >= FIRST_VERSION_WITH_TOPIC_IDS ? states(request) : names(request);
        call.replyWhen(topics.delete(call.context(), refs), outcomes -> {
            DeleteTopicsResponseData response = new DeleteTopicsResponseData();
            for (int i = 0; i < refs.size(); i++) {
                quota.observe(call, outcomes.get(i).error());
                response.responses().add(answer(refs.get(i), outcomes.get(i)));
            }
            return response;
        });
    }

    private static List<TopicRef> names(DeleteTopicsRequestData request) {
        List<TopicRef> refs = new ArrayList<>();
        for (String name : request.topicNames()) {
            refs.add(new TopicRef(Optional.of(name), Optional.empty()));
        }
        return refs;
    }

    private static List<TopicRef> states(DeleteTopicsRequestData request) {
        List<TopicRef> refs = new ArrayList<>();
        for (DeleteTopicState topic : request.topics()) {
            boolean byId = TopicNames.isGiven(topic.topicId());
            if (byId == (topic.name() != null)) {
                throw new BrokerException(ErrorCode.INVALID_REQUEST, "each topic to delete has either a name or an id");
            }
            refs.add(
                    byId
                            ? new TopicRef(Optional.empty(), Optional.of(TopicNames.toJava(topic.topicId())))
                            : new TopicRef(Optional.of(topic.name()), Optional.empty()));
        }
        return refs;
    }

    private static DeletableTopicResult answer(TopicRef ref, Outcome outcome) {
        DeletableTopicResult result = new DeletableTopicResult()
                .setName(ref.name().or(outcome::name).orElse(null))
                .setErrorCode(outcome.error().code())
                .setErrorMessage(Texts.orNull(outcome.message()));
        ref.id().or(outcome::id).ifPresent(id -> result.setTopicId(TopicNames.toKafka(id)));
        return result;
    }
}
