package gossip.core.partition;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.metadata.Assignment;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.TopicImage;
import gossip.api.replication.PartitionManager;
import java.util.Arrays;

/**
 * Gives every partition one replica: a broker leads what is assigned to it. New partitions go to the registered brokers in
 * turn, beginning with the one that has the fewest so far.
 */
public final class LocalPartitions implements PartitionManager {
    /** Creates it. */
    public LocalPartitions() {
        // no state
    }

    @Override
    public Role role(MetadataImage image, int brokerId, PartitionId id) {
        return image.topic(id.topicId())
                .filter(topic -> topic.has(id.partition()))
                .map(topic -> roleIn(topic, brokerId, id.partition()))
                .orElse(Role.NONE);
    }

    private static Role roleIn(TopicImage topic, int brokerId, int partition) {
        if (topic.leader(partition) == brokerId) {
            return Role.LEADER;
        }
        boolean copies = Arrays.stream(topic.assignment().replicas(partition)).anyMatch(broker -> broker == brokerId);
        return copies ? Role.FOLLOWER : Role.NONE;
    }

    @Override
    public Assignment place(MetadataImage image, int partitionCount, int replicationFactor) {
        int[] brokers = image.brokers().keySet().stream()
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        if (replicationFactor < 1 || replicationFactor > brokers.length) {
            throw new BrokerException(
                    ErrorCode.INVALID_REPLICATION_FACTOR,
                    "replication factor is " + replicationFactor + ", but " + brokers.length
                            + " brokers are registered; use 1");
        }
        if (replicationFactor > 1) {
            throw new BrokerException(
                    ErrorCode.INVALID_REPLICATION_FACTOR,
                    "replication factor is " + replicationFactor
                            + ", but replication of records is not available yet; use 1");
        }
        int first = leastLoaded(image, brokers);
        int[] replicas = new int[partitionCount];
        for (int i = 0; i < partitionCount; i++) {
            replicas[i] = brokers[(first + i) % brokers.length];
        }
        return new Assignment(1, replicas);
    }

    private static int leastLoaded(MetadataImage image, int[] brokers) {
        if (brokers.length == 1) {
            return 0;
        }
        long[] partitions = new long[brokers.length];
        image.topics().forEach(topic -> {
            for (int broker : topic.assignment().flat()) {
                int index = Arrays.binarySearch(brokers, broker);
                if (index >= 0) {
                    partitions[index]++;
                }
            }
        });
        int least = 0;
        for (int i = 1; i < partitions.length; i++) {
            least = partitions[i] < partitions[least] ? i : least;
        }
        return least;
    }
}
