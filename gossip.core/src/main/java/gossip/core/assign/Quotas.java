package gossip.core.assign;

import gossip.api.PartitionId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Division among members that all want the same topics: everybody has a quota, and keeps what fits into it. */
final class Quotas {
    private final Demand demand;
    private final Map<String, List<PartitionId>> owned = new LinkedHashMap<>();
    private final Set<PartitionId> taken = new HashSet<>();
    private final int least;
    /** How many members may have one more than the least. */
    private int larger;

    Quotas(Demand demand) {
        this.demand = demand;
        int members = Math.max(1, demand.members().size());
        int total = topics().stream().mapToInt(this::count).sum();
        this.least = total / members;
        this.larger = total % members;
    }

    Map<String, List<PartitionId>> assign() {
        List<String> ordered = demand.ordered();
        ordered.forEach(this::keep);
        Deque<PartitionId> free = free();
        for (List<PartitionId> mine : owned.values()) {
            while (mine.size() < least && !free.isEmpty()) {
                mine.add(free.pop());
            }
        }
        for (List<PartitionId> mine : owned.values()) {
            if (mine.size() == least && larger > 0 && !free.isEmpty()) {
                mine.add(free.pop());
                larger--;
            }
        }
        return owned;
    }

    private void keep(String id) {
        List<PartitionId> mine = new ArrayList<>();
        owned.put(id, mine);
        Demand.Member member = demand.members().get(id);
        if (member == null) {
            return;
        }
        for (PartitionId partition : member.keepable(demand.partitionCounts())) {
            boolean fits = mine.size() < least || mine.size() == least && larger > 0;
            if (fits && taken.add(partition)) {
                mine.add(partition);
            }
        }
        if (mine.size() > least) {
            larger--;
        }
    }

    private Deque<PartitionId> free() {
        Deque<PartitionId> free = new ArrayDeque<>();
        for (UUID topic : topics()) {
            for (int partition = 0; partition < count(topic); partition++) {
                PartitionId id = new PartitionId(topic, partition);
                if (!taken.contains(id)) {
                    free.add(id);
                }
            }
        }
        return free;
    }

    private Set<UUID> topics() {
        Set<UUID> topics = new TreeSet<>();
        demand.members().values().stream().findAny().ifPresent(member -> topics.addAll(member.topics()));
        return topics;
    }

    private int count(UUID topic) {
        return demand.partitionCounts().getOrDefault(topic, 0);
    }
}
