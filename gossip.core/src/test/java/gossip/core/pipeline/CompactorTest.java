package gossip.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.ErrorCode;
import gossip.api.config.Settings;
import gossip.api.storage.CompactionNeed;
import gossip.api.storage.CorruptLogException;
import gossip.core.topic.TopicConfig;
import gossip.core.topic.TopicSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompactorTest {
    private static final Map<String, String> COMPACTED = Map.of("cleanup.policy", "compact");

    private final World world = new World().with(PipelineSettings.COMPACTION_INTERVAL, Duration.ofMillis(20));

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    private static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still not so after 10 s").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static TopicConfig config(Map<String, String> overrides) {
        return new TopicSettings(Settings.DEFAULTS).effective(overrides);
    }

    private static CompactionNeed dirty(long cleanBytes, long dirtyBytes, long sinceMs) {
        return new CompactionNeed(cleanBytes, dirtyBytes, sinceMs, Long.MAX_VALUE, false);
    }

    @Test
    void aLogIsDueAboveItsDirtyRatio() {
        TopicConfig half = config(COMPACTED);
        assertThat(CompactionPolicy.isDue(dirty(100, 100, 0), half, 1000)).isFalse();
        assertThat(CompactionPolicy.isDue(dirty(100, 101, 0), half, 1000)).isTrue();
        TopicConfig always = config(Map.of("min.cleanable.dirty.ratio", "0"));
        assertThat(CompactionPolicy.isDue(dirty(100, 1, 0), always, 1000)).isTrue();
        assertThat(CompactionPolicy.isDue(dirty(100, 0, 0), always, 1000)).isFalse();
    }

    @Test
    void aLogIsDueWhenItHasBeenDirtyForLong() {
        TopicConfig config = config(Map.of("max.compaction.lag.ms", "500"));
        assertThat(CompactionPolicy.isDue(dirty(100, 1, 500), config, 1000)).isFalse();
        assertThat(CompactionPolicy.isDue(dirty(100, 1, 499), config, 1000)).isTrue();
        assertThat(CompactionPolicy.isDue(dirty(100, 0, 499), config, 1000)).isFalse();
        assertThat(CompactionPolicy.isDue(dirty(100, 1, Long.MAX_VALUE), config, 1000))
                .isFalse();
    }

    @Test
    void aLogIsDueWhenItsTombstonesMayGo() {
        CompactionNeed need = new CompactionNeed(100, 0, Long.MAX_VALUE, 1000, false);
        assertThat(CompactionPolicy.isDue(need, config(COMPACTED), 999)).isFalse();
        assertThat(CompactionPolicy.isDue(need, config(COMPACTED), 1000)).isTrue();
    }

    @Test
    void damageInOnePartitionEndsItsCompactionAloneAndNothingElse() throws IOException {
        Map<String, String> always = Map.of("cleanup.policy", "compact", "min.cleanable.dirty.ratio", "0");
        world.topic("bad", 1, always).topic("good", 1, always).start();
        world.logs.failCompaction(world.id("bad", 0), new CorruptLogException("damaged at position 70"));
        world.produce("bad", "a");
        eventually(() -> world.logs.compactions.get() == 1);
        world.produce("good", "a");
        world.produce("good", "a");
        eventually(() -> world.values("good", 0).size() == 1);
        int attempts = world.logs.compactions.get() - world.logs.compacted.size();
        assertThat(attempts).isEqualTo(1);
        assertThat(world.produce("bad", "b").error()).isEqualTo(ErrorCode.NONE);
        assertThat(world.values("bad", 0)).containsExactly("a", "b");
    }

    @Test
    void theDirtiestIsCompactedFirst() throws IOException {
        world.topic("half", 1, COMPACTED).topic("whole", 1, COMPACTED).start();
        world.produce("half", "a");
        eventually(() -> world.logs.compacted.size() == 1);
        var gate = world.logs.hold(world.id("half", 0));
        world.produce("half", "b");
        world.produce("half", "c");
        eventually(() -> world.logs.compactions.get() == 2);
        world.produce("half", "d");
        world.produce("half", "e");
        world.produce("half", "f");
        world.produce("half", "g");
        world.produce("half", "h");
        world.produce("whole", "a");
        gate.countDown();
        eventually(() -> world.logs.compacted.size() == 4);
        assertThat(world.logs.compacted)
                .containsExactly(world.id("half", 0), world.id("half", 0), world.id("whole", 0), world.id("half", 0));
    }

    @Test
    void aPartitionThatAwaitsCompactionIsNotClosed() throws IOException {
        world.with(PipelineSettings.RETENTION_CHECK_INTERVAL, Duration.ofMillis(20))
                .with(PipelineSettings.CHECKPOINT_INTERVAL, Duration.ofMillis(20))
                .with(PipelineSettings.PARTITION_IDLE_TIME, Duration.ofSeconds(10))
                .topic("t", 1, COMPACTED)
                .start();
        world.produce("t", "a");
        world.produce("t", "a");
        var gate = world.logs.hold(world.id("t", 0));
        world.produce("t", "a");
        world.produce("t", "a");
        world.produce("t", "a");
        world.produce("t", "a");
        eventually(() -> world.logs.compactions.get() > world.logs.compacted.size());
        world.nowMs.addAndGet(20_000);
        // while the compactor is held it is retention that asks
        int asked = world.logs.needs.get();
        eventually(() -> world.logs.needs.get() > asked + 3);
        assertThat(world.logs.open).hasValue(1);
        gate.countDown();
        eventually(() -> world.logs.open.get() == 0);
        assertThat(world.values("t", 0)).containsExactly("a");
    }

    @Test
    void thePaceHoldsBackWhatIsTooFastAndEndsWithTheBroker() throws IOException {
        AtomicBoolean stopping = new AtomicBoolean();
        CompactionPace pace = new CompactionPace(10 << 20, stopping::get);
        long begun = System.nanoTime();
        for (int i = 0; i < 30; i++) {
            pace.spend(100 << 10);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        assertThat(seconds).isGreaterThan(0.15);
        assertThat(pace.sleptSeconds()).isBetween(0.1, seconds);
        assertThat(pace.bytes()).isEqualTo(30 * 100 << 10);
        stopping.set(true);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> pace.spend(1 << 30))
                .isInstanceOf(InterruptedIOException.class);
    }
}
