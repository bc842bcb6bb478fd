package gossip.plugins.kafka.handler;

import gossip.api.TopicPartition;
import java.util.Optional;

/** Partitions as requests name them, which may be such as there cannot be. */
final class Partitions {
    private Partitions() {}

    /** Empty if there can be no such partition. */
    static Optional<TopicPartition> of(String topic, int partition) {
        return topic.isEmpty() || partition < 0 ? Optional.empty() : Optional.of(new TopicPartition(topic, partition));
    }
}
