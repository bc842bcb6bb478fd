package gossip.core.lag;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Groups;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Topics.TopicRef;
import gossip.api.group.GroupStore.Committed;
import gossip.api.metrics.Metrics;
import gossip.api.metrics.Sample;
import gossip.api.security.Principal;
import gossip.core.Gossip;
import gossip.core.GossipConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a whole broker on the in-memory implementations of storage and metadata. */
class LagWatchTest {
    private static final RequestContext CLIENT = new RequestContext(Principal.ANONYMOUS, "test", "10.0.0.1", "test");
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    @TempDir
    Path dir;

    private final AtomicLong nanos = new AtomicLong(7);
    private Gossip gossip;
    private LagWatch watch;

    @BeforeEach
    void start() {
        gossip = Gossip.start(GossipConfig.in(dir)
                .set("plugins.log_store", "memory")
                .set("plugins.write_ahead_log", "memory")
                .set("plugins.metadata_store", "memory")
                .set("group.offsets_partitions", "1"));
        gossip.createTopic("t", 1);
        InstantSource inAMinute = () -> Instant.now().plusSeconds(60);
        watch = new LagWatch(
                new LagReader(
                        gossip.broker().groups(),
                        gossip.broker().records(),
                        gossip.broker().messages(),
                        inAMinute),
                new LagWatch.Limits(INTERVAL, 10),
                nanos::get,
                Metrics.NONE);
    }

    @AfterEach
    void stop() {
        gossip.close();
    }

    @Test
    void lagIsToldInRecordsAndInSeconds() {
        produce(3);
        commit(1);

        refresh();

        assertThat(value("gossip_group_lag_records")).isEqualTo(2);
        assertThat(value("gossip_group_lag_seconds")).isBetween(60.0, 120.0);
    }

    @Test
    void groupThatHasReadEverythingHasNoLag() {
        produce(2);
        commit(2);

        refresh();

        assertThat(value("gossip_group_lag_records")).isZero();
        assertThat(value("gossip_group_lag_seconds")).isZero();
    }

    @Test
    void answerIsKeptUntilItIsOld() {
        produce(1);
        commit(0);
        refresh();
        produce(1);

        refresh();
        assertThat(value("gossip_group_lag_records")).isEqualTo(1);

        nanos.addAndGet(INTERVAL.toNanos());
        refresh();
        assertThat(value("gossip_group_lag_records")).isEqualTo(2);
    }

    @Test
    void partitionsThatAreGoneAreLeftOut() {
        produce(1);
        commit(0);
        await(gossip.broker().topics().delete(CLIENT, List.of(new TopicRef(Optional.of("t"), Optional.empty()))));

        refresh();

        assertThat(watch.samples()).isEmpty();
    }

    private void produce(int count) {
        for (int i = 0; i < count; i++) {
            gossip.produce("t", "key", "value");
        }
    }

    private void commit(long offset) {
        TopicPartition partition = new TopicPartition("t", 0);
        await(gossip.broker().groups().coordinator(CLIENT, "g"));
        Map<TopicPartition, ErrorCode> outcome = await(gossip.broker()
                .groups()
                .commit(
                        CLIENT,
                        Groups.Member.outside("g"),
                        Map.of(partition, new Committed(offset, -1, "", 0, Optional.empty()))));
        assertThat(outcome).containsEntry(partition, ErrorCode.NONE);
    }

    private void refresh() {
        await(watch.refresh());
    }

    private double value(String name) {
        return watch.samples().stream()
                .filter(sample -> sample.name().equals(name))
                .map(Sample.Value.class::cast)
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
