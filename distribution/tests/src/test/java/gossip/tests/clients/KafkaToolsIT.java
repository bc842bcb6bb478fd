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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Apache Kafka's own command-line tools, each in a process of its own. */
@ExtendWith(SharedBroker.class)
class KafkaToolsIT {
    private static final Path JARS = Path.of("target", "kafka-tools");

    @Test
    void consoleProducerAndConsumerUnderstandTheBroker(PackagedBroker broker) {
        String topic = Clients.of(broker).createTopic("tools-console", 1, Map.of());

        console(
                        "ConsoleProducer",
                        broker,
                        topic,
                        "--reader-property",
                        "parse.key=true",
                        "--reader-property",
                        "key.separator=:")
                .reading("a:one\nb:two\nc:\u00fcber\n")
                .run(Duration.ofSeconds(60))
                .expect(0);

        assertThat(Clients.of(broker).readAll(topic))
                .extracting(ConsumerRecord::key)
                .containsExactly("a", "b", "c");
        Execution.Finished read = console(
                        "consumer.ConsoleConsumer",
                        broker,
                        topic,
                        "--from-beginning",
                        "--group",
                        "tools-console-group",
                        "--formatter-property",
                        "print.key=true",
                        "--max-messages",
                        "3",
                        "--timeout-ms",
                        "30000")
                .run(Duration.ofSeconds(60))
                .expect(0);
        assertThat(read.lines()).containsExactly("a\tone", "b\ttwo", "c\t\u00fcber");
    }

    @Test
    void offsetsAreShownByKafkasTool(PackagedBroker broker) {
        Clients.of(broker).createTopic("tools-offsets", 3, Map.of());

        Execution.Finished offsets = java("GetOffsetShell", broker, "--topic", "tools-offsets")
                .run(Duration.ofSeconds(60))
                .expect(0);

        assertThat(offsets.lines()).contains("tools-offsets:0:0", "tools-offsets:1:0", "tools-offsets:2:0");
    }

    private static Execution console(String tool, PackagedBroker broker, String topic, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--topic", topic));
        arguments.addAll(List.of(more));
        return java(tool, broker, arguments.toArray(String[]::new));
    }

    private static Execution java(String tool, PackagedBroker broker, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                JARS + "/*",
                "org.apache.kafka.tools." + tool,
                "--bootstrap-server",
                broker.bootstrap()));
        command.addAll(List.of(arguments));
        return Execution.of(command.toArray(String[]::new));
    }
}
