package gossip.core.group;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.group.GroupStore.Committed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A consumer that commits what it has read, on a broker that is slow, fails and dies at random. */
class GroupOffsetsProperties {
    private static final int STEPS = 60;

    private static final class World extends GroupsWorld {
        private final List<CompletableFuture<Map<TopicPartition, ErrorCode>>> pending = new ArrayList<>();
        private final List<Long> pendingOffsets = new ArrayList<>();
        private GroupsService running = groups;
        private long next;
        private long acknowledged = -1;
        private long seen = -1;

        void act(Random random) {
            switch (random.nextInt(20)) {
                case 0, 1 -> records.hold();
                case 2, 3, 4 -> records.release();
                case 5 -> records.fail(ErrorCode.NOT_ENOUGH_REPLICAS);
                case 6, 7 -> records.fail(ErrorCode.NONE);
                case 8 -> crash();
                default -> commit();
            }
        }

        private void commit() {
            pending.add(
                    running.commit(CLIENT, outside("g"), Map.of(T0, at(next))).toCompletableFuture());
            pendingOffsets.add(next);
            next++;
        }

        private void crash() {
            records.forgetHeld();
            records.fail(ErrorCode.NONE);
            pending.clear();
            pendingOffsets.clear();
            running = restarted();
        }

        void check() {
            for (int i = pending.size() - 1; i >= 0; i--) {
                if (pending.get(i).isDone()) {
                    if (pending.remove(i).join().get(T0) == ErrorCode.NONE) {
                        acknowledged = Math.max(acknowledged, pendingOffsets.get(i));
                    }
                    pendingOffsets.remove(i);
                }
            }
            long read = get(running.committed(CLIENT, outside("g"), Optional.of(Set.of(T0))))
                    .offsets()
                    .getOrDefault(T0, new Committed(-1, -1, "", 0))
                    .offset();
            assertThat(read)
                    .as("not before what was acknowledged, or read already")
                    .isGreaterThanOrEqualTo(Math.max(acknowledged, seen))
                    .isLessThanOrEqualTo(next - 1);
            seen = read;
        }

        void settle() {
            records.fail(ErrorCode.NONE);
            records.release();
            commit();
            check();
            assertThat(acknowledged).as("the last one is acknowledged").isEqualTo(next - 1);
            crash();
            check();
        }
    }

    @Property(tries = 40)
    void committedOffsetsNeverGoBack(@ForAll long seed) {
        Random random = new Random(seed);
        World world = new World();
        try {
            world.coordinate("g");
            for (int step = 0; step < STEPS; step++) {
                world.act(random);
                world.check();
            }
            world.settle();
        } finally {
            world.stop();
        }
    }
}
