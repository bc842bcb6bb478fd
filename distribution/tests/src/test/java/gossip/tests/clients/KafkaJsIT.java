package gossip.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Execution;
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

/** KafkaJS on Node.js, installed from npm when it is not there yet. */
@ExtendWith(SharedBroker.class)
class KafkaJsIT {
    private static final Path SOURCES = Path.of("src", "test", "resources", "clients", "node");
    private static final Path FOLDER = Path.of("target", "kafkajs").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @BeforeAll
    static void install() throws IOException {
        OutsideClient.require("Node.js", "apt-get install nodejs npm", "node", "--version");
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "package-lock.json", "client.js", "transactions.js")) {
            Files.copy(SOURCES.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(FOLDER.resolve("node_modules/kafkajs/package.json"))) {
            OutsideClient.require(
                    "KafkaJS",
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
        Execution.Finished finished = client(broker, "round-trip", "kafkajs-topic", "300");

        assertThat(finished.lines()).containsExactly("consumed 300 of 300", "committed 300", "deleted");
    }

    @Test
    void gzipFromJavaScriptIsReadInJava(PackagedBroker broker) {
        Clients.of(broker).createTopic("kafkajs-gzip", 1, Map.of());

        client(broker, "produce", "kafkajs-gzip", "100");

        assertThat(Clients.of(broker).readAll("kafkajs-gzip"))
                .extracting(ConsumerRecord::value)
                .isEqualTo(IntStream.range(0, 100).mapToObj(i -> "value-" + i).toList());
    }

    @Test
    void writesInTransactions(PackagedBroker broker) {
        Execution.Finished finished = Execution.of("node", "transactions.js", broker.bootstrap(), "kafkajs-tx", "20")
                .in(FOLDER)
                .run(LIMIT)
                .expect(0);

        assertThat(finished.lines()).containsExactly("seen 40, aborted 0");
    }

    private static Execution.Finished client(PackagedBroker broker, String... arguments) {
        String[] command = new String[arguments.length + 3];
        command[0] = "node";
        command[1] = "client.js";
        command[2] = broker.bootstrap();
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        return Execution.of(command).in(FOLDER).run(LIMIT).expect(0);
    }
}
