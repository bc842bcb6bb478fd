package gossip.cli.cluster;

import gossip.api.config.SettingType;
import gossip.cli.terminal.ExitCode;
import gossip.cli.terminal.Failure;
import gossip.cli.terminal.Output;
import gossip.cli.terminal.Verbosity;
import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that talks to a cluster, and the clients made from them. */
public final class Connection {
    private static final int PROBE_TIMEOUT_MS = 3_000;

    @Option(
            names = {"-b", "--bootstrap"},
            paramLabel = "HOST:PORT,...",
            defaultValue = "${env:GOSSIP_BOOTSTRAP:-127.0.0.1:9092}",
            description = "Brokers to ask first (default: $GOSSIP_BOOTSTRAP or 127.0.0.1:9092).")
    private String bootstrap = "127.0.0.1:9092";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json",
            defaultValue = "table",
            description = "Form of the result (default: table).")
    private Output output = Output.TABLE;

    @Option(
            names = {"--client-config", "--command-config"},
            paramLabel = "FILE",
            description = "Properties of the Kafka client, such as those for TLS and SASL.")
    private @Nullable Path clientConfig;

    @Option(
            names = {"-X", "--client-property"},
            paramLabel = "KEY=VALUE",
            description = "One property of the Kafka client; may be repeated.")
    private Map<String, String> clientProperties = new LinkedHashMap<>();

    @Option(
            names = "--request-timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "How long to wait for the cluster's answer (default: 30s).")
    private Duration requestTimeout = Duration.ofSeconds(30);

    /** Shows what is otherwise kept from the user. */
    @Option(
            names = {"-v", "--verbose"},
            description = "Show what the Kafka client logs, and stack traces of errors.")
    void verbose(boolean wanted) {
        Verbosity.set(wanted);
    }

    /**
     * The form of the result.
     *
     * @return the form
     */
    public Output output() {
        return output;
    }

    /**
     * The brokers to ask first.
     *
     * @return addresses separated by commas
     */
    public String bootstrap() {
        return bootstrap;
    }

    /**
     * A client for administration.
     *
     * @return open, to be closed by the caller
     */
    public Admin admin() {
        Map<String, Object> properties = properties();
        properties.put("default.api.timeout.ms", timeoutMs());
        return Admin.create(properties);
    }

    /**
     * A producer of raw bytes: idempotent, acknowledged by all in-sync replicas.
     *
     * @param overrides properties of the command, weaker than the user's own
     * @return open, to be closed by the caller
     */
    public KafkaProducer<byte[], byte[]> producer(Map<String, Object> overrides) {
        Map<String, Object> properties = new LinkedHashMap<>(overrides);
        properties.put("acks", "all");
        properties.put("enable.idempotence", true);
        properties.put("max.block.ms", timeoutMs());
        properties.putAll(properties());
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * A consumer of raw bytes that commits only when told to.
     *
     * @param overrides properties of the command, weaker than the user's own
     * @return open, to be closed by the caller
     */
    public KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> overrides) {
        Map<String, Object> properties = new LinkedHashMap<>(overrides);
        properties.put("enable.auto.commit", false);
        properties.put("allow.auto.create.topics", false);
        properties.put("default.api.timeout.ms", timeoutMs());
        properties.putAll(properties());
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Map<String, Object> properties() {
        requireOneListening();
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("bootstrap.servers", bootstrap);
        properties.put("client.id", "gossip-cli");
        properties.put("enable.metrics.push", false);
        properties.put("request.timeout.ms", timeoutMs());
        if (clientConfig != null) {
            fromFile(clientConfig).forEach((key, value) -> properties.put(key.toString(), value));
        }
        properties.putAll(clientProperties);
        return properties;
    }

    private int timeoutMs() {
        return Math.toIntExact(requestTimeout.toMillis());
    }

    private static Properties fromFile(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return properties;
        } catch (NoSuchFileException e) {
            throw new Failure(ExitCode.USAGE, "--client-config " + file + ": there is no such file");
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, "--client-config " + file + " cannot be read: " + e.getMessage());
        }
    }

    /** The client retries a refused connection until its timeout; a person wants to know at once. */
    private void requireOneListening() {
        StringBuilder problems = new StringBuilder();
        for (String address : bootstrap.split(",")) {
            InetSocketAddress socketAddress = parse(address.trim());
            try (Socket socket = new Socket()) {
                socket.connect(socketAddress, PROBE_TIMEOUT_MS);
                return;
            } catch (UnknownHostException e) {
                append(problems, address, "unknown host");
            } catch (SocketTimeoutException e) {
                append(problems, address, "no answer in " + PROBE_TIMEOUT_MS / 1000 + " s");
            } catch (IOException e) {
                append(problems, address, String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT));
            }
        }
        throw new Failure(
                ExitCode.UNREACHABLE,
                "cannot reach " + problems
                        + ". Is the broker running? Start one with: gossip start, or name another with --bootstrap");
    }

    private static InetSocketAddress parse(String address) {
        int colon = address.lastIndexOf(':');
        if (colon <= 0) {
            throw new Failure(
                    ExitCode.USAGE, "--bootstrap " + address + ": expected HOST:PORT, such as 127.0.0.1:9092");
        }
        try {
            String host = address.substring(0, colon).replaceAll("^\\[|\\]$", "");
            return new InetSocketAddress(host, SettingType.INT.parse().apply(address.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.USAGE, "--bootstrap " + address + ": the part after the colon is not a port number");
        }
    }

    private static void append(StringBuilder problems, String address, String problem) {
        problems.append(problems.isEmpty() ? "" : ", ")
                .append(address)
                .append(" (")
                .append(problem)
                .append(')');
    }
}
