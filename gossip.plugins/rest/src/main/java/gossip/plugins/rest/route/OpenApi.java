package gossip.plugins.rest.route;

import com.fasterxml.jackson.core.JsonGenerator;
import gossip.plugins.rest.http.Method;
import gossip.plugins.rest.http.Request;
import gossip.plugins.rest.http.Response;
import gossip.plugins.rest.json.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The table of routes as an OpenAPI document. */
public final class OpenApi {
    /** Where the document is found. */
    public static final String PATH = "/v1/openapi.json";

    private static final String PROBLEM = "application/problem+json";

    private OpenApi() {}

    /**
     * The route of the document, which tells all routes and itself.
     *
     * @param others all other routes
     * @return its route
     */
    public static Route route(List<Route> others) {
        return Route.of(
                Method.GET,
                PATH,
                Family.BROKER,
                "Tells all routes, as this document",
                new Document(others.stream()
                        .collect(Collectors.groupingBy(Route::path, LinkedHashMap::new, Collectors.toList()))));
    }

    /**
     * Writes the document.
     *
     * @param paths routes by path
     */
    private record Document(Map<String, List<Route>> paths) implements Handler {
        @Override
        public Response answer(Request request) {
            return new Response.Whole(200, "application/json", Json.bytes(this::write));
        }

        private void write(JsonGenerator out) throws IOException {
            out.writeStartObject();
            out.writeStringField("openapi", "3.1.0");
            out.writeObjectFieldStart("info");
            out.writeStringField("title", "Gossip");
            out.writeStringField("version", "1");
            out.writeStringField("description", "Records, groups, topics and schemas of a Gossip broker, over HTTP.");
            out.writeEndObject();
            out.writeObjectFieldStart("paths");
            for (Map.Entry<String, List<Route>> path : paths.entrySet()) {
                out.writeObjectFieldStart(path.getKey());
                for (Route route : path.getValue()) {
                    operation(out, route);
                }
                out.writeEndObject();
            }
            out.writeObjectFieldStart(PATH);
            out.writeObjectFieldStart("get");
            out.writeStringField("summary", "Tells all routes, as this document");
            out.writeObjectFieldStart("responses");
            out.writeObjectFieldStart("200");
            out.writeStringField("description", "done");
            out.writeEndObject();
            out.writeEndObject();
            out.writeEndObject();
            out.writeEndObject();
            out.writeEndObject();
            out.writeEndObject();
        }

        private static void operation(JsonGenerator out, Route route) throws IOException {
            out.writeObjectFieldStart(route.method().name().toLowerCase(Locale.ROOT));
            out.writeStringField("summary", route.summary());
            out.writeArrayFieldStart("tags");
            out.writeString(route.family().tag());
            out.writeEndArray();
            out.writeArrayFieldStart("parameters");
            for (String segment : route.segments()) {
                if (Route.isVariable(segment)) {
                    parameter(out, segment.substring(1, segment.length() - 1), "path", "string", "", true);
                }
            }
            for (Parameter parameter : route.query()) {
                parameter(out, parameter.name(), "query", parameter.type(), parameter.doc(), false);
            }
            out.writeEndArray();
            if (!route.body().isEmpty()) {
                body(out, route);
            }
            responses(out, route);
            out.writeEndObject();
        }

        private static void parameter(
                JsonGenerator out, String name, String place, String type, String doc, boolean isRequired)
                throws IOException {
            out.writeStartObject();
            out.writeStringField("name", name);
            out.writeStringField("in", place);
            out.writeBooleanField("required", isRequired);
            if (!doc.isEmpty()) {
                out.writeStringField("description", doc);
            }
            out.writeObjectFieldStart("schema");
            out.writeStringField("type", type);
            out.writeEndObject();
            out.writeEndObject();
        }

        private static void body(JsonGenerator out, Route route) throws IOException {
            out.writeObjectFieldStart("requestBody");
            out.writeObjectFieldStart("content");
            out.writeObjectFieldStart("application/json");
            out.writeObjectFieldStart("schema");
            out.writeStringField("type", "object");
            out.writeEndObject();
            out.writeFieldName("example");
            out.writeRawValue(route.body());
            out.writeEndObject();
            out.writeEndObject();
            out.writeEndObject();
        }

        private static void responses(JsonGenerator out, Route route) throws IOException {
            out.writeObjectFieldStart("responses");
            out.writeObjectFieldStart("2XX");
            out.writeStringField("description", "done");
            out.writeEndObject();
            out.writeObjectFieldStart("default");
            out.writeStringField("description", "why not");
            out.writeObjectFieldStart("content");
            out.writeObjectFieldStart(
                    route.family() == Family.REGISTRY ? "application/vnd.schemaregistry.v1+json" : PROBLEM);
            out.writeEndObject();
            out.writeEndObject();
            out.writeEndObject();
            out.writeEndObject();
        }
    }
}
