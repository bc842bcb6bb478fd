package gossip.plugins.kafka.connection;

import gossip.api.metrics.Metrics;
import gossip.plugins.kafka.api.Api;
import gossip.plugins.kafka.api.ApiRegistry;
import java.util.function.IntSupplier;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/** What the connections of a server report. */
final class ConnectionMetrics {
    private final Metrics.Counter[] requests;
    private final Metrics metrics;
    /** By key; each is made when the first request of its kind is answered. Racing makes the same one twice. */
    private final Metrics.@Nullable Histogram[] seconds = new Metrics.Histogram[ApiKeys.values().length + 1];

    private final Metrics.Counter bytesIn;
    private final Metrics.Counter refused;
    private final Metrics.Counter failures;

    ConnectionMetrics(Metrics metrics, ApiRegistry registry, IntSupplier connections) {
        this.metrics = metrics;
        requests = new Metrics.Counter[ApiKeys.values().length + 1];
        for (Api<?> api : registry.all()) {
            requests[api.key().ordinal()] =
                    metrics.counter("gossip_kafka_requests_total", "Requests received.", "api", api.key().name);
        }
        bytesIn = metrics.counter("gossip_kafka_request_bytes_total", "Size of the requests received.");
        refused = metrics.counter(
                "gossip_kafka_connections_refused_total",
                "Connections closed at once: network.max_connections was reached, or the listener serves this machine"
                        + " only.");
        failures = metrics.counter(
                "gossip_kafka_failures_total",
                "Requests that failed for a reason that is not the client's; see the log.");
        metrics.gauge("gossip_kafka_connections", "Connections of clients.", connections::getAsInt);
    }

    void received(ApiKeys key, int bytes) {
        requests[key.ordinal()].add(1);
        bytesIn.add(bytes);
    }

    /** A reply is ready to be sent. */
    void answered(ApiKeys key, long nanos) {
        Metrics.Histogram histogram = seconds[key.ordinal()];
        if (histogram == null) {
            histogram = metrics.histogram(
                    "gossip_kafka_request_seconds",
                    "Time from a complete request to its reply, with what it waited for: other requests of its"
                            + " connection, records, the disk.",
                    "api",
                    key.name);
            seconds[key.ordinal()] = histogram;
        }
        histogram.record(nanos / 1e9);
    }

    void failed() {
        failures.add(1);
    }

    void refused() {
        refused.add(1);
    }
}
