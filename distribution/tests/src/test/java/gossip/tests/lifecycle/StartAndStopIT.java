package gossip.tests.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Installation;
import gossip.tests.packaged.PackagedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker from start to stop. */
class StartAndStopIT {
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(5);
    private static final String RECOVERING = "recovering";

    @TempDir
    private Path folder;

    @Test
    void stopIsOrderlyAndTheNextStartNeedsNoRecovery() throws Exception {
        try (PackagedBroker broker = broker().start()) {
            assertThat(Files.readString(folder.resolve("data/lock")).strip())
                    .as("the process that holds the directory")
                    .isEqualTo(Long.toString(broker.pid()));
            Clients clients = Clients.of(broker);
            clients.createTopic("kept", 1, Map.of());
            produce(clients, "before");

            long startNanos = System.nanoTime();
            broker.stopCleanly();
            assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(STOPS_WITHIN);
            assertThat(folder.resolve("data/clean-shutdown")).exists();

            broker.start();
            assertThat(broker.output()).doesNotContainIgnoringCase(RECOVERING);
            produce(clients, "after");
            assertThat(clients.readAll("kept"))
                    .extracting(ConsumerRecord::value)
                    .containsExactly("before", "after");
            broker.stopCleanly();
        }
    }

    @Test
    void startAfterAKillSaysThatItRecovers() throws Exception {
        try (PackagedBroker broker = broker().start()) {
            Clients clients = Clients.of(broker);
            clients.createTopic("kept", 1, Map.of());
            produce(clients, "before");

            broker.kill();
            broker.start();

            assertThat(broker.output()).containsIgnoringCase(RECOVERING);
            assertThat(clients.readAll("kept"))
                    .extracting(ConsumerRecord::value)
                    .containsExactly("before");
            broker.stopCleanly();
        }
    }

    @Test
    void jsonLogIsOneObjectInEachLine() throws Exception {
        try (PackagedBroker broker = broker().set("log.format", "json").start()) {
            broker.stopCleanly();

            List<String> lines =
                    broker.output().lines().filter(line -> line.startsWith("{")).toList();
            ObjectMapper json = new ObjectMapper();
            List<String> messages = new ArrayList<>();
            for (String line : lines) {
                messages.add(json.readTree(line).get("message").asText());
            }
            assertThat(messages).contains("stopping", "stopped; everything is flushed");
            assertThat(broker.output().lines().filter(line -> !line.startsWith("{")))
                    .as("what is not log")
                    .allMatch(line -> line.startsWith("gossip ") && line.contains("ready"));
        }
    }

    @Test
    void stopWhileClientsAreConnectedIsOrderlyToo() throws Exception {
        try (PackagedBroker broker = broker().start()) {
            Clients clients = Clients.of(broker);
            clients.createTopic("busy", 1, Map.of());
            try (KafkaProducer<String, String> producer = clients.producer(Map.of());
                    var consumer = clients.consumer(Map.of("group.id", "busy"))) {
                consumer.subscribe(java.util.List.of("busy"));
                producer.send(new ProducerRecord<>("busy", "one")).get();
                assertThat(Clients.poll(consumer, 1)).hasSize(1);

                broker.stopCleanly();
                broker.start();

                producer.send(new ProducerRecord<>("busy", "two")).get();
                assertThat(Clients.poll(consumer, 1))
                        .extracting(ConsumerRecord::value)
                        .contains("two");
            }
            broker.stopCleanly();
        }
    }

    @Test
    void secondBrokerOnTheSameDirectoryIsRefused() {
        try (PackagedBroker first = broker().start();
                PackagedBroker second = broker().launch()) {
            assertThat(second.awaitExit()).isEqualTo(1);

            assertThat(second.output())
                    .contains(folder.resolve("data").toString())
                    .contains(Long.toString(first.pid()))
                    .doesNotContain("\tat ");
            first.expectRunning().stopCleanly();
        }
    }

    @Test
    void takenPortIsNamed() {
        try (PackagedBroker first = broker().start();
                PackagedBroker second = PackagedBroker.of(Installation.withRuntime(), folder.resolve("other"))
                        .set("node.bind_address", first.bootstrap())
                        .launch()) {
            assertThat(second.awaitExit()).isEqualTo(1);

            assertThat(second.output()).contains(first.bootstrap()).doesNotContain("\tat ");
        }
    }

    @Test
    void stopWhileStartingLeavesADirectoryThatStarts() throws Exception {
        try (PackagedBroker broker = broker()) {
            for (int delayMs = 50; delayMs <= 650; delayMs += 200) {
                broker.launch();
                broker.process().waitFor(Duration.ofMillis(delayMs));
                broker.stop();
            }

            broker.start();
            Clients.of(broker).createTopic("works", 1, Map.of());
            broker.stopCleanly();
        }
    }

    @Test
    void portableInstallationStartsOnTheJdkOfTheMachine() throws Exception {
        try (PackagedBroker broker = PackagedBroker.of(Installation.portable(), folder.resolve("data"))
                .start()) {
            Clients clients = Clients.of(broker);
            clients.createTopic("kept", 1, Map.of());
            produce(clients, "portable");
            assertThat(clients.readAll("kept")).hasSize(1);
            broker.stopCleanly();
        }
    }

    private PackagedBroker broker() {
        return PackagedBroker.of(Installation.withRuntime(), folder.resolve("data"));
    }

    private static void produce(Clients clients, String value) throws Exception {
        try (KafkaProducer<String, String> producer = clients.producer(Map.of())) {
            producer.send(new ProducerRecord<>("kept", value)).get();
        }
    }
}
