package gossip.plugins.kafka.handler;

import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.TopicImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.protocol.Errors;

/** Leaders and replicas as Metadata tells them. Made for one response, so that equal lists of replicas are shared. */
final class PartitionMetadata {
    private final MetadataImage metadata;
    private final Map<Integer, List<Integer>> singletons = new HashMap<>();

    PartitionMetadata(MetadataImage metadata) {
        this.metadata = metadata;
    }

    List<MetadataResponsePartition> of(TopicImage topic) {
        int count = topic.partitionCount();
        List<MetadataResponsePartition> partitions = new ArrayList<>(count);
        for (int partition = 0; partition < count; partition++) {
            List<Integer> replicas = replicas(topic, partition);
            partitions.add(new MetadataResponsePartition()
                    .setErrorCode(error(topic, partition).code())
                    .setPartitionIndex(partition)
                    .setLeaderId(topic.leader(partition))
                    .setLeaderEpoch(topic.leaderEpoch(partition))
                    .setReplicaNodes(replicas)
                    .setIsrNodes(replicas)
                    .setOfflineReplicas(List.of()));
        }
        return partitions;
    }

    Errors error(TopicImage topic, int partition) {
        return metadata.brokers().containsKey(topic.leader(partition)) ? Errors.NONE : Errors.LEADER_NOT_AVAILABLE;
    }

    List<Integer> replicas(TopicImage topic, int partition) {
        if (topic.assignment().replicationFactor() == 1) {
            return singletons.computeIfAbsent(topic.leader(partition), List::of);
        }
        List<Integer> replicas = new ArrayList<>();
        for (int replica : topic.assignment().replicas(partition)) {
            replicas.add(replica);
        }
        return replicas;
    }
}
