package gossip.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Execution;
import gossip.tests.packaged.OutsideClient;
import gossip.tests.packaged.PackagedBroker;
import gossip.tests.packaged.SharedBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** librdkafka, by way of kcat. */
@ExtendWith(SharedBroker.class)
class KcatIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @BeforeAll
    static void find() {
        OutsideClient.require("kcat", "apt-get install kcat", "kcat", "-V");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void linesComeBackInEveryCompression(String compression, PackagedBroker broker) {
        String topic = Clients.of(broker).createTopic("kcat-" + compression, 1, Map.of());
        List<String> lines = IntStream.range(0, 500)
                .mapToObj(i -> "k" + i + ":line number " + i)
                .toList();

        kcat(broker, "-P", "-t", topic, "-K:", "-z", compression, "-X", "enable.idempotence=true")
                .reading(String.join("\n", lines) + "\n")
                .run(LIMIT)
                .expect(0);

        assertThat(kcat(broker, "-C", "-q", "-e", "-o", "beginning", "-t", topic, "-f", "%k:%s\n")
                        .run(LIMIT)
                        .expect(0)
                        .lines())
                .isEqualTo(lines);
        assertThat(Clients.of(broker).readAll(topic))
                .extracting(record -> record.key() + ":" + record.value())
                .isEqualTo(lines);
    }

    @Test
    void headersAndTombstonesComeBack(PackagedBroker broker) {
        String topic = Clients.of(broker).createTopic("kcat-headers", 1, Map.of());

        kcat(broker, "-P", "-t", topic, "-K:", "-Z", "-H", "a=1", "-H", "b=2")
                .reading("key:\n")
                .run(LIMIT)
                .expect(0);

        List<ConsumerRecord<String, String>> records = Clients.of(broker).readAll(topic);
        assertThat(records).hasSize(1);
        assertThat(records.getFirst().value()).isNull();
        assertThat(kcat(broker, "-C", "-q", "-e", "-t", topic, "-f", "%h %S\n")
                        .run(LIMIT)
                        .expect(0)
                        .lines())
                .containsExactly("a=1,b=2 -1");
    }

    @Test
    void balancedGroupReadsEverythingOnce(PackagedBroker broker) {
        String topic = Clients.of(broker).createTopic("kcat-group", 3, Map.of());
        List<String> lines =
                IntStream.range(0, 300).mapToObj(i -> "k" + i + ":" + i).toList();
        kcat(broker, "-P", "-t", topic, "-K:")
                .reading(String.join("\n", lines) + "\n")
                .run(LIMIT)
                .expect(0);

        List<String> first = group(broker, topic, 300);
        kcat(broker, "-P", "-t", topic).reading("one more\n").run(LIMIT).expect(0);

        assertThat(first)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 300).mapToObj(Integer::toString).toList());
        assertThat(group(broker, topic, 1)).containsExactly("one more");
    }

    @Test
    void metadataNamesBrokerAndTopics(PackagedBroker broker) throws Exception {
        Clients.of(broker).createTopic("kcat-metadata", 5, Map.of());

        JsonNode metadata = new ObjectMapper()
                .readTree(kcat(broker, "-L", "-J", "-t", "kcat-metadata")
                        .run(LIMIT)
                        .expect(0)
                        .out());

        assertThat(metadata.at("/brokers/0/name").asText()).isEqualTo(broker.bootstrap());
        assertThat(metadata.at("/topics/0/topic").asText()).isEqualTo("kcat-metadata");
        assertThat(metadata.at("/topics/0/partitions")).hasSize(5);
    }

    @Test
    void offsetsAreQueriedByTime(PackagedBroker broker) {
        String topic = Clients.of(broker).createTopic("kcat-offsets", 1, Map.of());
        kcat(broker, "-P", "-t", topic).reading("a\nb\nc\n").run(LIMIT).expect(0);

        assertThat(kcat(broker, "-Q", "-t", topic + ":0:-1")
                        .run(LIMIT)
                        .expect(0)
                        .out())
                .contains("offset 3");
        assertThat(kcat(broker, "-Q", "-t", topic + ":0:1000")
                        .run(LIMIT)
                        .expect(0)
                        .out())
                .contains("offset 0");
    }

    private static List<String> group(PackagedBroker broker, String topic, int count) {
        return Execution.of(
                        "kcat",
                        "-b",
                        broker.bootstrap(),
                        "-q",
                        "-c",
                        Integer.toString(count),
                        "-X",
                        "auto.offset.reset=earliest",
                        "-f",
                        "%s\n",
                        "-G",
                        "kcat-readers",
                        topic)
                .run(LIMIT)
                .expect(0)
                .lines();
    }

    private static Execution kcat(PackagedBroker broker, String... arguments) {
        List<String> command = new ArrayList<>(List.of("kcat", "-b", broker.bootstrap()));
        command.addAll(List.of(arguments));
        return Execution.of(command.toArray(String[]::new));
    }
}
