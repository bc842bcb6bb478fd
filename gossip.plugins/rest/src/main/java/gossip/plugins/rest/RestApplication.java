package gossip.plugins.rest;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Broker;
import gossip.api.broker.RequestContext;
import gossip.api.config.Settings;
import gossip.api.metrics.Metrics;
import gossip.api.schema.SchemaException;
import gossip.plugins.rest.data.DataRoutes;
import gossip.plugins.rest.health.HealthRoutes;
import gossip.plugins.rest.http.Application;
import gossip.plugins.rest.http.ByteBudget;
import gossip.plugins.rest.http.Head;
import gossip.plugins.rest.http.Refusal;
import gossip.plugins.rest.http.Request;
import gossip.plugins.rest.http.Response;
import gossip.plugins.rest.registry.RegistryRoutes;
import gossip.plugins.rest.route.Family;
import gossip.plugins.rest.route.OpenApi;
import gossip.plugins.rest.route.Route;
import gossip.plugins.rest.route.RouteTable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Brings requests to their routes, and whatever goes wrong there to the client. Thread-safe. */
final class RestApplication implements Application {
    private static final Logger LOG = System.getLogger(RestApplication.class.getName());

    private static final long LOAD_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOAD_POLL_MS = 20;

    private final RouteTable table;
    private final Gate gate;
    private final Cors cors;
    private final RouteFigures figures;

    private RestApplication(RouteTable table, Gate gate, Cors cors, RouteFigures figures) {
        this.table = table;
        this.gate = gate;
        this.cors = cors;
        this.figures = figures;
    }

    /** Makes the routes. */
    static RestApplication create(Broker broker, Settings settings, Metrics metrics, InstantSource clock, Gate gate) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(HealthRoutes.of(broker));
        routes.addAll(RegistryRoutes.of(broker));
        ByteBudget reads = new ByteBudget(settings.value(RestSettings.READ_BUFFER));
        metrics.gauge(
                "gossip_rest_read_bytes",
                "Records on their way to HTTP clients; see rest.read_buffer_size.",
                reads::used);
        routes.addAll(DataRoutes.of(broker, reads, settings.value(RestSettings.MAX_RECORDS), clock));
        routes.add(OpenApi.route(List.copyOf(routes)));
        return new RestApplication(
                new RouteTable(routes),
                gate,
                new Cors(settings.value(RestSettings.CORS_ORIGINS)),
                new RouteFigures(metrics));
    }

    @Override
    public boolean isGuarded() {
        return gate.isGuarded();
    }

    @Override
    public boolean takesBody(Head head) {
        gate.checkPeer(head);
        return !head.method().equals("OPTIONS") && !table.find(head).body().isEmpty();
    }

    @Override
    public RequestContext admit(Head head) throws InterruptedException {
        gate.checkPeer(head);
        if (head.method().equals("OPTIONS")) {
            return gate.stranger(head);
        }
        Route route = table.find(head);
        return route.isOpen() ? gate.stranger(head) : gate.identify(head);
    }

    @Override
    public Response answer(Request request) throws InterruptedException {
        Head head = request.head();
        if (head.method().equals("OPTIONS")) {
            return options(head);
        }
        Route route = table.find(head);
        long start = System.nanoTime();
        Response response = answerWhenLoaded(route, request);
        figures.answered(route, response.status(), System.nanoTime() - start);
        return head.header("origin").isEmpty() ? response : response.with(cors.headers(head));
    }

    private Response options(Head head) {
        String methods = table.methods(head)
                .orElseThrow(() -> new Refusal(404, "there is no such path; /v1/openapi.json lists those there are"));
        Optional<Response.Whole> preflight = cors.preflight(head, methods);
        return preflight.isPresent()
                ? preflight.get()
                : new Response.Whole(204, "", new byte[0], Map.of("allow", methods + ", OPTIONS"));
    }

    /** Groups are read from disk when they are first asked for; nothing was done until then. */
    private static Response answerWhenLoaded(Route route, Request request) throws InterruptedException {
        long deadline = System.nanoTime() + LOAD_TIMEOUT_NANOS;
        Optional<Response> response = answer(route, request);
        while (response.isEmpty() && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(LOAD_POLL_MS);
            response = answer(route, request);
        }
        return response.orElseGet(() -> Problems.of(
                route.family(),
                new BrokerException(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, "the groups are being read; try again")));
    }

    /** Empty if the groups are still being read. */
    private static Optional<Response> answer(Route route, Request request) throws InterruptedException {
        Family family = route.family();
        try {
            return Optional.of(route.handler().answer(request));
        } catch (Refusal refusal) {
            return Optional.of(Problems.of(family, refusal));
        } catch (BrokerException e) {
            if (e.code() == ErrorCode.COORDINATOR_LOAD_IN_PROGRESS) {
                return Optional.empty();
            }
            return Optional.of(Problems.of(family, e));
        } catch (SchemaException e) {
            return Optional.of(Problems.of(family, e));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, route.method() + " " + route.path() + " failed", e);
            return Optional.of(Problems.of(family, new Refusal(500, "the broker failed; its log says why")));
        }
    }

    @Override
    public Response.Whole refused(String path, Refusal refusal) {
        figures.refused(refusal.status());
        return Problems.of(table.familyOf(path), refusal);
    }

    @Override
    public void stalled(Head.Peer peer) {
        figures.stalled();
        LOG.log(
                Level.DEBUG,
                "closing the connection of {0}: it does not take what is sent to it (rest.write_timeout,"
                        + " rest.tail_stall_timeout)",
                peer.address().getHostAddress());
    }
}
