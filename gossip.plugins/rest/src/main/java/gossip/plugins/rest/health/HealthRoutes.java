package gossip.plugins.rest.health;

import gossip.api.broker.Broker;
import gossip.plugins.rest.http.Method;
import gossip.plugins.rest.http.Refusal;
import gossip.plugins.rest.http.Request;
import gossip.plugins.rest.http.Response;
import gossip.plugins.rest.route.Family;
import gossip.plugins.rest.route.Parameter;
import gossip.plugins.rest.route.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Whether the broker lives, whether it is ready for clients, and its figures. */
public final class HealthRoutes {
    private static final byte[] OK = "{\"status\":\"ok\"}".getBytes(StandardCharsets.US_ASCII);
    private static final Map<String, String> NOT_STORED = Map.of("cache-control", "no-store");

    private final Broker broker;

    private HealthRoutes(Broker broker) {
        this.broker = broker;
    }

    /**
     * Makes the routes.
     *
     * @param broker who is asked
     * @return all routes of this class
     */
    public static List<Route> of(Broker broker) {
        HealthRoutes routes = new HealthRoutes(broker);
        MetricsHandler metrics = new MetricsHandler(broker.figures());
        return List.of(
                Route.of(Method.GET, "/healthz", Family.HEALTH, "Whether the process lives", routes::live)
                        .open(),
                Route.of(Method.GET, "/readyz", Family.HEALTH, "Whether the broker can serve clients", routes::ready)
                        .open(),
                Route.of(Method.GET, "/metrics", Family.HEALTH, "Figures, for Prometheus", metrics)
                        .query(Parameter.text("name[]", "Only figures of this name; may be there several times.")));
    }

    private Response live(Request request) {
        return new Response.Whole(200, "application/json", OK, NOT_STORED);
    }

    /** Without a controller nothing can be agreed upon: no topic created, no group committed. */
    private Response ready(Request request) {
        if (broker.cluster().controllerId().isEmpty()) {
            throw new Refusal(503, "the nodes of the cluster have not agreed on a controller", NOT_STORED);
        }
        return new Response.Whole(200, "application/json", OK, NOT_STORED);
    }
}
