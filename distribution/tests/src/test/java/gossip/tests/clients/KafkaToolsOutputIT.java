package gossip.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Execution;
import gossip.tests.packaged.KafkaTool;
import gossip.tests.packaged.PackagedBroker;
import gossip.tests.packaged.SharedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What Apache Kafka's tools for operators print, also when they are asked for what cannot be done. */
@ExtendWith(SharedBroker.class)
class KafkaToolsOutputIT {
    @TempDir
    private Path folder;

    private static String run(PackagedBroker broker, String name, String arguments) {
        Execution.Finished finished =
                KafkaTool.run(name, ("--bootstrap-server " + broker.bootstrap() + " " + arguments).split(" "));
        return finished.exitCode() + "\n" + finished.out() + finished.err();
    }

    @Test
    void settingsOfTopicsAndAddressesAreChangedAndShown(PackagedBroker broker) {
        Clients.of(broker).createTopic("ao-configs", 1, Map.of());
        String topic = "--entity-type topics --entity-name ao-configs ";
        assertThat(run(
                        broker,
                        "ConfigCommand",
                        topic + "--alter --add-config retention.ms=60000,cleanup.policy=compact"))
                .startsWith("0\nCompleted updating config for topic ao-configs.");
        assertThat(run(broker, "ConfigCommand", topic + "--describe"))
                .startsWith("0\nDynamic configs for topic ao-configs are:")
                .contains("  retention.ms=60000 sensitive=false synonyms={DYNAMIC_TOPIC_CONFIG:retention.ms=60000,")
                .contains("  cleanup.policy=compact sensitive=false"
                        + " synonyms={DYNAMIC_TOPIC_CONFIG:cleanup.policy=compact,");
        assertThat(run(broker, "ConfigCommand", topic + "--alter --delete-config cleanup.policy"))
                .startsWith("0\nCompleted updating config for topic ao-configs.");
        assertThat(run(broker, "ConfigCommand", topic + "--alter --add-config retention.ms=soon"))
                .startsWith("1\n")
                .contains("InvalidConfigurationException", "retention.ms");

        String address = "--entity-type ips --entity-name 192.0.2.7 ";
        assertThat(run(broker, "ConfigCommand", address + "--alter --add-config connection_creation_rate=10"))
                .startsWith("0\nCompleted updating config for ip 192.0.2.7.");
        assertThat(run(broker, "ConfigCommand", address + "--describe"))
                .startsWith("0\nQuota configs for ip '192.0.2.7' are connection_creation_rate=10.0");
        run(broker, "ConfigCommand", address + "--alter --delete-config connection_creation_rate");
    }

    @Test
    void topicsThatAreThereOrAreNotAreToldApart(PackagedBroker broker) {
        String create = "--create --topic ao-topic --partitions 2 --config segment.bytes=2000000";
        assertThat(run(broker, "TopicCommand", create)).startsWith("0\nCreated topic ao-topic.");
        assertThat(run(broker, "TopicCommand", create))
                .startsWith("1\nError while executing topic command : topic 'ao-topic' already exists\n");
        assertThat(run(broker, "TopicCommand", create + " --if-not-exists")).startsWith("0\n");
        assertThat(run(broker, "TopicCommand", "--describe --topic ao-topic"))
                .containsPattern("Topic: ao-topic\\s+TopicId: \\S{22}\\s+PartitionCount: 2\\s+ReplicationFactor: 1"
                        + "\\s+Configs: \\S*segment.bytes=2000000")
                .containsPattern("Topic: ao-topic\\s+Partition: 1\\s+Leader: 1\\s+Replicas: 1\\s+Isr: 1");
        assertThat(run(broker, "TopicCommand", "--alter --topic ao-topic --partitions 1"))
                .startsWith("1\nError while executing topic command : topic 'ao-topic' has 2 partitions;"
                        + " it can only get more, not 1\n");
        assertThat(run(broker, "TopicCommand", "--describe --topic ao-none"))
                .startsWith("1\nError while executing topic command : Topic 'ao-none' does not exist as expected\n");
    }

    @Test
    void offsetsAreFoundByTimeAndRecordsDeletedUpToOne(PackagedBroker broker) throws Exception {
        Clients clients = Clients.of(broker);
        clients.createTopic("ao-offsets", 2, Map.of());
        try (KafkaProducer<String, String> producer = clients.producer(Map.of())) {
            for (long i = 0; i < 5; i++) {
                producer.send(new ProducerRecord<>("ao-offsets", 0, 1_000_000 + i, "k", "v"))
                        .get();
            }
        }
        assertThat(run(broker, "GetOffsetShell", "--topic ao-offsets --time latest"))
                .contains("ao-offsets:0:5", "ao-offsets:1:0");
        assertThat(run(broker, "GetOffsetShell", "--topic-partitions ao-offsets:0 --time 1000003"))
                .contains("ao-offsets:0:3")
                .doesNotContain("ao-offsets:1");
        assertThat(run(broker, "GetOffsetShell", "--topic ao-offsets --partitions 0 --time max-timestamp"))
                .contains("ao-offsets:0:4");
        Path plan = Files.writeString(folder.resolve("delete.json"), """
            {"version":1,"partitions":[{"topic":"ao-offsets","partition":0,"offset":-1},
            {"topic":"ao-offsets","partition":1,"offset":7}]}\
            """);
        assertThat(run(broker, "DeleteRecordsCommand", "--offset-json-file " + plan))
                .contains("partition: ao-offsets-0\tlow_watermark: 5")
                .contains("partition: ao-offsets-1\terror: ", "OffsetOutOfRangeException");
        assertThat(run(broker, "GetOffsetShell", "--topic ao-offsets --time earliest"))
                .contains("ao-offsets:0:5", "ao-offsets:1:0");
    }

    @Test
    void featuresAndBrokersThatCannotBeChangedStay(PackagedBroker broker) {
        assertThat(run(broker, "FeatureCommand", "describe"))
                .startsWith("0\n")
                .containsPattern(
                        "Feature: transaction.version\\s+SupportedMinVersion: \\d+\\s+SupportedMaxVersion: \\d+"
                                + "\\s+FinalizedVersionLevel: 2\\s+Epoch: \\d+");
        assertThat(run(broker, "FeatureCommand", "downgrade --feature transaction.version=1"))
                .startsWith("1\n")
                .contains("Could not downgrade transaction.version to 1. ", "1 out of 1 operation(s) failed.");
        assertThat(KafkaTool.run("ClusterTool", "unregister", "--bootstrap-server", broker.bootstrap(), "--id", "77")
                        .expect(1)
                        .err())
                .contains("BrokerIdNotRegisteredException: broker 77 is not registered");
        assertThat(run(broker, "LogDirsCommand", "--describe --broker-list 1"))
                .contains("Received log directory information from brokers 1", "\"logDir\":", "\"error\":null");
    }
}
