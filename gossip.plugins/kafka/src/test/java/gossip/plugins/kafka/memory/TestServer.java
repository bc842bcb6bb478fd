package gossip.plugins.kafka.memory;

import gossip.api.Endpoint;
import gossip.api.broker.Broker;
import gossip.api.config.NodeSettings;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.network.NetworkServer;
import gossip.api.security.Authenticator;
import gossip.plugins.kafka.KafkaServers;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A server with a broker in memory behind it, on a free port. */
public final class TestServer implements AutoCloseable {
    private final NetworkServer server;
    private final Endpoint endpoint;
    private final MemoryBroker broker;
    private final CountingMetrics metrics;

    private TestServer(NetworkServer server, Endpoint endpoint, MemoryBroker broker, CountingMetrics metrics) {
        this.server = server;
        this.endpoint = endpoint;
        this.broker = broker;
        this.metrics = metrics;
    }

    static {
        Leaks.watch();
    }

    public static TestServer start() throws IOException {
        return start(Map.of());
    }

    /** Starts with settings as a person writes them. */
    public static TestServer start(Map<Setting<?>, String> overrides) throws IOException {
        return start(overrides, broker -> broker);
    }

    /** Starts with something between the server and the broker. */
    public static TestServer start(Map<Setting<?>, String> overrides, UnaryOperator<Broker> between)
            throws IOException {
        return start(overrides, between, List.of());
    }

    /** Starts with something between the server and the broker, and with SASL mechanisms. */
    public static TestServer start(
            Map<Setting<?>, String> overrides, UnaryOperator<Broker> between, List<Authenticator> authenticators)
            throws IOException {
        Map<Setting<?>, String> texts = new HashMap<>(overrides);
        texts.putIfAbsent(NodeSettings.BIND_ADDRESS, "127.0.0.1:0");
        CountingMetrics metrics = new CountingMetrics();
        NetworkServer server = KafkaServers.create(settings(texts), metrics, InstantSource.system(), authenticators);
        List<Endpoint> endpoints = server.bind();
        MemoryBroker broker = new MemoryBroker(endpoints, settings(texts));
        server.serve(between.apply(broker));
        return new TestServer(server, endpoints.getFirst(), broker, metrics);
    }

    public static Settings settings(Map<Setting<?>, String> texts) {
        return new Settings() {
            @Override
            public <T> T value(Setting<T> setting) {
                String text = texts.get(setting);
                return text == null ? setting.defaultValue() : setting.parse(text);
            }
        };
    }

    public MemoryBroker broker() {
        return broker;
    }

    /** Requests that failed for a reason that is not the client's. */
    public long failures() {
        return metrics.count("gossip_kafka_failures_total");
    }

    /** What was counted under a name. */
    public long count(String metric) {
        return metrics.count(metric);
    }

    public String address() {
        return endpoint.toString();
    }

    public int port() {
        return endpoint.port();
    }

    @Override
    public void close() {
        server.close();
        broker.close();
    }
}
