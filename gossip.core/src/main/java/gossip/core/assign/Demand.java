package gossip.core.assign;

import gossip.api.PartitionId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What an assignor is asked.
 *
 * @param members by member id
 * @param partitionCounts of the topics that exist, by topic id
 */
public record Demand(Map<String, Member> members, Map<UUID, Integer> partitionCounts) {
    /** The order in which partitions are given away. */
    static final Comparator<PartitionId> ORDER =
            Comparator.comparing(PartitionId::topicId).thenComparing(PartitionId::partition);

    /** Copies the maps. */
    public Demand {
        members = Map.copyOf(members);
        partitionCounts = Map.copyOf(partitionCounts);
    }

    /**
     * A member.
     *
     * @param instanceId of a static member
     * @param topics ids of the topics that it is subscribed to
     * @param held partitions that it was given the last time
     */
    public record Member(Optional<String> instanceId, Set<UUID> topics, Set<PartitionId> held) {
        /** Copies the sets. */
        public Member {
            topics = Set.copyOf(topics);
            held = Set.copyOf(held);
        }

        /** What it may keep, in order. */
        List<PartitionId> keepable(Map<UUID, Integer> partitionCounts) {
            return held.stream()
                    .filter(p -> topics.contains(p.topicId()))
                    .filter(p -> p.partition() < partitionCounts.getOrDefault(p.topicId(), 0))
                    .sorted(ORDER)
                    .toList();
        }
    }

    /** Members in an order that all nodes agree on: static ones by what they are called, then the others. */
    List<String> ordered() {
        Comparator<Map.Entry<String, Member>> staticFirst =
                Comparator.comparing(e -> e.getValue().instanceId().isEmpty());
        return members.entrySet().stream()
                .sorted(staticFirst
                        .thenComparing(e -> e.getValue().instanceId().orElse(""))
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether all members want the same. */
    boolean isHomogeneous() {
        return members.values().stream().map(Member::topics).distinct().count() <= 1;
    }
}
