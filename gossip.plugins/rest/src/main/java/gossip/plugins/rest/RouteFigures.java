package gossip.plugins.rest;

import gossip.api.metrics.Metrics;
import gossip.plugins.rest.route.Route;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what is asked, by route: paths that clients make up would be too many. Thread-safe. */
final class RouteFigures {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Metrics metrics;
    private final Metrics.Counter stalled;
    private final Map<String, Metrics.Counter> counts = new ConcurrentHashMap<>();
    private final Map<String, Metrics.Histogram> times = new ConcurrentHashMap<>();

    RouteFigures(Metrics metrics) {
        this.metrics = metrics;
        this.stalled = metrics.counter(
                "gossip_rest_stalled_total", "HTTP clients that were closed because they did not take an answer.");
    }

    void answered(Route route, int status, long nanos) {
        String path = route.path();
        String method = route.method().name();
        counts.computeIfAbsent(
                        method + path + status,
                        key -> metrics.counter(
                                "gossip_rest_requests_total",
                                "HTTP requests that were answered, by route.",
                                "method",
                                method,
                                "path",
                                path,
                                "status",
                                String.valueOf(status)))
                .add(1);
        times.computeIfAbsent(
                        method + path,
                        key -> metrics.histogram(
                                "gossip_rest_request_seconds",
                                "Time in which HTTP requests were answered, by route.",
                                "method",
                                method,
                                "path",
                                path))
                .record(nanos / NANOS_PER_SECOND);
    }

    void refused(int status) {
        counts.computeIfAbsent(
                        "refused" + status,
                        key -> metrics.counter(
                                "gossip_rest_refused_total",
                                "HTTP requests that were refused before a route was found for them.",
                                "status",
                                String.valueOf(status)))
                .add(1);
    }

    void stalled() {
        stalled.add(1);
    }
}
