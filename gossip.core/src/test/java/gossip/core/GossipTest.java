package gossip.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.record.NewRecord;
import gossip.api.record.StoredRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole broker in this JVM, on the in-memory implementations of storage and metadata. */
class GossipTest {
    @TempDir
    Path dir;

    private Gossip gossip;

    @BeforeEach
    void start() {
        gossip = Gossip.start(config());
    }

    @AfterEach
    void stop() {
        gossip.close();
    }

    @Test
    void recordsAreReadBackInOrder() {
        gossip.createTopic("t", 1);

        Written first = gossip.produce("t", "k1", "v1");
        Written second = gossip.produce("t", "k2", "v2");

        assertThat(first).isEqualTo(new Written("t", 0, 0));
        assertThat(second).isEqualTo(new Written("t", 0, 1));
        assertThat(gossip.consume("t", 0, 0, 10))
                .extracting(record -> Gossip.text(record.key()) + "=" + Gossip.text(record.value()))
                .containsExactly("k1=v1", "k2=v2");
    }

    @Test
    void readingStartsWithinABatchAndStopsAtTheLimit() {
        gossip.createTopic("t", 1);
        List<NewRecord> batch = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            batch.add(NewRecord.of(i, "k", "v" + i));
        }
        gossip.produce("t", 0, batch);
        gossip.produce("t", 0, batch);

        List<StoredRecord> some = gossip.consume("t", 0, 7, 5);

        assertThat(some).extracting(StoredRecord::offset).containsExactly(7L, 8L, 9L, 10L, 11L);
    }

    @Test
    void recordsOfOneKeyShareAPartition() {
        gossip.createTopic("t", 8);

        assertThat(gossip.produce("t", "key", "a").partition())
                .isEqualTo(gossip.produce("t", "key", "b").partition());
    }

    @Test
    void nullKeysAndValuesAreKept() {
        gossip.createTopic("t", 1);
        gossip.produce("t", 0, List.of(new NewRecord(0, Optional.empty(), Optional.empty(), List.of())));

        assertThat(gossip.consume("t", 0, 0, 1)).singleElement().satisfies(record -> {
            assertThat(record.key()).isEmpty();
            assertThat(record.value()).isEmpty();
        });
    }

    @Test
    void nothingThereIsAnEmptyListWhenTimeIsUp() {
        gossip.createTopic("t", 1);

        assertThat(gossip.consume("t", 0, 0, 10, Duration.ofMillis(1))).isEmpty();
    }

    @Test
    void refusalsCarryTheirCode() {
        gossip.createTopic("t", 1, Map.of("retention.ms", "1000"));

        assertThatThrownBy(() -> gossip.createTopic("t", 1))
                .isInstanceOfSatisfying(
                        BrokerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOPIC_ALREADY_EXISTS));
        assertThatThrownBy(() -> gossip.createTopic("u", 1, Map.of("retention.mss", "1")))
                .isInstanceOfSatisfying(
                        BrokerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIG));
        assertThatThrownBy(() -> gossip.produce("missing", "k", "v"))
                .isInstanceOfSatisfying(
                        BrokerException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
        assertThatThrownBy(() -> gossip.consume("t", 0, 5, 1))
                .isInstanceOfSatisfying(
                        BrokerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE));
    }

    @Test
    void secondBrokerOnTheDirectoryIsRefused() {
        assertThatThrownBy(() -> Gossip.start(config()))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("data directory " + dir + " is in use by process ");
    }

    @Test
    void directoryIsMarkedAndUnlockedAfterAnOrderlyStop() {
        gossip.close();
        gossip.close();

        assertThat(dir.resolve("clean-shutdown")).exists();
        gossip = Gossip.start(config());
        assertThat(dir.resolve("clean-shutdown")).doesNotExist();
    }

    @Test
    void brokerWithoutNetworkServerSaysSo() {
        assertThat(gossip.endpoints()).isEmpty();
        assertThatThrownBy(gossip::bootstrapServers).hasMessageStartingWith("no network server is installed");
    }

    @Test
    void startThatFailsLeavesTheDirectoryUnlocked(@TempDir Path other) {
        GossipConfig wrong = memory(GossipConfig.in(other)).set("plugins.log_store", "none");

        assertThatThrownBy(() -> Gossip.start(wrong))
                .isInstanceOf(StartException.class)
                .hasMessage("GossipConfig: plugins.log_store is \"none\", but installed are only: memory");
        Gossip.start(memory(GossipConfig.in(other))).close();
    }

    @Test
    void noThreadIsLeftBehind() {
        gossip.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("gossip-"));
    }

    private GossipConfig config() {
        return memory(GossipConfig.in(dir));
    }

    private static GossipConfig memory(GossipConfig config) {
        return config.set("plugins.log_store", "memory")
                .set("plugins.write_ahead_log", "memory")
                .set("plugins.metadata_store", "memory");
    }
}
