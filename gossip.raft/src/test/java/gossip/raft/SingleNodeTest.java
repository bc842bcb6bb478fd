package gossip.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.ErrorCode;
import gossip.api.config.NodeSettings;
import gossip.api.metadata.Assignment;
import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.MetadataCommand.AllocateProducerIds;
import gossip.api.metadata.MetadataCommand.CreateTopic;
import gossip.api.metadata.MetadataCommand.RegisterBroker;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataResult;
import gossip.api.metadata.MetadataResult.Done;
import gossip.api.metadata.MetadataResult.ProducerIds;
import gossip.api.metadata.MetadataResult.Refused;
import gossip.api.metadata.MetadataResult.Registered;
import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.TopicImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SingleNodeTest {
    @TempDir
    Path dataDir;

    @Test
    void imageHoldsTheChangeWhenSubmitCompletes() throws Exception {
        try (MetadataStore store = started(new TestNode(dataDir))) {
            assertThat(submit(store, new RegisterBroker("gossip-1", List.of()))).isInstanceOf(Registered.class);
            assertThat(submit(store, topic("orders"))).isEqualTo(new Done());

            assertThat(store.image().topic("orders"))
                    .map(TopicImage::partitionCount)
                    .contains(3);
        }
    }

    @Test
    void refusalIsAResult() throws Exception {
        try (MetadataStore store = started(new TestNode(dataDir))) {
            MetadataResult result = submit(store, topic("orders"));

            assertThat(result)
                    .isEqualTo(new Refused(ErrorCode.INVALID_REPLICA_ASSIGNMENT, "broker 1 is not registered"));
        }
    }

    @Test
    void restartFromTheLogBringsEverythingBack() throws Exception {
        MetadataImage.Parts before = fillAndClose(false);

        try (MetadataStore store = started(new TestNode(dataDir))) {
            assertSame(store.image().parts(), before);
        }
    }

    @Test
    void restartFromASnapshotBringsEverythingBack() throws Exception {
        MetadataImage.Parts before = fillAndClose(true);

        assertThat(files("snapshot.")).hasSize(2);
        try (MetadataStore store = started(new TestNode(dataDir))) {
            assertSame(store.image().parts(), before);
            assertThat(submit(store, new AllocateProducerIds(10))).isEqualTo(new ProducerIds(10, 10));
        }
    }

    @Test
    void snapshotsAreTakenAtTheConfiguredIntervalAndOldOnesGo() throws Exception {
        TestNode node = new TestNode(dataDir).with(RaftSettings.SNAPSHOT_INTERVAL, 10L);
        try (MetadataStore store = started(node)) {
            for (int i = 0; i < 35; i++) {
                submit(store, new AllocateProducerIds(1));
            }
        }

        assertThat(files("snapshot.")).hasSize(2);
        try (MetadataStore store = started(new TestNode(dataDir))) {
            assertThat(submit(store, new AllocateProducerIds(1))).isEqualTo(new ProducerIds(35, 1));
        }
    }

    @Test
    void listenersHearTheChangesInOrder() throws Exception {
        List<Integer> counts = new ArrayList<>();
        try (MetadataStore store = started(new TestNode(dataDir))) {
            submit(store, new RegisterBroker("gossip-1", List.of()));
            store.listen((before, after) -> {
                assertThat(counts.isEmpty() || before.topicCount() == counts.getLast())
                        .isTrue();
                counts.add(after.topicCount());
            });
            for (int i = 0; i < 10; i++) {
                submit(store, topic("t" + i));
            }
        }

        assertThat(counts).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }

    @Test
    void nodeNamesItselfAsLeader() throws Exception {
        TestNode node = new TestNode(dataDir).with(NodeSettings.ID, "lonely");
        try (MetadataStore store = started(node)) {
            assertThat(store.leader()).contains("lonely");
            assertThat(node.engine().status().voters()).containsExactly("lonely");
        }
    }

    @Test
    void submitAfterAnotherInItsContinuationDoesNotBlock() throws Exception {
        try (MetadataStore store = started(new TestNode(dataDir))) {
            MetadataResult second = store.submit(new AllocateProducerIds(5))
                    .thenApply(first -> store.submit(new AllocateProducerIds(5))
                            .toCompletableFuture()
                            .join())
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);

            assertThat(second).isEqualTo(new ProducerIds(5, 5));
        }
    }

    @Test
    void anotherClusterNameIsRefused() throws Exception {
        fillAndClose(false);

        TestNode renamed = new TestNode(dataDir).with(NodeSettings.CLUSTER_NAME, "other");

        assertThatThrownBy(() -> started(renamed))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cluster.name was 'gossip'")
                .hasMessageContaining("is now 'other'");
    }

    @Test
    void damagedSnapshotIsReportedAndNotGuessedOver() throws Exception {
        fillAndClose(true);
        Path snapshot = files("snapshot.").stream()
                .filter(file -> !file.toString().endsWith(".md5"))
                .findFirst()
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(snapshot);
        bytes[bytes.length / 2] ^= 1;
        Files.write(snapshot, bytes);

        assertThatThrownBy(() -> started(new TestNode(dataDir)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(snapshot.getFileName().toString())
                .hasMessageContaining("damaged");
    }

    @Test
    void tooLargeACommandIsRefusedWithItsLimit() throws Exception {
        TestNode node = new TestNode(dataDir).with(RaftSettings.MAX_COMMAND_SIZE, 64L << 10);
        try (MetadataStore store = started(node)) {
            submit(store, new RegisterBroker("gossip-1", List.of()));
            CreateTopic large = new CreateTopic("large", UUID.randomUUID(), Assignment.onOne(70_000, 1), Map.of());

            assertThatThrownBy(() -> submit(store, large)).hasMessageContaining("raft.max_command_size (65536)");
        }
    }

    @Test
    void commandOfTheLargestSizeIsTaken() throws Exception {
        try (MetadataStore store = started(new TestNode(dataDir))) {
            submit(store, new RegisterBroker("gossip-1", List.of()));
            int count = (1 << 20) - 100;
            submit(store, new CreateTopic("large", UUID.randomUUID(), Assignment.onOne(count, 1), Map.of()));
            submit(store, new CreateTopic("larger", UUID.randomUUID(), Assignment.onOne(count, 1), Map.of()));
        }
        try (MetadataStore store = started(new TestNode(dataDir))) {
            assertThat(store.image().topicCount()).isEqualTo(2);
        }
    }

    private MetadataImage.Parts fillAndClose(boolean withSnapshot) throws Exception {
        TestNode node = new TestNode(dataDir);
        try (MetadataStore store = started(node)) {
            submit(store, new RegisterBroker("gossip-1", List.of()));
            submit(store, topic("orders"));
            submit(store, topic("payments"));
            submit(store, new AllocateProducerIds(10));
            if (withSnapshot) {
                node.engine().snapshot().toCompletableFuture().get(10, TimeUnit.SECONDS);
            }
            return store.image().parts();
        }
    }

    private static void assertSame(MetadataImage.Parts actual, MetadataImage.Parts expected) {
        assertThat(actual.brokers()).containsExactlyInAnyOrderElementsOf(expected.brokers());
        assertThat(actual.topics()).containsExactlyInAnyOrderElementsOf(expected.topics());
        assertThat(actual.nextBrokerEpoch()).isEqualTo(expected.nextBrokerEpoch());
        assertThat(actual.nextProducerId()).isEqualTo(expected.nextProducerId());
    }

    private static MetadataStore started(TestNode node) throws IOException {
        MetadataStore store = node.store();
        store.start();
        return store;
    }

    private static MetadataResult submit(MetadataStore store, MetadataCommand command) throws Exception {
        return store.submit(command).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static CreateTopic topic(String name) {
        return new CreateTopic(name, UUID.randomUUID(), Assignment.onOne(3, 1), Map.of());
    }

    private List<Path> files(String prefix) throws IOException {
        try (Stream<Path> all = Files.walk(dataDir)) {
            return all.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }
}
