package gossip.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Execution;
import gossip.tests.packaged.FreePort;
import gossip.tests.packaged.Installation;
import gossip.tests.packaged.PackagedBroker;
import gossip.tests.packaged.SharedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Results, exit codes and errors of the commands. */
@ExtendWith(SharedBroker.class)
class CommandLineIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private PackagedBroker broker;

    @BeforeEach
    void useBroker(PackagedBroker shared) {
        broker = shared;
    }

    @Test
    void topicIsCreatedListedDescribedAlteredAndDeleted() throws Exception {
        gossip("topic", "create", "cli-topic", "--partitions", "2", "--config", "retention.ms=60000")
                .expect(0);
        assertThat(gossip("topic", "list").expect(0).out()).contains("cli-topic");

        gossip("topic", "alter", "cli-topic", "--partitions", "3", "--config", "retention.ms=70000")
                .expect(0);
        JsonNode described = json("topic", "describe", "cli-topic").get(0);
        assertThat(described.get("partitions")).hasSize(3);
        assertThat(described.at("/configs/retention.ms").asText()).isEqualTo("70000");

        assertThat(gossip("topic", "create", "cli-topic").expect(1).err()).contains("--if-not-exists");
        gossip("topic", "create", "cli-topic", "--if-not-exists").expect(0);
        gossip("topic", "delete", "cli-topic").expect(0);
        assertThat(gossip("topic", "describe", "cli-topic").expect(4).err()).contains("gossip topic list");
        gossip("topic", "delete", "cli-topic", "--if-exists").expect(0);
    }

    @Test
    void linesAreProducedWithKeysAndConsumedInEveryForm() throws Exception {
        create("cli-lines", 1);

        gossipReading("a:1\nb:2\nc:\n", "produce", "cli-lines", "--key-separator", ":", "--header", "from=test")
                .expect(0);

        assertThat(consume("cli-lines", "--from-beginning", "--format", "%p %o %k=%v %h"))
                .containsExactly("0 0 a=1 from=test", "0 1 b=2 from=test", "0 2 c= from=test");
        assertThat(consume("cli-lines", "--partition", "0", "--offset", "1")).containsExactly("2", "");
        assertThat(consume("cli-lines", "--timestamp", "-1h")).containsExactly("1", "2", "");
        assertThat(consume("cli-lines", "--from-beginning", "--max-messages", "1"))
                .containsExactly("1");
        JsonNode record = JSON.readTree(
                consume("cli-lines", "--from-beginning", "--output", "json").getFirst());
        assertThat(record.get("key").asText()).isEqualTo("a");
        assertThat(record.at("/headers/0/value").asText()).isEqualTo("test");
    }

    @Test
    void groupGoesOnWhereItStopped() throws Exception {
        create("cli-group-topic", 2);
        String lines =
                String.join("\n", IntStream.range(0, 20).mapToObj(i -> "l" + i).toList()) + "\n";
        gossipReading(lines, "produce", "cli-group-topic").expect(0);

        List<String> first = gossip(
                        "consume",
                        "cli-group-topic",
                        "--group",
                        "cli-group",
                        "--from-beginning",
                        "--max-messages",
                        "20")
                .expect(0)
                .lines();
        gossipReading("later\n", "produce", "cli-group-topic").expect(0);
        // the first run has committed nothing for a partition in which it found nothing
        List<String> second = gossip(
                        "consume", "cli-group-topic", "--group", "cli-group", "--from-beginning", "--max-messages", "1")
                .expect(0)
                .lines();

        assertThat(first).hasSize(20).doesNotHaveDuplicates();
        assertThat(second).containsExactly("later");
        assertThat(gossip("group", "list").expect(0).out()).contains("cli-group");
        assertThat(json("group", "describe", "cli-group").get("lag").asLong()).isZero();
        assertThat(gossip("group", "describe", "cli-no-such-group").expect(4).err())
                .contains("gossip group list");
        assertThat(json("group", "describe", "cli-group").get("type").asText()).isEqualTo("classic");
    }

    @Test
    void offsetsOfAGroupAreMovedAndTheGroupIsDeleted() throws Exception {
        create("cli-moved", 1);
        gossipReading("one\ntwo\nthree\n", "produce", "cli-moved").expect(0);
        gossip("group", "reset-offsets", "cli-mover", "--topic", "cli-moved", "--to-latest", "--execute")
                .expect(0);
        assertThat(committed()).isEqualTo(3);

        JsonNode planned = json("group", "reset-offsets", "cli-mover", "--shift-by", "-2");
        assertThat(planned.get(0).get("wouldBe").asLong()).isEqualTo(1);
        assertThat(committed()).as("nothing was executed").isEqualTo(3);
        gossip("group", "reset-offsets", "cli-mover", "--shift-by", "-2", "--execute")
                .expect(0);
        assertThat(committed()).isEqualTo(1);
        gossip("group", "reset-offsets", "cli-mover", "--topic", "cli-moved:0", "--to-offset", "99", "--execute")
                .expect(0);
        assertThat(committed()).as("no further than there are records").isEqualTo(3);
        gossip("group", "reset-offsets", "cli-mover", "--to-datetime", "2020-01-01T00:00:00Z", "--execute")
                .expect(0);
        assertThat(committed()).isZero();
        gossip("group", "reset-offsets", "cli-mover").expect(2);
        gossip("group", "reset-offsets", "cli-nobody", "--to-earliest").expect(4);

        gossip("group", "delete", "cli-mover").expect(0);
        gossip("group", "delete", "cli-mover").expect(4);
        gossip("group", "delete", "cli-mover", "--if-exists").expect(0);
    }

    private long committed() throws Exception {
        return json("group", "describe", "cli-mover")
                .at("/partitions/0/committed")
                .asLong();
    }

    @Test
    void clusterStatusNamesTheBroker() throws Exception {
        JsonNode status = json("cluster", "status");

        assertThat(status.at("/brokers/0/address").asText()).isEqualTo(broker.bootstrap());
        assertThat(status.get("partitionsWithoutLeader").asInt()).isZero();
        assertThat(gossip("cluster", "status").expect(0).out()).contains(broker.bootstrap());
    }

    @Test
    void everyListIsJsonOnRequest() throws Exception {
        create("cli-json", 1);

        for (String command : List.of("topic list", "group list", "cluster status", "topic describe cli-json")) {
            assertThat(json(command.split(" "))).as(command).isNotEmpty();
        }
        for (String command : List.of("version", "plugins", "config")) {
            assertThat(parse(local(command, "--output", "json").expect(0)))
                    .as(command)
                    .isNotEmpty();
        }
        JsonNode produced = parse(Installation.withRuntime()
                .gossip("produce", "cli-json", "--bootstrap", broker.bootstrap(), "--output", "json")
                .reading("x\ny\n")
                .run(LIMIT)
                .expect(0));
        assertThat(produced.toString()).contains("cli-json");
    }

    @Test
    void nothingListeningIsSaidAtOnceWithWhatToDo() {
        String address = "127.0.0.1:" + FreePort.find();

        Execution.Finished finished =
                local("topic", "list", "--bootstrap", address).expect(3);

        assertThat(finished.err()).contains(address).contains("gossip start").doesNotContain("\tat ");
        assertThat(finished.out()).isEmpty();
    }

    @Test
    void unknownTopicIsNotCreatedByMistake() {
        assertThat(gossipReading("x\n", "produce", "cli-unknown").expect(4).err())
                .contains("topic");
        assertThat(gossip("consume", "cli-unknown", "--from-beginning", "--until-end")
                        .expect(4)
                        .err())
                .contains("cli-unknown");
        assertThat(gossip("topic", "list").expect(0).out()).doesNotContain("cli-unknown");
    }

    @Test
    void wrongCommandLinesAreUsageErrors() {
        local("topik").expect(2);
        assertThat(local("topic", "list", "--nonsense").expect(2).err()).contains("--nonsense");
        assertThat(local("produce", "x", "--file", "/does/not/exist").expect(2).err())
                .contains("/does/not/exist");
        assertThat(local("start", "--nonsense").expect(2).err()).contains("--nonsense");
    }

    @Test
    void helpVersionAndCompletionNeedNoBroker() {
        assertThat(local("--help").expect(0).out())
                .contains("topic")
                .contains("produce")
                .contains("start");
        assertThat(local("start", "--help").expect(0).out()).contains("--data-dir");
        assertThat(local("version").expect(0).out()).contains(Installation.version());
        assertThat(local("completion", "bash").expect(0).out()).contains("gossip");
    }

    @Test
    void tooLargeARecordIsRefusedWithTheLimit(@TempDir Path folder) throws Exception {
        create("cli-large", 1);
        Path file = folder.resolve("long-line.txt");
        Files.writeString(file, "x".repeat(2 << 20) + "\nshort\n");

        Execution.Finished finished =
                gossip("produce", "cli-large", "--file", file.toString()).expect(1);

        assertThat(finished.err()).contains("line 1").contains("max.message.bytes");
        assertThat(consume("cli-large", "--from-beginning")).containsExactly("short");
    }

    private void create(String topic, int partitions) {
        Clients.of(broker).createTopic(topic, partitions, Map.of());
    }

    private List<String> consume(String topic, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "consume";
        all[1] = topic;
        all[2] = "--until-end";
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return gossip(all).expect(0).lines();
    }

    private JsonNode json(String... arguments) throws JsonProcessingException {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--output";
        all[arguments.length + 1] = "json";
        return parse(gossip(all).expect(0));
    }

    private static JsonNode parse(Execution.Finished finished) throws JsonProcessingException {
        return JSON.readTree(finished.out());
    }

    private Execution.Finished gossip(String... arguments) {
        return Installation.withRuntime()
                .gossip(arguments)
                .with("GOSSIP_BOOTSTRAP", broker.bootstrap())
                .run(LIMIT);
    }

    private Execution.Finished gossipReading(String input, String... arguments) {
        return Installation.withRuntime()
                .gossip(arguments)
                .with("GOSSIP_BOOTSTRAP", broker.bootstrap())
                .reading(input)
                .run(LIMIT);
    }

    private static Execution.Finished local(String... arguments) {
        return Installation.withRuntime().gossip(arguments).run(LIMIT);
    }
}
