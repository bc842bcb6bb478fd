package gossip.tests.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import gossip.tests.packaged.Execution;
import gossip.tests.packaged.OutsideClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** librdkafka and KafkaJS over SASL and TLS. */
class OtherClientsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CLIENTS = Path.of("src", "test", "resources", "clients");

    @TempDir
    static Path directory;

    private static SecuredBroker broker;

    @BeforeAll
    static void start() {
        broker = new SecuredBroker(directory).start();
    }

    @AfterAll
    static void stop() {
        broker.broker().stopCleanly();
        broker.close();
    }

    private static Map<String, String> librdkafka(String password) {
        return Map.of(
                "security.protocol", "SASL_SSL",
                "ssl.ca.location", broker.authority().certificate().toString(),
                "sasl.mechanisms", "SCRAM-SHA-512",
                "sasl.username", "admin",
                "sasl.password", password);
    }

    private static Execution kcat(String password, String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of("kcat", "-b", broker.saslTlsAddress()));
        librdkafka(password).forEach((key, value) -> command.addAll(List.of("-X", key + "=" + value)));
        command.addAll(List.of(arguments));
        return Execution.of(command.toArray(String[]::new));
    }

    @Test
    void kcatProducesAndConsumes() {
        OutsideClient.require("kcat", "apt-get install kcat", "kcat", "-V");
        broker.admin().createTopic("kcat-secured", 1, Map.of());
        kcat(SecuredBroker.ADMIN_PASSWORD, "-P", "-t", "kcat-secured")
                .reading("one\ntwo\n")
                .run(LIMIT)
                .expect(0);
        assertThat(kcat(SecuredBroker.ADMIN_PASSWORD, "-C", "-q", "-e", "-o", "beginning", "-t", "kcat-secured")
                        .run(LIMIT)
                        .expect(0)
                        .lines())
                .containsExactly("one", "two");
        Execution.Finished refused = kcat("guess", "-L", "-m", "5").run(LIMIT);
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains("SASL authentication error");
    }

    @Test
    void pythonProducesConsumesAndAdministers() throws Exception {
        String python = "/usr/bin/python3";
        OutsideClient.require(
                "confluent_kafka", "apt-get install python3-confluent-kafka", python, "-c", "import confluent_kafka");
        Execution.Finished finished = Execution.of(
                        python,
                        CLIENTS.resolve("python/client.py").toString(),
                        broker.saslTlsAddress(),
                        "python-secured",
                        "300")
                .with("CLIENT_PROPERTIES", JSON.writeValueAsString(librdkafka(SecuredBroker.ADMIN_PASSWORD)))
                .run(LIMIT)
                .expect(0);
        assertThat(finished.lines())
                .containsExactly("delivered 300", "consumed 300 of 300", "committed 300", "deleted");
    }

    @Test
    void kafkaJsProducesConsumesAndAdministers() throws Exception {
        Path folder = kafkaJs();
        String options = JSON.writeValueAsString(Map.of(
                "ssl",
                Map.of("ca", List.of(Files.readString(broker.authority().certificate()))),
                "sasl",
                Map.of("mechanism", "scram-sha-512", "username", "admin", "password", SecuredBroker.ADMIN_PASSWORD)));
        Execution.Finished finished = Execution.of(
                        "node", "client.js", broker.saslTlsAddress(), "round-trip", "kafkajs-secured", "300")
                .in(folder)
                .with("CLIENT_OPTIONS", options)
                .run(LIMIT)
                .expect(0);
        assertThat(finished.lines()).containsExactly("consumed 300 of 300", "committed 300", "deleted");
    }

    private static Path kafkaJs() throws IOException {
        OutsideClient.require("Node.js", "apt-get install nodejs npm", "node", "--version");
        Path folder = Path.of("target", "kafkajs").toAbsolutePath();
        Files.createDirectories(folder);
        for (String file : List.of("package.json", "package-lock.json", "client.js")) {
            Files.copy(
                    CLIENTS.resolve("node").resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(folder.resolve("node_modules/kafkajs/package.json"))) {
            OutsideClient.require(
                    "KafkaJS",
                    "npm, with a registry in reach",
                    "npm",
                    "ci",
                    "--no-audit",
                    "--no-fund",
                    "--prefix",
                    folder.toString());
        }
        return folder;
    }
}
