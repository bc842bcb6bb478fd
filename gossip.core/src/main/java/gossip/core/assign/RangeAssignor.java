package gossip.core.assign;

import gossip.api.PartitionId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Gives each subscriber of a topic a range of its partitions, in the same order for every topic, so that topics with equally
 * many partitions and the same subscribers are divided alike.
 */
public final class RangeAssignor implements Assignor {
    /** Creates the assignor. */
    public RangeAssignor() {
        // it has no state
    }

    @Override
    public String name() {
        return "range";
    }

    @Override
    public Map<String, Set<PartitionId>> assign(Demand demand) {
        List<String> ordered = demand.ordered();
        Map<UUID, List<String>> subscribers = new HashMap<>();
        Map<String, Set<PartitionId>> assignment = new HashMap<>();
        for (String id : ordered) {
            assignment.put(id, new HashSet<>());
        }
        demand.partitionCounts()
                .keySet()
                .forEach(topic -> subscribers.put(
                        topic,
                        ordered.stream().filter(id -> wants(demand, id, topic)).toList()));
        subscribers.forEach((topic, members) -> {
            int count = demand.partitionCounts().getOrDefault(topic, 0);
            for (int i = 0; i < members.size(); i++) {
                add(
                        assignment.computeIfAbsent(members.get(i), id -> new HashSet<>()),
                        topic,
                        new Part(i, members.size()),
                        count);
            }
        });
        return assignment;
    }

    private static boolean wants(Demand demand, String id, UUID topic) {
        Demand.Member member = demand.members().get(id);
        return member != null && member.topics().contains(topic);
    }

    /**
     * One of several nearly equal parts, of which the first ones are larger.
     *
     * @param index which
     * @param of how many there are
     */
    private record Part(int index, int of) {
        int start(int count) {
            return index * (count / of) + Math.min(index, count % of);
        }
    }

    private static void add(Set<PartitionId> owned, UUID topic, Part part, int count) {
        int end = new Part(part.index() + 1, part.of()).start(count);
        for (int partition = part.start(count); partition < end; partition++) {
            owned.add(new PartitionId(topic, partition));
        }
    }
}
