package gossip.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Execution;
import gossip.tests.packaged.FreePort;
import gossip.tests.packaged.Installation;
import gossip.tests.packaged.PackagedBroker;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka Connect in distributed mode, which keeps all it knows in compacted topics. */
class KafkaConnectIT {
    private static final Path JARS = Path.of("..", "kafka-connect", "target", "jars");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    @Test
    void linesGoFromFileToFileAlsoAfterTheBrokerWasKilled() throws Exception {
        Path in = folder.resolve("in.txt");
        Path out = folder.resolve("out.txt");
        Files.writeString(in, "one\ntwo\n");
        int port = FreePort.find();
        try (PackagedBroker broker = PackagedBroker.of(Installation.withRuntime(), folder.resolve("data"))) {
            broker.start();
            try (Execution.Running connect = connect(broker, port)) {
                String connectors = "http://127.0.0.1:" + port + "/connectors";
                create(
                        connectors,
                        connector("source", "org.apache.kafka.connect.file.FileStreamSourceConnector", "topic", in),
                        connect);
                create(
                        connectors,
                        connector("sink", "org.apache.kafka.connect.file.FileStreamSinkConnector", "topics", out),
                        connect);
                awaitLines(out, List.of("one", "two"), connect);

                broker.kill();
                broker.start();
                Files.writeString(in, "three\n", StandardOpenOption.APPEND);

                awaitLines(out, List.of("one", "two", "three"), connect);
            }
            broker.stopCleanly();
        }
    }

    private Execution.Running connect(PackagedBroker broker, int port) throws IOException {
        Path properties = folder.resolve("connect.properties");
        Files.writeString(properties, """
            bootstrap.servers=%s
            listeners=http://127.0.0.1:%d
            group.id=connect
            key.converter=org.apache.kafka.connect.storage.StringConverter
            value.converter=org.apache.kafka.connect.storage.StringConverter
            config.storage.topic=connect-configs
            offset.storage.topic=connect-offsets
            status.storage.topic=connect-status
            config.storage.replication.factor=1
            offset.storage.replication.factor=1
            status.storage.replication.factor=1
            offset.storage.partitions=2
            status.storage.partitions=2
            offset.flush.interval.ms=1000
            plugin.discovery=service_load
            plugin.path=%s
            """.formatted(
                        broker.bootstrap(), port, Files.createDirectories(folder.resolve("no-plugins"))));
        return Execution.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        JARS + "/*",
                        "org.apache.kafka.connect.cli.ConnectDistributed",
                        properties.toString())
                .start();
    }

    private static String connector(String name, String type, String topicKey, Path file) {
        return """
            {"name": "%s", "config": {"connector.class": "%s", "tasks.max": "1", "%s": "lines", "file": "%s"}}
            """.formatted(name, type, topicKey, file);
    }

    /** Creates a connector, as soon as Connect serves and has settled. */
    private void create(String uri, String connector, Execution.Running connect) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                .header("Content-Type", "application/json")
                .timeout(LIMIT)
                .POST(BodyPublishers.ofString(connector))
                .build();
        long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
        int status = 0;
        while (status != 201) {
            expectRunning(connect, deadlineNanos, "connector was not created, last answer " + status);
            try {
                status = http.send(request, BodyHandlers.ofString()).statusCode();
            } catch (ConnectException e) {
                status = -1;
            }
            LockSupport.parkNanos(100_000_000);
        }
    }

    private static void awaitLines(Path file, List<String> lines, Execution.Running connect) throws IOException {
        long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
        List<String> present = List.of();
        while (!present.equals(lines)) {
            expectRunning(connect, deadlineNanos, "expected " + lines + ", there is " + present);
            LockSupport.parkNanos(50_000_000);
            present = Files.exists(file)
                    ? Files.readAllLines(file).stream().distinct().toList()
                    : List.of();
        }
    }

    private static void expectRunning(Execution.Running connect, long deadlineNanos, String otherwise)
            throws IOException {
        boolean goesOn = connect.process().isAlive() && System.nanoTime() < deadlineNanos;
        assertThat(goesOn)
                .as(() -> otherwise + "\n" + tail(connect.out()) + tail(connect.err()))
                .isTrue();
    }

    private static String tail(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            return "unreadable: " + e;
        }
    }
}
