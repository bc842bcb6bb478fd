package gossip.core.group;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Consumers of both protocols that come, go, die and fall silent at random, in a group that goes from one protocol to the
 * other with them, on a broker that dies now and then.
 */
class ConsumerMachineProperties {
    private record World(GroupHost group, List<SimulatedConsumer> consumers, Random random) {
        /** Consumers that the group counts as its members; others may still read what they had, as zombies do. */
        void checkThatNoPartitionIsReadTwice() {
            Map<TopicPartition, String> readers = new HashMap<>();
            for (SimulatedConsumer consumer : consumers) {
                if (consumer.alive && isMember(consumer)) {
                    consumer.owned.forEach(partition -> assertThat(readers.put(partition, consumer.name))
                            .as("reads %s together with %s", partition, consumer.name)
                            .isNull());
                }
            }
        }

        boolean isMember(SimulatedConsumer consumer) {
            return switch (group.machine) {
                case ClassicMachine machine ->
                    machine.roster().find(consumer.id).isPresent();
                case ConsumerMachine machine ->
                    machine.core().state.find(consumer.id).isPresent();
            };
        }

        void act() {
            SimulatedConsumer consumer = consumers.get(random.nextInt(consumers.size()));
            switch (random.nextInt(40)) {
                case 0 -> consumer.die();
                case 1 -> consumer.restart();
                case 2 -> consumer.leave(group);
                case 3 -> {
                    group.crash();
                    consumers.forEach(SimulatedConsumer::disconnected);
                }
                case 4 -> group.pass(random.nextInt(random.nextInt(6) == 0 ? 70_000 : 3_000));
                case 5 -> group.addPartitions("t", 1);
                default -> {
                    if (consumer.alive) {
                        consumer.step(group);
                    }
                }
            }
        }

        /** Nothing happens any more but what consumers do of themselves. */
        void settle() {
            for (int round = 0; round < 60; round++) {
                for (SimulatedConsumer consumer : consumers) {
                    if (consumer.alive) {
                        consumer.step(group);
                    }
                    checkThatNoPartitionIsReadTwice();
                }
                group.pass(3_000);
            }
        }
    }

    private static World world(long seed, MigrationPolicy policy, int classicCount, int consumerCount) {
        Random random = new Random(seed);
        GroupHost group = new GroupHost(policy, Integer.MAX_VALUE);
        group.createTopic("t", 1 + random.nextInt(6));
        group.createTopic("u", 1 + random.nextInt(3));
        List<SimulatedConsumer> consumers = new ArrayList<>();
        for (int i = 0; i < classicCount + consumerCount; i++) {
            Optional<String> instance = random.nextInt(3) == 0 ? Optional.of("i" + i) : Optional.empty();
            Set<String> topics = random.nextInt(3) == 0 ? Set.of("t") : Set.of("t", "u");
            consumers.add(new SimulatedConsumer("c" + i, i < classicCount, instance, topics));
        }
        return new World(group, consumers, random);
    }

    private static void check(World world) {
        for (int step = 0; step < 250; step++) {
            world.act();
            world.checkThatNoPartitionIsReadTwice();
            checkReplay(world.group());
        }
        world.consumers().forEach(consumer -> {
            if (!consumer.alive) {
                consumer.restart();
            }
        });
        world.settle();
        Set<TopicPartition> read = new HashSet<>();
        world.consumers().forEach(consumer -> read.addAll(consumer.owned));
        Set<TopicPartition> all = new HashSet<>();
        for (String topic : List.of("t", "u")) {
            boolean wanted = topic.equals("t") || world.consumers().stream().anyMatch(SimulatedConsumer::wantsBoth);
            int count =
                    wanted ? world.group().metadata.topic(topic).orElseThrow().partitionCount() : 0;
            for (int partition = 0; partition < count; partition++) {
                all.add(new TopicPartition(topic, partition));
            }
        }
        assertThat(read).as("everything is read when all is quiet").isEqualTo(all);
        assertThat(world.group().machine.listed().state()).isEqualTo("Stable");
        world.group().pass(1_000_000);
        assertThat(world.group().machine.isVacant())
                .as("all have fallen silent")
                .isTrue();
    }

    /** What was kept makes the same group again. */
    private static void checkReplay(GroupHost group) {
        if (group.machine instanceof ConsumerMachine now && group.restored() instanceof ConsumerMachine then) {
            assertThat(then.core().state.epochs()).isEqualTo(now.core().state.epochs());
            assertThat(Set.copyOf(then.core().state.members()))
                    .isEqualTo(Set.copyOf(now.core().state.members()));
            now.core()
                    .state
                    .members()
                    .forEach(member -> assertThat(then.core().state.target(member.id()))
                            .isEqualTo(now.core().state.target(member.id())));
        } else {
            assertThat(group.restored().listed().type())
                    .isEqualTo(group.machine.listed().type());
        }
    }

    @Property(tries = 150)
    void consumersNeverReadAPartitionTwiceAndShareAllInTheEnd(@ForAll long seed) {
        check(world(seed, MigrationPolicy.BIDIRECTIONAL, 0, 4));
    }

    @Property(tries = 150)
    void theSameHoldsWhenSomeSpeakTheClassicProtocol(@ForAll long seed) {
        check(world(seed, MigrationPolicy.BIDIRECTIONAL, 2, 2));
        check(world(seed, MigrationPolicy.BIDIRECTIONAL, 3, 1));
    }
}
