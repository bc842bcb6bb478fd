package gossip.tests.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Installation;
import gossip.tests.packaged.PackagedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples, at work in an installation. */
class PluginsIT {
    @TempDir
    private Path dataDir;

    private Installation installation;
    private PackagedBroker broker;

    @BeforeEach
    void copy() {
        installation = Installation.copy();
        broker = PackagedBroker.of(installation, dataDir);
    }

    @AfterEach
    void remove() {
        broker.close();
        Installation.delete(installation.home());
    }

    @Test
    void interceptorRefusesRecordsWithItsReason() throws Exception {
        PluginJar.ofExample("examples.freeze.FreezePlugin").installInto(installation, "freeze");
        Clients clients = Clients.of(broker.start());
        clients.createTopic("frozen-lake", 1, Map.of());
        clients.createTopic("lake", 1, Map.of());

        produce(clients, "lake", Map.of());
        assertThatThrownBy(() -> produce(clients, "frozen-lake", Map.of()))
                .hasRootCauseInstanceOf(InvalidRecordException.class)
                .rootCause()
                .hasMessageContaining("the topic is frozen");

        assertThat(clients.readAll("lake")).hasSize(1);
        assertThat(clients.readAll("frozen-lake")).isEmpty();
        broker.stopCleanly();
    }

    @Test
    void authorizerOfARealModuleKeepsGuestsFromWriting() throws Exception {
        PluginJar.ofExample("examples.guests.GuestsPlugin")
                .asModule("examples.guests")
                .installInto(installation, "guests");
        Clients clients = Clients.of(broker.set("guests.prefix", "visitor-").start());
        clients.createTopic("book", 1, Map.of());

        produce(clients, "book", Map.of("client.id", "owner"));
        assertThatThrownBy(
                        () -> produce(clients, "book", Map.of("client.id", "visitor-1", "enable.idempotence", false)))
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);

        assertThat(clients.readAll("book")).hasSize(1);
        broker.stopCleanly();
    }

    @Test
    void anotherLogStoreKeepsTheRecords() throws Exception {
        PluginJar.ofExample("examples.journal.JournalPlugin").installInto(installation, "journal");
        Clients clients = Clients.of(broker.set("plugins.log_store", "journal").start());
        clients.createTopic("diary", 2, Map.of());
        for (int i = 0; i < 10; i++) {
            produce(clients, "diary", Map.of());
        }

        broker.stopCleanly();
        broker.start();
        assertThat(clients.readAll("diary")).hasSize(10);
        broker.kill();
        broker.start();
        produce(clients, "diary", Map.of());

        assertThat(clients.readAll("diary"))
                .extracting(ConsumerRecord::value)
                .hasSize(11)
                .containsOnly("value");
        assertThat(dataDir.resolve("journal")).isNotEmptyDirectory();
        broker.stopCleanly();
    }

    @Test
    void pluginsAreListedWithWhereTheyAreFromAndWhatTheyProvide() throws Exception {
        Path freeze = PluginJar.ofExample("examples.freeze.FreezePlugin").installInto(installation, "freeze");
        PluginJar.ofExample("examples.guests.GuestsPlugin").installInto(installation, "guests");

        String listed = installation
                .gossip("plugins")
                .run(Duration.ofSeconds(60))
                .expect(0)
                .out();

        assertThat(listed)
                .contains("example-freeze")
                .contains(freeze.toString())
                .contains("example-guests")
                .contains("Authorizer")
                .contains("kafka")
                .contains("NetworkServer");
    }

    private static void produce(Clients clients, String topic, Map<String, Object> properties) throws Exception {
        try (KafkaProducer<String, String> producer = clients.producer(properties)) {
            producer.send(new ProducerRecord<>(topic, "key", "value")).get();
        }
    }
}
