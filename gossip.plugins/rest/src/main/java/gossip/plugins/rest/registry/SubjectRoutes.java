package gossip.plugins.rest.registry;

import gossip.api.broker.Broker;
import gossip.api.schema.RegisteredSchema;
import gossip.api.schema.Registration;
import gossip.api.schema.SchemaRegistry;
import gossip.api.schema.VersionChoice;
import gossip.plugins.rest.Waiting;
import gossip.plugins.rest.http.Method;
import gossip.plugins.rest.http.Request;
import gossip.plugins.rest.http.Response;
import gossip.plugins.rest.route.Family;
import gossip.plugins.rest.route.Parameter;
import gossip.plugins.rest.route.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Subjects with their versions. */
final class SubjectRoutes {
    private static final String SUBJECT = "/subjects/{subject}";
    private static final String VERSIONS = SUBJECT + "/versions";
    private static final String VERSION = VERSIONS + "/{version}";
    private static final String COMPATIBILITY = "/compatibility/subjects/{subject}/versions";
    private static final String EXAMPLE = "{\"schemaType\":\"AVRO\",\"schema\":\"{\\\"type\\\":\\\"string\\\"}\"}";
    private static final Parameter DELETED = Parameter.flag("deleted", "Softly deleted ones too.");
    private static final Parameter DELETED_ONLY = Parameter.flag("deletedOnly", "Softly deleted ones only.");
    private static final Parameter NORMALIZE = Parameter.flag("normalize", "Normalize the schema first.");
    private static final Parameter PERMANENT =
            Parameter.flag("permanent", "For good; it has to be softly deleted already.");
    private static final Parameter VERBOSE = Parameter.flag("verbose", "Say what stands in the way.");
    private static final Parameter OFFSET = Parameter.number("offset", "How many to pass over.");
    private static final Parameter LIMIT = Parameter.number("limit", "How many at most.");

    private final Broker broker;

    private SubjectRoutes(Broker broker) {
        this.broker = broker;
    }

    static List<Route> of(Broker broker) {
        SubjectRoutes routes = new SubjectRoutes(broker);
        return List.of(
                Route.of(Method.GET, "/subjects", Family.REGISTRY, "Lists subjects", routes::list)
                        .query(
                                Parameter.text("subjectPrefix", "How they begin, with their context."),
                                DELETED,
                                DELETED_ONLY,
                                OFFSET,
                                LIMIT),
                Route.of(Method.POST, SUBJECT, Family.REGISTRY, "Finds the version of a schema", routes::lookUp)
                        .query(NORMALIZE, DELETED)
                        .body(EXAMPLE),
                Route.of(Method.DELETE, SUBJECT, Family.REGISTRY, "Deletes a subject", routes::delete)
                        .query(PERMANENT),
                Route.of(Method.GET, VERSIONS, Family.REGISTRY, "Lists versions", routes::versions)
                        .query(DELETED, DELETED_ONLY, OFFSET, LIMIT),
                Route.of(Method.POST, VERSIONS, Family.REGISTRY, "Registers a schema", routes::register)
                        .query(NORMALIZE)
                        .body(EXAMPLE),
                Route.of(Method.GET, VERSION, Family.REGISTRY, "Tells a version", routes::version)
                        .query(DELETED),
                Route.of(Method.GET, VERSION + "/schema", Family.REGISTRY, "Tells the schema only", routes::text)
                        .query(DELETED),
                Route.of(
                                Method.GET,
                                VERSION + "/referencedby",
                                Family.REGISTRY,
                                "Lists ids of schemas that refer to a version",
                                routes::referencedBy)
                        .query(DELETED, OFFSET, LIMIT),
                Route.of(Method.DELETE, VERSION, Family.REGISTRY, "Deletes a version", routes::deleteVersion)
                        .query(PERMANENT),
                Route.of(Method.POST, COMPATIBILITY, Family.REGISTRY, "Checks against all that counts", routes::check)
                        .query(VERBOSE, NORMALIZE)
                        .body(EXAMPLE),
                Route.of(
                                Method.POST,
                                COMPATIBILITY + "/{version}",
                                Family.REGISTRY,
                                "Checks against a version",
                                routes::checkVersion)
                        .query(VERBOSE, NORMALIZE)
                        .body(EXAMPLE));
    }

    private SchemaRegistry registry(Request request) {
        return broker.schemas(request.context());
    }

    private Response list(Request request) {
        String prefix = request.parameter("subjectPrefix").orElse(":*:");
        return Exchange.array(
                request,
                registry(request).subjects(prefix, Exchange.listing(request)),
                (out, subject) -> out.writeString(subject));
    }

    private Response lookUp(Request request) {
        Registration wanted = RegistryJson.registration(Exchange.body(request), Exchange.flag(request, "normalize"));
        RegisteredSchema found = registry(request)
                .lookUp(request.segment(1), wanted.schema(), wanted.normalize(), Exchange.flag(request, "deleted"));
        return Exchange.json(request, out -> RegistryJson.write(out, found));
    }

    private Response delete(Request request) throws InterruptedException {
        Exchange.checkAccepted(request);
        List<Integer> versions =
                Waiting.of(registry(request).deleteSubject(request.segment(1), Exchange.flag(request, "permanent")));
        return Exchange.array(request, versions, (out, version) -> out.writeNumber(version));
    }

    private Response versions(Request request) {
        return Exchange.array(
                request,
                registry(request).versions(request.segment(1), Exchange.listing(request)),
                (out, version) -> out.writeNumber(version));
    }

    private Response register(Request request) throws InterruptedException {
        Registration registration =
                RegistryJson.registration(Exchange.body(request), Exchange.flag(request, "normalize"));
        RegisteredSchema registered = Waiting.of(registry(request).register(request.segment(1), registration));
        return Exchange.json(request, out -> {
            out.writeStartObject();
            out.writeNumberField("id", registered.id());
            out.writeEndObject();
        });
    }

    private RegisteredSchema find(Request request) {
        return registry(request)
                .version(
                        request.segment(1), VersionChoice.parse(request.segment(3)), Exchange.flag(request, "deleted"));
    }

    private Response version(Request request) {
        RegisteredSchema found = find(request);
        return Exchange.json(request, out -> RegistryJson.write(out, found));
    }

    private Response text(Request request) {
        return new Response.Whole(
                200, "application/json", find(request).schema().text().getBytes(StandardCharsets.UTF_8));
    }

    private Response referencedBy(Request request) {
        return Exchange.array(
                request,
                registry(request)
                        .referencedBy(
                                request.segment(1), VersionChoice.parse(request.segment(3)), Exchange.listing(request)),
                (out, id) -> out.writeNumber(id));
    }

    private Response deleteVersion(Request request) throws InterruptedException {
        Exchange.checkAccepted(request);
        int version = Waiting.of(registry(request)
                .deleteVersion(
                        request.segment(1),
                        VersionChoice.parse(request.segment(3)),
                        Exchange.flag(request, "permanent")));
        return Exchange.json(request, out -> out.writeNumber(version));
    }

    private Response check(Request request) {
        return check(request, Optional.empty());
    }

    private Response checkVersion(Request request) {
        return check(request, Optional.of(VersionChoice.parse(request.segment(4))));
    }

    private Response check(Request request, Optional<VersionChoice> version) {
        Registration candidate = RegistryJson.registration(Exchange.body(request), Exchange.flag(request, "normalize"));
        List<String> problems = registry(request)
                .incompatibilities(request.segment(2), version, candidate.schema(), candidate.normalize());
        boolean isVerbose = Exchange.flag(request, "verbose");
        return Exchange.json(request, out -> {
            out.writeStartObject();
            out.writeBooleanField("is_compatible", problems.isEmpty());
            if (isVerbose) {
                out.writeArrayFieldStart("messages");
                for (String problem : problems) {
                    out.writeString(problem);
                }
                out.writeEndArray();
            }
            out.writeEndObject();
        });
    }
}
