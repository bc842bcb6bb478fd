package gossip.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Execution;
import gossip.tests.packaged.PackagedBroker;
import gossip.tests.packaged.SharedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Apache Kafka's tools for producers, consumers and groups: they print word for word what they print with Kafka. */
@ExtendWith(SharedBroker.class)
class KafkaClientToolsIT {
    private static final Path JARS = Path.of("..", "kafka-tools", "target", "jars");
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String GROUPS = "consumer.group.ConsumerGroupCommand";

    @Test
    void consolesShowKeysHeadersAndPlaces(PackagedBroker broker) {
        String topic = Clients.of(broker).createTopic("ct-console", 1, Map.of());
        tool(
                broker,
                "ConsoleProducer",
                "h1:x,h2:y\ta:one\nh1:z\tb:two\n",
                "--topic",
                topic,
                "--compression-codec=gzip",
                "--reader-property",
                "parse.key=true",
                "--reader-property",
                "key.separator=:",
                "--reader-property",
                "parse.headers=true");
        tool(broker, "ConsoleProducer", "plain\n", "--topic", topic, "--sync");

        assertThat(tool(
                        broker,
                        "consumer.ConsoleConsumer",
                        "",
                        "--topic",
                        topic,
                        "--partition",
                        "0",
                        "--offset",
                        "earliest",
                        "--max-messages",
                        "3",
                        "--timeout-ms",
                        "30000",
                        "--formatter-property",
                        "print.key=true",
                        "--formatter-property",
                        "print.headers=true",
                        "--formatter-property",
                        "print.partition=true",
                        "--formatter-property",
                        "print.offset=true"))
                .containsExactly(
                        "Partition:0\tOffset:0\th1:x,h2:y\ta\tone",
                        "Partition:0\tOffset:1\th1:z\tb\ttwo",
                        "Partition:0\tOffset:2\tNO_HEADERS\tnull\tplain");
    }

    @Test
    void offsetsOfGroupsAreShownResetAndDeleted(PackagedBroker broker) {
        String topic = Clients.of(broker).createTopic("ct-groups", 1, Map.of());
        String group = "ct-group";
        fillAndRead(broker, topic, group, 4);

        assertThat(groups(
                        broker, "--reset-offsets", "--group", group, "--topic", topic, "--shift-by", "-1", "--execute"))
                .containsExactly("GROUP TOPIC PARTITION NEW-OFFSET", "ct-group ct-groups 0 3");
        assertThat(groups(broker, "--describe", "--group", group))
                .containsExactly(
                        "GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID",
                        "ct-group ct-groups 0 3 4 1 - - -");
        assertThat(groups(broker, "--describe", "--group", group, "--state"))
                .contains("ct-group " + broker.bootstrap() + " (1) - Empty 0");
        assertThat(groups(broker, "--list", "--state", "--type")).contains("ct-group Classic Empty");
        assertThat(groups(broker, "--delete-offsets", "--group", group, "--topic", topic))
                .containsExactly(
                        "Request succeeded for deleting offsets from group ct-group.",
                        "TOPIC PARTITION STATUS",
                        "ct-groups 0 Successful");
        assertThat(groups(broker, "--delete", "--group", group))
                .containsExactly("Deletion of requested consumer groups ('ct-group') was successful.");
        assertThat(groups(broker, "--list")).doesNotContain(group);
    }

    @Test
    void performanceToolsCountWhatTheySendAndRead(PackagedBroker broker) {
        String topic = Clients.of(broker).createTopic("ct-perf", 1, Map.of());
        assertThat(tool(
                        broker,
                        "ProducerPerformance",
                        "",
                        "--topic",
                        topic,
                        "--num-records",
                        "1000",
                        "--record-size",
                        "100",
                        "--throughput",
                        "-1",
                        "--transactional-id",
                        "ct-perf",
                        "--transaction-duration-ms",
                        "100"))
                .anyMatch(line -> line.startsWith("1000 records sent, "));

        List<String> read = tool(
                broker, "ConsumerPerformance", "", "--topic", topic, "--num-records", "1000", "--timeout", "30000");
        assertThat(read).hasSize(2);
        assertThat(read.getFirst()).startsWith("start.time, end.time, data.consumed.in.MB");
        assertThat(read.getLast().split(", ")).hasSize(10);
        assertThat(read.getLast().split(", ")[4]).isEqualTo("1000");
    }

    @Test
    void verifiableClientsTellOfEachStep(PackagedBroker broker) {
        String topic = Clients.of(broker).createTopic("ct-verifiable", 1, Map.of());
        assertThat(steps(tool(
                        broker,
                        "VerifiableProducer",
                        "",
                        "--topic",
                        topic,
                        "--max-messages",
                        "2",
                        "--value-prefix",
                        "7")))
                .startsWith(
                        "\"name\":\"startup_complete\"",
                        "\"name\":\"producer_send_success\",\"key\":null,\"value\":\"7.0\",\"partition\":0,\"offset\":0,"
                            + "\"topic\":\"ct-verifiable\"",
                        "\"name\":\"producer_send_success\",\"key\":null,\"value\":\"7.1\",\"partition\":0,\"offset\":1,"
                            + "\"topic\":\"ct-verifiable\"");
        for (String protocol : List.of("classic", "consumer")) {
            assertThat(steps(tool(
                            broker,
                            "VerifiableConsumer",
                            "",
                            "--topic",
                            topic,
                            "--group-id",
                            "ct-verifiable-" + protocol,
                            "--group-protocol",
                            protocol,
                            "--max-messages",
                            "2",
                            "--reset-policy",
                            "earliest")))
                    .containsSubsequence(
                            "\"name\":\"startup_complete\"",
                            "\"name\":\"partitions_assigned\",\"partitions\":[{\"topic\":\"ct-verifiable\",\"partition\":0}]",
                            "\"name\":\"offsets_committed\",\"offsets\":[{\"topic\":\"ct-verifiable\",\"partition\":0,"
                                    + "\"offset\":2}],\"success\":true",
                            "\"name\":\"shutdown_complete\"");
        }
    }

    private static void fillAndRead(PackagedBroker broker, String topic, String group, int records) {
        Clients clients = Clients.of(broker);
        try (KafkaProducer<String, String> producer = clients.producer(Map.of());
                KafkaConsumer<String, String> consumer = clients.consumer(Map.of("group.id", group))) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(topic, "value " + i));
            }
            consumer.subscribe(List.of(topic));
            assertThat(Clients.poll(consumer, records)).hasSize(records);
            consumer.commitSync();
        }
    }

    /** What the tool for groups prints, without the blanks that align it. */
    private static List<String> groups(PackagedBroker broker, String... arguments) {
        return tool(broker, GROUPS, "", arguments).stream()
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** What verifiable clients print, without the times. */
    private static List<String> steps(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll("^\\{\"timestamp\":\\d+,|}$", ""))
                .toList();
    }

    private static List<String> tool(PackagedBroker broker, String name, String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                JARS + "/*",
                "org.apache.kafka.tools." + name,
                "--bootstrap-server",
                broker.bootstrap()));
        command.addAll(List.of(arguments));
        return Execution.of(command.toArray(String[]::new))
                .reading(input)
                .run(LIMIT)
                .expect(0)
                .lines();
    }
}
