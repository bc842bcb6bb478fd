package gossip.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.core.boot.NodePlan;
import gossip.core.config.ConfigSources;
import gossip.core.config.ConfigurationReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps the reference of settings as the settings are; {@code -Dgossip.docs.write=true} writes it anew. */
class ConfigurationReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "configuration.md");

    @Test
    void committedReferenceIsThatOfTheSettings() throws IOException {
        NodePlan plan = NodePlan.of(ConfigSources.NONE, Optional.empty());
        String generated = ConfigurationReference.markdown(plan.configuration().settings());
        if (Boolean.getBoolean("gossip.docs.write")) {
            Files.writeString(REFERENCE, generated);
        }

        assertThat(Files.readString(REFERENCE))
                .as("write it anew: mvn test -pl distribution/tests -am -Dtest=ConfigurationReferenceTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dgossip.docs.write=true")
                .isEqualTo(generated);
    }

    @Test
    void fileOfACustomaryShapeIsTakenAsItStands(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("gossip.yaml"), """
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
            """);

        NodePlan plan = NodePlan.of(new ConfigSources(Optional.of(file), Map.of(), List.of()), Optional.empty());

        assertThat(plan.configuration().rows())
                .filteredOn(row -> row.source().startsWith("gossip.yaml:"))
                .extracting(row -> row.key() + " = " + row.value() + " from " + row.source())
                .hasSize(13)
                .contains(
                        "node.id = gossip-node-1 from gossip.yaml:2",
                        "cluster.initial_nodes = node1:9093,node2:9093,node3:9093 from gossip.yaml:7",
                        "storage.segment_size = 1GB from gossip.yaml:9",
                        "network.max_connections = 1000 from gossip.yaml:14",
                        "raft.heartbeat_interval = 100ms from gossip.yaml:18");
    }
}
