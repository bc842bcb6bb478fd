package gossip.plugins.kafka.handler;

import gossip.api.PartitionId;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.TopicImage;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/** Topic ids as the protocol and as the broker write them. */
final class TopicNames {
    private TopicNames() {}

    static UUID toJava(Uuid id) {
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    static Uuid toKafka(UUID id) {
        return new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    /** Finds the topic that a request names by id. */
    static Optional<TopicImage> find(MetadataImage metadata, Uuid id) {
        return metadata.topic(toJava(id));
    }

    /** Partitions by topic, each with its partitions in order. */
    static Map<UUID, List<Integer>> byTopic(Set<PartitionId> partitions) {
        return partitions.stream()
                .sorted(Comparator.comparingInt(PartitionId::partition))
                .collect(Collectors.groupingBy(
                        PartitionId::topicId,
                        TreeMap::new,
                        Collectors.mapping(PartitionId::partition, Collectors.toList())));
    }

    static boolean isGiven(Uuid id) {
        return !id.equals(Uuid.ZERO_UUID);
    }
}
