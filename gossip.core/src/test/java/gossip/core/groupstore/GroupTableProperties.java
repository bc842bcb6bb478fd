package gossip.core.groupstore;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.TopicPartition;
import gossip.api.group.GroupStore.Committed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Commits, transactions and deletions at random, against what a compacted log of them would hold. */
class GroupTableProperties {
    private static final String GROUP = "g";
    private static final int PARTITIONS = 3;
    private static final int PRODUCERS = 3;

    /** What happened to a partition, at its place in the log. */
    private record Entry(long logOffset, TopicPartition partition, Kind kind, long transaction) {}

    private enum Kind {
        COMMIT,
        PROPOSAL,
        DELETION
    }

    private static final class World {
        final GroupTable table = new GroupTable();
        final List<Entry> log = new ArrayList<>();
        /** Transactions by producer, and those that are decided. */
        final Map<Long, Long> open = new HashMap<>();

        final Map<Long, Boolean> decided = new HashMap<>();
        long end;

        void step(Random random) {
            TopicPartition partition = new TopicPartition("t", random.nextInt(PARTITIONS));
            long producer = random.nextInt(PRODUCERS);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    log.add(new Entry(end, partition, Kind.COMMIT, -1));
                    table.put(key(partition), committed(end), end);
                }
                case 3, 4 -> {
                    long transaction = open.computeIfAbsent(producer, id -> end);
                    log.add(new Entry(end, partition, Kind.PROPOSAL, transaction));
                    table.propose(producer, key(partition), committed(end), end);
                }
                case 5 -> {
                    log.add(new Entry(end, partition, Kind.DELETION, -1));
                    table.remove(key(partition), end);
                }
                default -> decide(producer, random.nextBoolean());
            }
            end++;
        }

        void decide(long producer, boolean committed) {
            if (open.containsKey(producer)) {
                decided.put(open.remove(producer), committed);
            }
            table.decide(producer, committed);
        }

        /** The last of a partition that counts. */
        Map<TopicPartition, Committed> offsets() {
            Map<TopicPartition, Committed> offsets = new HashMap<>();
            for (Entry entry : log) {
                if (entry.kind() == Kind.DELETION) {
                    offsets.remove(entry.partition());
                } else if (entry.kind() == Kind.COMMIT || decided.getOrDefault(entry.transaction(), false)) {
                    offsets.put(entry.partition(), committed(entry.logOffset()));
                }
            }
            return offsets;
        }

        /** Proposals by producer and partition that nobody has decided or deleted. */
        Set<List<Object>> proposals() {
            Set<List<Object>> proposals = new HashSet<>();
            for (Entry entry : log) {
                if (entry.kind() == Kind.DELETION) {
                    proposals.removeIf(proposal -> proposal.contains(entry.partition()));
                } else if (open.containsValue(entry.transaction())) {
                    proposals.add(List.of(entry.transaction(), entry.partition()));
                }
            }
            return proposals;
        }

        void check() {
            assertThat(table.offsets(GROUP)).isEqualTo(offsets());
            Set<List<Object>> proposals = proposals();
            Set<Object> undecided = new HashSet<>();
            proposals.forEach(proposal -> undecided.add(proposal.get(1)));
            assertThat(Set.<Object>copyOf(table.undecided(GROUP))).isEqualTo(undecided);
            assertThat(table.offsetCount()).isEqualTo(offsets().size() + proposals.size());
            assertThat(table.countOffsets(GROUP)).isEqualTo(offsets().size());
        }
    }

    private static StoreKey.Offset key(TopicPartition partition) {
        return new StoreKey.Offset(GROUP, partition);
    }

    private static Committed committed(long offset) {
        return new Committed(offset, -1, "", 0);
    }

    @Property(tries = 300)
    void holdsWhatACompactedLogWouldHold(@ForAll long seed) {
        Random random = new Random(seed);
        World world = new World();
        for (int step = 0; step < 60; step++) {
            world.step(random);
            world.check();
        }
        for (long producer = 0; producer < PRODUCERS; producer++) {
            world.decide(producer, true);
        }
        world.check();
        assertThat(world.table.undecided(GROUP)).isEmpty();
    }

    @Property(tries = 300)
    void offsetsNeverGoBackInWhateverOrderTheyBecomeKnown(@ForAll long seed) {
        Random random = new Random(seed);
        GroupTable table = new GroupTable();
        TopicPartition partition = new TopicPartition("t", 0);
        List<Long> places = new ArrayList<>(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L));
        Collections.shuffle(places, random);
        long highest = -1;
        for (long place : places) {
            if (random.nextBoolean()) {
                table.put(key(partition), committed(place), place);
            } else {
                table.propose(place, key(partition), committed(place), place);
                table.decide(place, true);
            }
            highest = Math.max(highest, place);
            assertThat(table.offsets(GROUP).get(partition).offset()).isEqualTo(highest);
        }
    }
}
