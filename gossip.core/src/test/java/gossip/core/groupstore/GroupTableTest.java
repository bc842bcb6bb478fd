package gossip.core.groupstore;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.TopicPartition;
import gossip.api.group.GroupStore.Committed;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GroupTableTest {
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);
    private static final StoreKey.Offset KEY = new StoreKey.Offset("g", PARTITION);
    private static final long PRODUCER = 7;
    private static final int TRANSACTIONS = 200_000;

    private final GroupTable table = new GroupTable();

    @Test
    void readerFindsWhatWasDecidedOrIsToldThatItIsNot() throws InterruptedException {
        AtomicLong proposed = new AtomicLong(-1);
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().name("gossip-test-writer").start(() -> {
            for (int offset = 0; offset < TRANSACTIONS; offset++) {
                table.propose(PRODUCER, KEY, committed(offset), offset);
                proposed.set(offset);
                table.decide(PRODUCER, true);
            }
            done.set(true);
        });
        while (!done.get()) {
            long atLeast = proposed.get();
            if (table.undecided("g").isEmpty() && atLeast >= 0) {
                assertThat(table.offsets("g").get(PARTITION).offset()).isGreaterThanOrEqualTo(atLeast);
            }
        }
        writer.join();
        assertThat(table.undecided("g")).isEmpty();
    }

    @Test
    void abortedOffsetsDoNotCount() {
        table.propose(PRODUCER, KEY, committed(5), 0);
        assertThat(table.undecided("g")).containsExactly(PARTITION);
        table.decide(PRODUCER, false);
        assertThat(table.undecided("g")).isEmpty();
        assertThat(table.offsets("g")).isEmpty();
    }

    private static Committed committed(long offset) {
        return new Committed(offset, -1, "", 0);
    }
}
