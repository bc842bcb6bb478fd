package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Administration;
import gossip.api.broker.Administration.Outcome;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData.ReassignablePartition;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData.ReassignableTopic;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData.ReassignablePartitionResponse;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData.ReassignableTopicResponse;

/** Gives partitions other replicas (KIP-455). */
final class AlterPartitionReassignmentsHandler implements ApiHandler<AlterPartitionReassignmentsRequestData> {
    private static final Outcome UNKNOWN = new Outcome(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "no such partition");

    private final Administration administration;

    AlterPartitionReassignmentsHandler(Administration administration) {
        this.administration = administration;
    }

    @Override
    public void handle(Call call, AlterPartitionReassignmentsRequestData request) {
        Map<TopicPartition, Optional<List<Integer>>> wanted = new HashMap<>();
        for (ReassignableTopic topic : request.topics()) {
            for (ReassignablePartition partition : topic.partitions()) {
                Partitions.of(topic.name(), partition.partitionIndex())
                        .ifPresent(named -> wanted.put(named, Optional.ofNullable(partition.replicas())));
            }
        }
        boolean mayChangeCount = request.allowReplicationFactorChange();
        Map<TopicPartition, Outcome> outcomes = administration.reassign(call.context(), wanted, mayChangeCount);
        AlterPartitionReassignmentsResponseData response =
                new AlterPartitionReassignmentsResponseData().setAllowReplicationFactorChange(mayChangeCount);
        request.topics().forEach(topic -> response.responses().add(answer(topic, outcomes)));
        call.reply(response);
    }

    private static ReassignableTopicResponse answer(ReassignableTopic topic, Map<TopicPartition, Outcome> outcomes) {
        ReassignableTopicResponse answer = new ReassignableTopicResponse().setName(topic.name());
        for (ReassignablePartition partition : topic.partitions()) {
            Outcome outcome = Partitions.of(topic.name(), partition.partitionIndex())
                    .map(outcomes::get)
                    .orElse(UNKNOWN);
            answer.partitions()
                    .add(new ReassignablePartitionResponse()
                            .setPartitionIndex(partition.partitionIndex())
                            .setErrorCode(outcome.error().code())
                            .setErrorMessage(Texts.orNull(outcome.message())));
        }
        return answer;
    }
}
