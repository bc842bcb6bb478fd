package gossip.core.assign;

import gossip.api.PartitionId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Division among members that want different topics: everybody keeps what it has, what is free goes to who has least, and
 * then who has most gives to who has least until nothing gets better. Every such move makes the sum of the squares smaller,
 * so that it ends.
 */
final class Levelling {
    private final Demand demand;
    private final List<String> ordered;
    /** What members own, by topic. */
    private final Map<String, Map<UUID, List<Integer>>> owned = new LinkedHashMap<>();

    private final Map<String, Integer> loads = new LinkedHashMap<>();
    private final Map<UUID, List<String>> subscribers = new LinkedHashMap<>();

    Levelling(Demand demand) {
        this.demand = demand;
        this.ordered = demand.ordered();
        for (String id : ordered) {
            owned.put(id, new LinkedHashMap<>());
            loads.put(id, 0);
        }
        demand.partitionCounts().keySet().stream().sorted().forEach(topic -> subscribers.put(topic, new ArrayList<>()));
        for (String id : ordered) {
            member(id)
                    .topics()
                    .forEach(
                            topic -> Optional.ofNullable(subscribers.get(topic)).ifPresent(members -> members.add(id)));
        }
    }

    private Demand.Member member(String id) {
        return Optional.ofNullable(demand.members().get(id)).orElseThrow();
    }

    Map<String, List<PartitionId>> assign() {
        Set<PartitionId> taken = new HashSet<>();
        for (String id : ordered) {
            member(id).keepable(demand.partitionCounts()).stream()
                    .filter(taken::add)
                    .forEach(partition -> give(id, partition.topicId(), partition.partition()));
        }
        List<UUID> topics = subscribers.keySet().stream()
                .filter(topic -> !subscribersOf(topic).isEmpty())
                .sorted(Comparator.comparing(
                                (UUID topic) -> subscribersOf(topic).size())
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        topics.forEach(topic -> giveFree(topic, taken));
        boolean better = true;
        while (better) {
            better = false;
            for (UUID topic : topics) {
                better |= level(topic);
            }
        }
        return flat();
    }

    private List<String> subscribersOf(UUID topic) {
        return subscribers.getOrDefault(topic, List.of());
    }

    private void giveFree(UUID topic, Set<PartitionId> taken) {
        int count = demand.partitionCounts().getOrDefault(topic, 0);
        for (int partition = 0; partition < count; partition++) {
            if (!taken.contains(new PartitionId(topic, partition))) {
                give(leastLoaded(topic), topic, partition);
            }
        }
    }

    private String leastLoaded(UUID topic) {
        return subscribersOf(topic).stream()
                .min(Comparator.comparing(this::load))
                .orElseThrow();
    }

    private int load(String id) {
        return loads.getOrDefault(id, 0);
    }

    private void give(String id, UUID topic, int partition) {
        owned.computeIfAbsent(id, i -> new LinkedHashMap<>())
                .computeIfAbsent(topic, t -> new ArrayList<>())
                .add(partition);
        loads.merge(id, 1, Integer::sum);
    }

    private int take(String id, UUID topic) {
        loads.merge(id, -1, Integer::sum);
        return partitions(id, topic).removeLast();
    }

    private List<Integer> partitions(String id, UUID topic) {
        return owned.getOrDefault(id, Map.of()).getOrDefault(topic, List.of());
    }

    /** Moves partitions of one topic from who has most to who has least. */
    private boolean level(UUID topic) {
        boolean moved = false;
        while (true) {
            String poor = leastLoaded(topic);
            Optional<String> rich = subscribersOf(topic).stream()
                    .filter(id -> !partitions(id, topic).isEmpty())
                    .max(Comparator.comparing(this::load));
            if (rich.isEmpty() || load(rich.get()) - load(poor) < 2) {
                return moved;
            }
            give(poor, topic, take(rich.get(), topic));
            moved = true;
        }
    }

    private Map<String, List<PartitionId>> flat() {
        Map<String, List<PartitionId>> flat = new LinkedHashMap<>();
        owned.forEach((id, topics) -> {
            List<PartitionId> mine = new ArrayList<>();
            topics.forEach((topic, partitions) -> partitions.forEach(p -> mine.add(new PartitionId(topic, p))));
            flat.put(id, mine);
        });
        return flat;
    }
}
