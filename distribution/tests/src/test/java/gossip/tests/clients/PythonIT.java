package gossip.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Execution;
import gossip.tests.packaged.OutsideClient;
import gossip.tests.packaged.PackagedBroker;
import gossip.tests.packaged.SharedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** confluent_kafka, the usual client of Python. */
@ExtendWith(SharedBroker.class)
class PythonIT {
    private static final Path SCRIPT = Path.of("src", "test", "resources", "clients", "python", "client.py");
    /** The one that Debian's packages are for. */
    private static final String PYTHON = "/usr/bin/python3";

    @BeforeAll
    static void find() {
        OutsideClient.require(
                "confluent_kafka", "apt-get install python3-confluent-kafka", PYTHON, "-c", "import confluent_kafka");
    }

    @Test
    void producesConsumesAndAdministers(PackagedBroker broker) {
        Execution.Finished finished = Execution.of(PYTHON, SCRIPT.toString(), broker.bootstrap(), "python-topic", "300")
                .run(Duration.ofSeconds(60))
                .expect(0);

        assertThat(finished.lines())
                .containsExactly("delivered 300", "consumed 300 of 300", "committed 300", "deleted");
    }

    @Test
    void writesInTransactions(PackagedBroker broker) {
        Clients clients = Clients.of(broker);
        clients.createTopic("python-source", 1, Map.of());
        clients.createTopic("python-target", 1, Map.of());

        Execution.Finished finished = Execution.of(
                        PYTHON,
                        SCRIPT.resolveSibling("transactions.py").toString(),
                        broker.bootstrap(),
                        "python-source",
                        "python-target",
                        "100")
                .run(Duration.ofSeconds(90))
                .expect(0);

        assertThat(finished.lines()).containsExactly("offset 100", "seen 100, aborted 0");
    }
}
