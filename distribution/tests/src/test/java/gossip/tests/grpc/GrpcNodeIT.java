package gossip.tests.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Execution;
import gossip.tests.packaged.Installation;
import gossip.tests.packaged.OutsideClient;
import gossip.tests.packaged.PackagedBroker;
import gossip.tests.packaged.SharedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** gRPC on Node.js, with the published .proto files and with what the broker tells of itself. */
@ExtendWith(SharedBroker.class)
class GrpcNodeIT {
    private static final Path SOURCES = Path.of("src", "test", "resources", "clients", "grpc-node");
    private static final Path FOLDER = Path.of("target", "grpc-node").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @BeforeAll
    static void install() throws IOException {
        OutsideClient.require("Node.js", "apt-get install nodejs npm", "node", "--version");
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "package-lock.json", "client.js")) {
            Files.copy(SOURCES.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(FOLDER.resolve("node_modules/@grpc/grpc-js/package.json"))) {
            OutsideClient.require(
                    "gRPC on Node.js",
                    "npm, with a registry in reach",
                    "npm",
                    "ci",
                    "--no-audit",
                    "--no-fund",
                    "--prefix",
                    FOLDER.toString());
        }
    }

    @Test
    void producesConsumesAndAdministers(PackagedBroker broker) {
        assertThat(client(broker, "round-trip", "grpc-node", "300"))
                .containsExactly("produced 300 of 300", "consumed 300 of 300", "deleted");
    }

    @Test
    void streamFromJavaScriptIsReadByKafkasClient(PackagedBroker broker) {
        Clients.of(broker).createTopic("grpc-node-stream", 1, Map.of());

        assertThat(client(broker, "produce-stream", "grpc-node-stream", "500"))
                .containsExactly("appended 500, failed 0");
        assertThat(Clients.of(broker).readAll("grpc-node-stream"))
                .extracting(ConsumerRecord::value)
                .isEqualTo(IntStream.range(0, 500).mapToObj(i -> "value-" + i).toList());
    }

    @Test
    void readsAsAMemberOfAGroup(PackagedBroker broker) {
        Clients.of(broker).createTopic("grpc-node-group", 2, Map.of());
        client(broker, "produce-stream", "grpc-node-group", "100");

        assertThat(client(broker, "group", "grpc-node-group", "100")).containsExactly("seen 100, problems 0");
    }

    @Test
    void brokerTellsOfItsServices(PackagedBroker broker) {
        assertThat(client(broker, "reflection", "v1", "0"))
                .containsExactly("gossip.v1.Consumer gossip.v1.Producer gossip.v1.Topics", "Produce ProduceStream");
    }

    @Test
    void failureCarriesItsReason(PackagedBroker broker) {
        assertThat(client(broker, "failure", "grpc-node-missing", "0")).containsExactly("NOT_FOUND true");
    }

    private static List<String> client(PackagedBroker broker, String command, String topic, String count) {
        return Execution.of(
                        "node",
                        "client.js",
                        broker.grpc(),
                        Installation.withRuntime().home().resolve("proto").toString(),
                        command,
                        topic,
                        count)
                .in(FOLDER)
                .run(LIMIT)
                .expect(0)
                .lines();
    }
}
