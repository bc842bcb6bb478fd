package gossip.plugins.kafka.handler;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Administration;
import gossip.api.broker.Administration.Outcome;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.ElectLeadersRequestData.TopicPartitions;
import org.apache.kafka.common.message.ElectLeadersResponseData;
import org.apache.kafka.common.message.ElectLeadersResponseData.PartitionResult;
import org.apache.kafka.common.message.ElectLeadersResponseData.ReplicaElectionResult;

/** Has leaders elected (KIP-460). */
final class ElectLeadersHandler implements ApiHandler<ElectLeadersRequestData> {
    private static final Outcome UNKNOWN = new Outcome(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "no such partition");
    private static final int UNCLEAN = 1;

    private final Administration administration;

    ElectLeadersHandler(Administration administration) {
        this.administration = administration;
    }

    @Override
    public void handle(Call call, ElectLeadersRequestData request) {
        if (request.electionType() < 0 || request.electionType() > UNCLEAN) {
            throw new BrokerException(
                    ErrorCode.INVALID_REQUEST, "election type " + request.electionType() + " does not exist");
        }
        Map<TopicPartition, Outcome> outcomes = administration.electLeaders(call.context(), wanted(request));
        ElectLeadersResponseData response = new ElectLeadersResponseData();
        if (request.topicPartitions() != null) {
            request.topicPartitions()
                    .forEach(topic -> response.replicaElectionResults().add(answer(topic, outcomes)));
        }
        call.reply(response);
    }

    private static Optional<Set<TopicPartition>> wanted(ElectLeadersRequestData request) {
        if (request.topicPartitions() == null) {
            return Optional.empty();
        }
        Set<TopicPartition> wanted = new HashSet<>();
        request.topicPartitions()
                .forEach(topic -> topic.partitions()
                        .forEach(partition ->
                                Partitions.of(topic.topic(), partition).ifPresent(wanted::add)));
        return Optional.of(wanted);
    }

    private static ReplicaElectionResult answer(TopicPartitions topic, Map<TopicPartition, Outcome> outcomes) {
        ReplicaElectionResult result = new ReplicaElectionResult().setTopic(topic.topic());
        for (int partition : topic.partitions()) {
            Outcome outcome =
                    Partitions.of(topic.topic(), partition).map(outcomes::get).orElse(UNKNOWN);
            result.partitionResult()
                    .add(new PartitionResult()
                            .setPartitionId(partition)
                            .setErrorCode(outcome.error().code())
                            .setErrorMessage(Texts.orNull(outcome.message())));
        }
        return result;
    }
}
