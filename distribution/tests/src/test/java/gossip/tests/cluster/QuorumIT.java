package gossip.tests.cluster;

import static gossip.tests.packaged.Clients.await;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.FreePort;
import gossip.tests.packaged.Installation;
import gossip.tests.packaged.PackagedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes on one machine, each with a configuration file of its own. */
class QuorumIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final List<PackagedBroker> nodes = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            addresses.add("127.0.0.1:" + FreePort.find());
        }
        for (int i = 0; i < 3; i++) {
            Path file = Files.writeString(folder.resolve("node-" + i + ".yaml"), """
                node:
                  id: "node-%d"
                  data_dir: "%s"
                  bind_address: "127.0.0.1:%d"
                  cluster_address: "%s"
                cluster:
                  initial_nodes: ["%s"]
                """.formatted(
                            i,
                            folder.resolve("node-" + i),
                            FreePort.find(),
                            addresses.get(i),
                            String.join("\", \"", addresses)));
            nodes.add(PackagedBroker.configuredBy(Installation.withRuntime(), file));
        }
        nodes.forEach(PackagedBroker::launch);
        nodes.forEach(PackagedBroker::awaitReady);
    }

    @AfterEach
    void stop() {
        nodes.forEach(PackagedBroker::close);
    }

    @Test
    void topicsAreSeenByAllAndSurviveTheLeader() {
        clients(0).createTopic("first", 3, Map.of());
        nodes.forEach(node -> awaitTopic(node, "first"));

        PackagedBroker leader = leader();
        leader.kill();
        List<PackagedBroker> others =
                nodes.stream().filter(node -> !node.equals(leader)).toList();
        awaitNewTopic(others.getFirst(), "second");
        others.forEach(node -> awaitTopic(node, "second"));

        leader.start();
        awaitTopic(leader, "first");
        awaitTopic(leader, "second");
        nodes.forEach(node -> node.expectRunning().stopCleanly());
    }

    private PackagedBroker leader() {
        try (Admin admin = clients(0).admin()) {
            Node controller = await(admin.describeCluster().controller());
            return nodes.stream()
                    .filter(node -> node.port() == controller.port())
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The first try may meet a cluster that has not noticed yet that its leader is gone. */
    private void awaitNewTopic(PackagedBroker node, String topic) {
        long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                Clients.of(node).createTopic(topic, 1, Map.of());
                return;
            } catch (org.apache.kafka.common.errors.TopicExistsException e) {
                return; // the first try was done after all
            } catch (org.apache.kafka.common.errors.RetriableException e) {
                assertThat(System.nanoTime()).as("time for an election; %s", e).isLessThan(deadlineNanos);
            }
        }
    }

    private static void awaitTopic(PackagedBroker node, String topic) {
        long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
        try (Admin admin = Clients.of(node).admin()) {
            while (!await(admin.listTopics().names()).contains(topic)) {
                assertThat(System.nanoTime()).as("time for %s to arrive", topic).isLessThan(deadlineNanos);
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    private Clients clients(int node) {
        return Clients.of(nodes.get(node));
    }
}
