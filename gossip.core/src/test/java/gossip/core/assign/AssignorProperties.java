package gossip.core.assign;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.PartitionId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What must hold of every assignment, whoever makes it. */
class AssignorProperties {
    private static final List<Assignor> ALL = List.of(new UniformAssignor(), new RangeAssignor());

    /** Groups that change from one assignment to the next. */
    private static final class World {
        final Random random;
        final Map<UUID, Integer> topics = new HashMap<>();
        Map<String, Demand.Member> members = new HashMap<>();

        World(long seed, int topicCount, int memberCount) {
            random = new Random(seed);
            for (int i = 0; i < topicCount; i++) {
                topics.put(new UUID(0, i), random.nextInt(12));
            }
            for (int i = 0; i < memberCount; i++) {
                join(i);
            }
        }

        void join(int number) {
            Set<UUID> wanted = new HashSet<>(topics.keySet());
            if (random.nextBoolean()) {
                wanted.removeIf(topic -> random.nextInt(3) == 0);
            }
            Optional<String> instance = random.nextInt(4) == 0 ? Optional.of("i" + number) : Optional.empty();
            members.put("m" + number, new Demand.Member(instance, wanted, Set.of()));
        }

        Demand demand() {
            return new Demand(members, topics);
        }

        void keep(Map<String, Set<PartitionId>> assignment) {
            members.replaceAll((id, m) -> new Demand.Member(m.instanceId(), m.topics(), assignment.get(id)));
        }
    }

    private static void check(Demand demand, Map<String, Set<PartitionId>> assignment) {
        assertThat(assignment.keySet()).isEqualTo(demand.members().keySet());
        Map<PartitionId, String> owners = new HashMap<>();
        assignment.forEach((id, owned) -> owned.forEach(partition -> {
            assertThat(owners.put(partition, id))
                    .as("%s has one owner", partition)
                    .isNull();
            assertThat(demand.members().get(id).topics()).contains(partition.topicId());
            assertThat(partition.partition())
                    .isLessThan(demand.partitionCounts().get(partition.topicId()));
        }));
        Set<UUID> wanted = demand.members().values().stream()
                .flatMap(m -> m.topics().stream())
                .collect(Collectors.toSet());
        demand.partitionCounts().forEach((topic, count) -> {
            for (int partition = 0; partition < count && wanted.contains(topic); partition++) {
                assertThat(owners).containsKey(new PartitionId(topic, partition));
            }
        });
    }

    @Property(tries = 300)
    void everyPartitionHasOneOwnerThatWantsIt(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 6) int topics,
            @ForAll @IntRange(min = 1, max = 8) int members) {
        for (Assignor assignor : ALL) {
            World world = new World(seed, topics, members);
            for (int round = 0; round < 4; round++) {
                Map<String, Set<PartitionId>> assignment = assignor.assign(world.demand());
                check(world.demand(), assignment);
                assertThat(assignor.assign(world.demand()))
                        .as("is deterministic")
                        .isEqualTo(assignment);
                world.keep(assignment);
                if (world.members.size() > 1 && world.random.nextBoolean()) {
                    world.members.remove(world.members.keySet().iterator().next());
                } else {
                    world.join(100 + round);
                }
            }
        }
    }

    @Property(tries = 300)
    void uniformIsEvenAndLetsMembersKeepWhatTheyHave(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 6) int topics,
            @ForAll @IntRange(min = 1, max = 8) int members) {
        World world = new World(seed, topics, members);
        world.members.replaceAll((id, m) -> new Demand.Member(m.instanceId(), world.topics.keySet(), Set.of()));
        Assignor uniform = new UniformAssignor();
        Map<String, Set<PartitionId>> first = uniform.assign(world.demand());
        assertThat(spread(first)).isLessThanOrEqualTo(1);
        world.keep(first);
        assertThat(uniform.assign(world.demand()))
                .as("nothing moves without need")
                .isEqualTo(first);
        world.members.put("new", new Demand.Member(Optional.empty(), world.topics.keySet(), Set.of()));
        Map<String, Set<PartitionId>> second = uniform.assign(world.demand());
        assertThat(spread(second)).isLessThanOrEqualTo(1);
        first.forEach((id, owned) ->
                assertThat(owned).as("only the new one gets something").containsAll(second.get(id)));
    }

    @Property(tries = 300)
    void uniformIsLevelAlsoWhenMembersWantDifferentTopics(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 6) int topics,
            @ForAll @IntRange(min = 1, max = 8) int members) {
        World world = new World(seed, topics, members);
        Map<String, Set<PartitionId>> assignment = new UniformAssignor().assign(world.demand());
        assignment.forEach((rich, owned) -> owned.forEach(partition -> world.members.forEach((poor, member) -> {
            if (member.topics().contains(partition.topicId())) {
                assertThat(assignment.get(poor).size()).isGreaterThanOrEqualTo(owned.size() - 1);
            }
        })));
    }

    @Property(tries = 100)
    void rangeDividesTopicsWithEquallyManyPartitionsAlike(
            @ForAll @IntRange(min = 1, max = 20) int partitions, @ForAll @IntRange(min = 1, max = 8) int members) {
        UUID a = new UUID(1, 1);
        UUID b = new UUID(2, 2);
        Map<String, Demand.Member> wanting = new HashMap<>();
        for (int i = 0; i < members; i++) {
            wanting.put("m" + i, new Demand.Member(Optional.empty(), Set.of(a, b), Set.of()));
        }
        Map<String, Set<PartitionId>> assignment =
                new RangeAssignor().assign(new Demand(wanting, Map.of(a, partitions, b, partitions)));
        assignment.values().forEach(owned -> assertThat(numbers(owned, a)).isEqualTo(numbers(owned, b)));
        assertThat(spread(assignment)).isLessThanOrEqualTo(2);
    }

    private static Set<Integer> numbers(Set<PartitionId> owned, UUID topic) {
        return owned.stream()
                .filter(p -> p.topicId().equals(topic))
                .map(PartitionId::partition)
                .collect(Collectors.toSet());
    }

    private static int spread(Map<String, Set<PartitionId>> assignment) {
        int most = assignment.values().stream().mapToInt(Set::size).max().orElse(0);
        return most - assignment.values().stream().mapToInt(Set::size).min().orElse(0);
    }
}
