package gossip.plugins.kafka.handler;

import gossip.api.TopicPartition;
import gossip.api.broker.Administration;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData.OngoingPartitionReassignment;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData.OngoingTopicReassignment;

/** Lists partitions that are getting other replicas (KIP-455). */
final class ListPartitionReassignmentsHandler implements ApiHandler<ListPartitionReassignmentsRequestData> {
    private final Administration administration;

    ListPartitionReassignmentsHandler(Administration administration) {
        this.administration = administration;
    }

    @Override
    public void handle(Call call, ListPartitionReassignmentsRequestData request) {
        Map<String, OngoingTopicReassignment> topics = new HashMap<>();
        for (TopicPartition partition : administration.reassignments(call.context(), wanted(request))) {
            topics.computeIfAbsent(partition.topic(), name -> new OngoingTopicReassignment().setName(name))
                    .partitions()
                    .add(new OngoingPartitionReassignment().setPartitionIndex(partition.partition()));
        }
        ListPartitionReassignmentsResponseData response = new ListPartitionReassignmentsResponseData();
        response.topics().addAll(topics.values());
        call.reply(response);
    }

    private static Optional<Set<TopicPartition>> wanted(ListPartitionReassignmentsRequestData request) {
        if (request.topics() == null) {
            return Optional.empty();
        }
        Set<TopicPartition> wanted = new HashSet<>();
        request.topics()
                .forEach(topic -> topic.partitionIndexes()
                        .forEach(partition ->
                                Partitions.of(topic.name(), partition).ifPresent(wanted::add)));
        return Optional.of(wanted);
    }
}
