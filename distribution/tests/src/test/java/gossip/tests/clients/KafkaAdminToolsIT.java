package gossip.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Execution;
import gossip.tests.packaged.PackagedBroker;
import gossip.tests.packaged.SharedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Apache Kafka's tools for operators, each in a process of its own: they print what they print with Kafka. */
@ExtendWith(SharedBroker.class)
class KafkaAdminToolsIT {
    private static final Path JARS = Path.of("..", "kafka-tools", "target", "jars");
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    @Test
    void topicsAreCreatedDescribedGrownAndDeleted(PackagedBroker broker) {
        assertThat(tool("TopicCommand", broker, "--create", "--topic", "at-topic", "--partitions", "2"))
                .contains("Created topic at-topic.");
        tool("TopicCommand", broker, "--alter", "--topic", "at-topic", "--partitions", "3");
        assertThat(tool("TopicCommand", broker, "--describe", "--topic", "at-topic"))
                .contains("PartitionCount: 3", "Leader: 1", "Isr: 1");
        assertThat(tool("TopicCommand", broker, "--list")).contains("at-topic");
        tool("TopicCommand", broker, "--delete", "--topic", "at-topic");
        assertThat(tool("TopicCommand", broker, "--list")).doesNotContain("at-topic");
    }

    @Test
    void settingsOfBrokersAreChangedWhileTheyRun(PackagedBroker broker) {
        assertThat(configs(broker, "brokers", "--entity-name", "1", "--describe", "--all"))
                .contains("num.partitions=", "message.max.bytes=", "log.retention.ms=");
        assertThat(configs(broker, "brokers", "--entity-default", "--alter", "--add-config", "log.roll.ms=7000000"))
                .contains("Completed updating default config for brokers in the cluster.");
        assertThat(configs(broker, "brokers", "--entity-default", "--describe"))
                .contains("log.roll.ms=7000000", "DYNAMIC_DEFAULT_BROKER_CONFIG:log.roll.ms=7000000");
        configs(broker, "brokers", "--entity-name", "1", "--alter", "--add-config", "log.roll.ms=8000000");
        assertThat(configs(broker, "brokers", "--entity-name", "1", "--describe"))
                .contains(
                        "DYNAMIC_BROKER_CONFIG:log.roll.ms=8000000",
                        "DYNAMIC_DEFAULT_BROKER_CONFIG:log.roll.ms=7000000");
        configs(broker, "brokers", "--entity-name", "1", "--alter", "--delete-config", "log.roll.ms");
        configs(broker, "brokers", "--entity-default", "--alter", "--delete-config", "log.roll.ms");
        assertThat(configs(broker, "brokers", "--entity-default", "--describe")).doesNotContain("log.roll.ms=7000000");
    }

    @Test
    void loggersGroupsAndQuotasAreConfigured(PackagedBroker broker) {
        configs(broker, "broker-loggers", "--entity-name", "1", "--alter", "--add-config", "root=WARN");
        assertThat(configs(broker, "broker-loggers", "--entity-name", "1", "--describe"))
                .contains("root=WARN");
        configs(broker, "broker-loggers", "--entity-name", "1", "--alter", "--add-config", "root=INFO");

        String timeout = "consumer.session.timeout.ms=50000";
        configs(broker, "groups", "--entity-name", "at-group", "--alter", "--add-config", timeout);
        assertThat(configs(broker, "groups", "--entity-name", "at-group", "--describe"))
                .contains(timeout);

        assertThat(configs(
                        broker, "users", "--entity-name", "anna", "--alter", "--add-config", "producer_byte_rate=1024"))
                .contains("Completed updating config for user anna.");
        assertThat(configs(broker, "users", "--entity-name", "anna", "--describe"))
                .contains("Quota configs for user-principal 'anna' are producer_byte_rate=1024.0");
        configs(broker, "users", "--entity-name", "anna", "--alter", "--delete-config", "producer_byte_rate");
    }

    @Test
    void subscriptionsToClientMetricsAreKept(PackagedBroker broker) {
        tool(
                "ClientMetricsCommand",
                broker,
                "--alter",
                "--name",
                "at-metrics",
                "--metrics",
                "org.apache.kafka.producer.",
                "--interval",
                "60000");
        assertThat(tool("ClientMetricsCommand", broker, "--describe", "--name", "at-metrics"))
                .contains("interval.ms=60000", "metrics=org.apache.kafka.producer.");
        assertThat(tool("ClientMetricsCommand", broker, "--list")).contains("at-metrics");
        tool("ClientMetricsCommand", broker, "--delete", "--name", "at-metrics");
        assertThat(tool("ClientMetricsCommand", broker, "--list")).doesNotContain("at-metrics");
    }

    @Test
    void clusterQuorumAndFeaturesAreTold(PackagedBroker broker) {
        assertThat(tool("ClusterTool", broker, "cluster-id", "--bootstrap-server"))
                .contains("Cluster ID: ");
        assertThat(tool("MetadataQuorumCommand", broker, "--bootstrap-server", "describe --status"))
                .contains("LeaderId:", "LeaderEpoch:", "HighWatermark:", "MaxFollowerLag:", "CurrentVoters:");
        assertThat(tool("MetadataQuorumCommand", broker, "--bootstrap-server", "describe --replication"))
                .containsPattern("(?m)^1\\s+\\S+\\s+\\d+\\s+0\\s+\\d+\\s+\\d+\\s+Leader");
        assertThat(tool("FeatureCommand", broker, "--bootstrap-server", "describe"))
                .contains("metadata.version", "transaction.version", "group.version");
        assertThat(tool("BrokerApiVersionsCommand", broker)).contains("(id: 1 rack:", "Produce(0): 0 to");
    }

    @Test
    void replicasStayWhereTheyAre(PackagedBroker broker) throws IOException {
        Clients.of(broker).createTopic("at-replicas", 1, Map.of());
        assertThat(tool("LogDirsCommand", broker, "--describe", "--topic-list", "at-replicas"))
                .contains("\"partition\":\"at-replicas-0\"", "\"offsetLag\":0");
        assertThat(tool(
                        "LeaderElectionCommand",
                        broker,
                        "--election-type",
                        "preferred",
                        "--topic",
                        "at-replicas",
                        "--partition",
                        "0"))
                .contains("Valid replica already elected for partitions at-replicas-0");
        Path plan = folder.resolve("plan.json");
        Files.writeString(
                plan, "{\"version\":1,\"partitions\":[{\"topic\":\"at-replicas\",\"partition\":0,\"replicas\":[1]}]}");
        String file = plan.toString();
        assertThat(tool("reassign.ReassignPartitionsCommand", broker, "--reassignment-json-file", file, "--execute"))
                .contains("Successfully started partition reassignment");
        assertThat(tool("reassign.ReassignPartitionsCommand", broker, "--reassignment-json-file", file, "--verify"))
                .contains("Reassignment of partition at-replicas-0 is completed.");
    }

    @Test
    void recordsAreCountedMeasuredAndDeleted(PackagedBroker broker) throws IOException {
        Clients.of(broker).createTopic("at-perf", 1, Map.of());
        assertThat(tool(
                        "ProducerPerformance",
                        broker,
                        "--topic",
                        "at-perf",
                        "--num-records",
                        "1000",
                        "--record-size",
                        "100",
                        "--throughput",
                        "-1",
                        "--producer-props"))
                .contains("1000 records sent");
        assertThat(tool("ConsumerPerformance", broker, "--topic", "at-perf", "--messages", "1000"))
                .contains("start.time");
        Path deletion = folder.resolve("delete.json");
        Files.writeString(
                deletion, "{\"version\":1,\"partitions\":[{\"topic\":\"at-perf\",\"partition\":0,\"offset\":10}]}");
        assertThat(tool("DeleteRecordsCommand", broker, "--offset-json-file", deletion.toString()))
                .contains("partition: at-perf-0\tlow_watermark: 10");
        assertThat(tool("GetOffsetShell", broker, "--topic", "at-perf", "--time", "-2"))
                .contains("at-perf:0:10");
        assertThat(tool("VerifiableProducer", broker, "--topic", "at-perf", "--max-messages", "10"))
                .contains("\"acked\":10");
        assertThat(tool(
                        "VerifiableConsumer",
                        broker,
                        "--topic",
                        "at-perf",
                        "--group-id",
                        "at-verifiable",
                        "--max-messages",
                        "100",
                        "--reset-policy",
                        "earliest"))
                .contains("records_consumed");
        assertThat(tool("consumer.group.ConsumerGroupCommand", broker, "--describe", "--group", "at-verifiable"))
                .contains("at-perf");
    }

    @Test
    void transactionsAreFoundDescribedAndAborted(PackagedBroker broker) {
        Clients clients = Clients.of(broker);
        clients.createTopic("at-tx", 1, Map.of());
        try (KafkaProducer<String, String> producer =
                clients.producer(Map.of("transactional.id", "at-tx-id", "transaction.timeout.ms", 600_000))) {
            producer.initTransactions();
            producer.beginTransaction();
            // so old that only its coordinator can say that it does not hang
            producer.send(new ProducerRecord<>("at-tx", 0, 1_000L, "k", "open"));
            producer.flush();
            assertThat(transactions(broker, "list")).containsPattern("at-tx-id\\s+1\\s+\\d+\\s+Ongoing");
            assertThat(transactions(broker, "list --transactional-id-pattern nothing-.*"))
                    .doesNotContain("at-tx-id");
            assertThat(transactions(broker, "describe --transactional-id at-tx-id"))
                    .contains("at-tx-id", "Ongoing", "600000", "at-tx-0");
            assertThat(transactions(broker, "describe-producers --topic at-tx --partition 0"))
                    .containsPattern("\\d+\\s+0\\s+-1\\s+0\\s+1000\\s+0\\s");
            assertThat(transactions(broker, "find-hanging --broker-id 1"))
                    .contains("ProducerId")
                    .doesNotContain("at-tx");
            transactions(broker, "abort --topic at-tx --partition 0 --start-offset 0");
            assertThat(transactions(broker, "describe-producers --topic at-tx --partition 0"))
                    .containsPattern("\\d+\\s+0\\s+0\\s+-?\\d+\\s+\\d+\\s+None");
            try (KafkaConsumer<String, String> consumer =
                    clients.consumer(Map.of("isolation.level", "read_committed"))) {
                assertThat(consumer.endOffsets(List.of(new TopicPartition("at-tx", 0))))
                        .containsEntry(new TopicPartition("at-tx", 0), 2L);
                assertThat(Clients.readAll(consumer, "at-tx")).isEmpty();
            }
        }
    }

    private static String transactions(PackagedBroker broker, String command) {
        return tool("TransactionsCommand", broker, command.split(" "));
    }

    private static String configs(PackagedBroker broker, String type, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--entity-type", type));
        arguments.addAll(List.of(more));
        return tool("ConfigCommand", broker, arguments.toArray(String[]::new));
    }

    /**
     * Runs a tool and returns what it prints. Most take the address first; a tool that takes it elsewhere has {@code
     * --bootstrap-server} among its arguments, and one that takes it as a property ends with the option for that.
     */
    private static String tool(String name, PackagedBroker broker, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                JARS + "/*",
                "org.apache.kafka.tools." + name));
        List<String> own = new ArrayList<>(List.of(arguments));
        if (own.remove("--bootstrap-server")) {
            if (name.equals("ClusterTool")) {
                command.addAll(own);
                command.addAll(List.of("--bootstrap-server", broker.bootstrap()));
            } else {
                command.addAll(List.of("--bootstrap-server", broker.bootstrap()));
                own.forEach(argument -> command.addAll(List.of(argument.split(" "))));
            }
        } else if (own.contains("--producer-props")) {
            command.addAll(own);
            command.add("bootstrap.servers=" + broker.bootstrap());
        } else {
            command.addAll(List.of("--bootstrap-server", broker.bootstrap()));
            command.addAll(own);
        }
        Execution.Finished finished =
                Execution.of(command.toArray(String[]::new)).run(LIMIT).expect(0);
        return finished.out();
    }
}
