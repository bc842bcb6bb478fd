package gossip.tests.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Execution;
import gossip.tests.packaged.FreePort;
import gossip.tests.packaged.Installation;
import gossip.tests.packaged.PackagedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** gossip.yaml and what stands above it. */
class ConfigurationIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SAMPLE = """
        node:
          id: "gossip-node-1"
          data_dir: "/var/lib/gossip"
          bind_address: "0.0.0.0:9092"
        cluster:
          name: "gossip-cluster"
          initial_nodes: ["node1:9093", "node2:9093", "node3:9093"]
        storage:
          segment_size: "1GB"
          retention_time: "7d"
          compression: "snappy"
        network:
          protocol: "tcp"
          max_connections: 1000
          read_timeout: "30s"
        raft:
          election_timeout: "1s"
          heartbeat_interval: "100ms"
        """;

    @TempDir
    private Path folder;

    @Test
    void sampleIsValidAsItStands() throws IOException {
        Execution.Finished shown =
                gossip("config", "--config", file(SAMPLE).toString()).expect(0);

        assertThat(shown.out())
                .contains("gossip-node-1")
                .contains("gossip.yaml:2")
                .contains("snappy");
    }

    @Test
    void sampleStartsANodeWhenItNamesOnlyThisOne() throws Exception {
        Path file = file(SAMPLE.replace(
                        "/var/lib/gossip", folder.resolve("data").toString())
                .replace("0.0.0.0:9092", "127.0.0.1:" + FreePort.find())
                .replace("\"node1:9093\", \"node2:9093\", \"node3:9093\"", "\"127.0.0.1:" + FreePort.find() + "\""));

        try (PackagedBroker broker =
                PackagedBroker.configuredBy(Installation.withRuntime(), file).start()) {
            Clients clients = Clients.of(broker);
            clients.createTopic("configured", 1, Map.of());
            try (var producer = clients.producer(Map.of())) {
                producer.send(new org.apache.kafka.clients.producer.ProducerRecord<>("configured", "value"))
                        .get();
            }
            assertThat(clients.readAll("configured")).hasSize(1);
            broker.stopCleanly();
        }
    }

    @Test
    void unknownKeyIsRefusedWithTheNearestOne() throws IOException {
        Path file = file("node:\n  id: x\n  bind_adress: \"127.0.0.1:0\"\n");

        try (PackagedBroker broker =
                PackagedBroker.configuredBy(Installation.withRuntime(), file).launch()) {
            assertThat(broker.awaitExit()).isEqualTo(1);
            assertThat(broker.output())
                    .contains("gossip.yaml:3")
                    .contains("node.bind_adress")
                    .contains("node.bind_address")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void allProblemsAreReportedTogether() throws IOException {
        Path file = file("storage:\n  segment_size: huge\nnode:\n  idd: x\n");

        Execution.Finished refused = gossip("config", "--config", file.toString(), "--set", "node.nonsense=1");

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains("huge").contains("node.idd").contains("node.nonsense");
    }

    @Test
    void environmentWinsOverTheFileAndTheCommandLineOverBoth() throws IOException {
        Path file = file("node:\n  id: from-file\ncluster:\n  name: from-file\n");

        Execution.Finished shown = Installation.withRuntime()
                .gossip("config", "--config", file.toString(), "--set", "cluster.name=from-line")
                .with("GOSSIP_NODE_ID", "from-environment")
                .with("GOSSIP_CLUSTER_NAME", "from-environment")
                .run(LIMIT)
                .expect(0);

        assertThat(shown.out()).containsPattern("node\\.id\\s+\"?from-environment.*GOSSIP_NODE_ID");
        assertThat(shown.out()).containsPattern("cluster\\.name\\s+\"?from-line.*--set");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("gossip.yaml"), text);
    }

    private static Execution.Finished gossip(String... arguments) {
        return Installation.withRuntime().gossip(arguments).run(LIMIT);
    }
}
