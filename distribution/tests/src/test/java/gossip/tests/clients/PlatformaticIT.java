package gossip.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client of Platformatic on Node.js, in groups of both protocols; installed from npm when it is not there yet. */
@ExtendWith(SharedBroker.class)
class PlatformaticIT {
    private static final Path SOURCES = Path.of("src", "test", "resources", "clients", "platformatic");
    private static final Path FOLDER = Path.of("target", "platformatic").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @BeforeAll
    static void install() throws IOException {
        OutsideClient.require("Node.js", "apt-get install nodejs npm", "node", "--version");
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "package-lock.json", "client.js")) {
            Files.copy(SOURCES.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(FOLDER.resolve("node_modules/@platformatic/kafka/package.json"))) {
            OutsideClient.require(
                    "@platformatic/kafka",
                    "npm, with a registry in reach",
                    "npm",
                    "ci",
                    "--no-audit",
                    "--no-fund",
                    "--prefix",
                    FOLDER.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void readsInAGroupOfEitherProtocol(String protocol, PackagedBroker broker) {
        Execution.Finished finished = Execution.of(
                        "node", "client.js", broker.bootstrap(), protocol, "platformatic-" + protocol, "200")
                .in(FOLDER)
                .run(LIMIT)
                .expect(0);

        assertThat(finished.lines()).containsExactly("consumed 200", "listed " + protocol, "deleted");
    }
}
