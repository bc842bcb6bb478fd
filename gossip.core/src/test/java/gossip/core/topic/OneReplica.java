package gossip.core.topic;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.metadata.Assignment;
import gossip.api.metadata.MetadataImage;
import gossip.api.replication.PartitionManager;
import java.util.stream.IntStream;

/** Puts partitions on the registered brokers in turn, as many replicas as there are brokers at most. */
final class OneReplica implements PartitionManager {
    @Override
    public Role role(MetadataImage image, int brokerId, PartitionId id) {
        return Role.LEADER;
    }

    @Override
    public Assignment place(MetadataImage image, int partitionCount, int replicationFactor) {
        int brokers = image.brokers().size();
        if (replicationFactor > brokers) {
            throw new BrokerException(ErrorCode.INVALID_REPLICATION_FACTOR, "only " + brokers + " brokers");
        }
        return new Assignment(
                replicationFactor,
                IntStream.range(0, partitionCount * replicationFactor)
                        .map(i -> 1 + (i / replicationFactor + i % replicationFactor) % brokers)
                        .toArray());
    }
}
