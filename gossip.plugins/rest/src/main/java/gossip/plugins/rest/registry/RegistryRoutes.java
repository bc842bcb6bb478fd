package gossip.plugins.rest.registry;

import gossip.api.broker.Broker;
import gossip.api.schema.Listing;
import gossip.api.schema.Schema;
import gossip.api.schema.SchemaMode;
import gossip.api.schema.SchemaRegistry;
import gossip.api.schema.SubjectConfig;
import gossip.plugins.rest.Waiting;
import gossip.plugins.rest.http.Method;
import gossip.plugins.rest.http.Request;
import gossip.plugins.rest.http.Response;
import gossip.plugins.rest.route.Family;
import gossip.plugins.rest.route.Handler;
import gossip.plugins.rest.route.Parameter;
import gossip.plugins.rest.route.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All routes of the registry; those of schemas, settings, modes and contexts are here. */
public final class RegistryRoutes {
    private static final String BY_ID = "/schemas/ids/{id}";
    private static final Parameter SUBJECT = Parameter.text("subject", "In whose context the id is.");
    private static final Parameter FORMAT =
            Parameter.text("format", "How to write it: resolved (Avro) or serialized (Protobuf).");
    private static final Parameter DELETED = Parameter.flag("deleted", "Softly deleted ones too.");
    private static final Parameter OFFSET = Parameter.number("offset", "How many to pass over.");
    private static final Parameter LIMIT = Parameter.number("limit", "How many at most.");
    private static final Parameter TO_GLOBAL =
            Parameter.flag("defaultToGlobal", "What holds, where nothing is set for the subject.");

    private final Broker broker;

    private RegistryRoutes(Broker broker) {
        this.broker = broker;
    }

    /**
     * Makes the routes.
     *
     * @param broker who is asked
     * @return all routes of the registry
     */
    public static List<Route> of(Broker broker) {
        RegistryRoutes routes = new RegistryRoutes(broker);
        List<Route> all = new ArrayList<>();
        all.addAll(SubjectRoutes.of(broker));
        all.addAll(routes.schemaRoutes());
        all.addAll(routes.settingRoutes());
        return all;
    }

    private static Route get(String path, String summary, Handler handler) {
        return Route.of(Method.GET, path, Family.REGISTRY, summary, handler);
    }

    private List<Route> schemaRoutes() {
        return List.of(
                get("/", "Answers, to show that there is a registry", this::root),
                get("/schemas", "Lists schemas", this::schemas)
                        .query(
                                Parameter.text("subjectPrefix", "How their subjects begin, with their context."),
                                Parameter.flag("latestOnly", "Only the newest version of each subject."),
                                DELETED,
                                OFFSET,
                                LIMIT),
                get("/schemas/types", "Lists types of schemas", this::types),
                get(BY_ID, "Finds a schema by the id that payloads carry", this::byId)
                        .query(SUBJECT, FORMAT, Parameter.flag("fetchMaxId", "Tell the largest id too.")),
                get(BY_ID + "/schema", "Finds the text of a schema by its id", this::textById)
                        .query(SUBJECT, FORMAT),
                get(BY_ID + "/subjects", "Lists subjects of a schema", this::subjectsOfId)
                        .query(SUBJECT, DELETED, OFFSET, LIMIT),
                get(BY_ID + "/versions", "Lists versions of a schema", this::versionsOfId)
                        .query(SUBJECT, DELETED, OFFSET, LIMIT),
                get("/contexts", "Lists contexts", this::contexts).query(OFFSET, LIMIT));
    }

    private List<Route> settingRoutes() {
        String level = "{\"compatibility\":\"FULL\"}";
        String mode = "{\"mode\":\"READWRITE\"}";
        Parameter force = Parameter.flag("force", "IMPORT even where there are schemas.");
        List<Route> routes = new ArrayList<>();
        for (String of : List.of("", "/{subject}")) {
            String whose = of.isEmpty() ? "the registry" : "a subject";
            routes.add(get("/config" + of, "Tells the settings of " + whose, this::config)
                    .query(TO_GLOBAL));
            routes.add(Route.of(
                            Method.PUT,
                            "/config" + of,
                            Family.REGISTRY,
                            "Changes the settings of " + whose,
                            this::alterConfig)
                    .body(level));
            routes.add(Route.of(
                    Method.DELETE,
                    "/config" + of,
                    Family.REGISTRY,
                    "Takes the settings of " + whose + " back",
                    this::deleteConfig));
            routes.add(
                    get("/mode" + of, "Tells the mode of " + whose, this::mode).query(TO_GLOBAL));
            routes.add(
                    Route.of(Method.PUT, "/mode" + of, Family.REGISTRY, "Changes the mode of " + whose, this::alterMode)
                            .query(force)
                            .body(mode));
        }
        routes.add(Route.of(
                Method.DELETE,
                "/mode/{subject}",
                Family.REGISTRY,
                "Takes the mode of a subject back",
                this::deleteMode));
        return routes;
    }

    private SchemaRegistry registry(Request request) {
        return broker.schemas(request.context());
    }

    private Response root(Request request) {
        return Exchange.json(request, out -> {
            out.writeStartObject();
            out.writeEndObject();
        });
    }

    private Response schemas(Request request) {
        return Exchange.array(
                request,
                registry(request)
                        .schemas(
                                request.parameter("subjectPrefix").orElse(":*:"),
                                Exchange.flag(request, "latestOnly"),
                                Exchange.listing(request)),
                RegistryJson::write);
    }

    private Response types(Request request) {
        return Exchange.array(
                request, registry(request).types().stream().sorted().toList(), (out, type) -> out.writeString(type));
    }

    private Schema find(Request request) {
        return registry(request)
                .schema(
                        Exchange.id(request),
                        Exchange.subject(request),
                        request.parameter("format").orElse(""));
    }

    private Response byId(Request request) {
        Schema schema = find(request);
        int maxId = Exchange.flag(request, "fetchMaxId") ? registry(request).maxId(Exchange.subject(request)) : 0;
        return Exchange.json(request, out -> {
            out.writeStartObject();
            RegistryJson.fields(out, schema);
            if (maxId > 0) {
                out.writeNumberField("maxId", maxId);
            }
            out.writeEndObject();
        });
    }

    private Response textById(Request request) {
        return new Response.Whole(200, "application/json", find(request).text().getBytes(StandardCharsets.UTF_8));
    }

    private Response subjectsOfId(Request request) {
        Listing listing = Exchange.listing(request);
        Listing all = new Listing(listing.deleted(), 0, -1);
        List<String> subjects =
                registry(request).versionsOf(Exchange.id(request), Exchange.subject(request), all).stream()
                        .map(version -> version.subject())
                        .distinct()
                        .skip(listing.offset())
                        .limit(listing.limit() < 0 ? Long.MAX_VALUE : listing.limit())
                        .toList();
        return Exchange.array(request, subjects, (out, subject) -> out.writeString(subject));
    }

    private Response versionsOfId(Request request) {
        return Exchange.array(
                request,
                registry(request)
                        .versionsOf(Exchange.id(request), Exchange.subject(request), Exchange.listing(request)),
                RegistryJson::write);
    }

    private Response contexts(Request request) {
        return Exchange.array(
                request,
                registry(request).contexts(Exchange.listing(request)),
                (out, context) -> out.writeString(context));
    }

    /** Whose settings are meant: those of a subject, or of the registry where the path names none. */
    private static Optional<String> whose(Request request) {
        return request.head().target().segments().stream().skip(1).findFirst();
    }

    private Response config(Request request) {
        SubjectConfig config = registry(request).config(whose(request), Exchange.flag(request, "defaultToGlobal"));
        return Exchange.json(request, out -> RegistryJson.write(out, config, "compatibilityLevel"));
    }

    private Response alterConfig(Request request) throws InterruptedException {
        SubjectConfig wanted = RegistryJson.config(Exchange.body(request));
        Waiting.of(registry(request).alterConfig(whose(request), wanted));
        return Exchange.json(request, out -> RegistryJson.write(out, wanted, "compatibility"));
    }

    private Response deleteConfig(Request request) throws InterruptedException {
        Exchange.checkAccepted(request);
        SubjectConfig before = Waiting.of(registry(request).deleteConfig(whose(request)));
        return Exchange.json(request, out -> RegistryJson.write(out, before, "compatibilityLevel"));
    }

    private Response mode(Request request) {
        return mode(request, registry(request).mode(whose(request), Exchange.flag(request, "defaultToGlobal")));
    }

    private Response alterMode(Request request) throws InterruptedException {
        SchemaMode wanted = RegistryJson.mode(Exchange.body(request));
        return mode(
                request,
                Waiting.of(registry(request).alterMode(whose(request), wanted, Exchange.flag(request, "force"))));
    }

    private Response deleteMode(Request request) throws InterruptedException {
        Exchange.checkAccepted(request);
        return mode(request, Waiting.of(registry(request).deleteMode(request.segment(1))));
    }

    private static Response mode(Request request, SchemaMode mode) {
        return Exchange.json(request, out -> {
            out.writeStartObject();
            out.writeStringField("mode", mode.name());
            out.writeEndObject();
        });
    }
}
