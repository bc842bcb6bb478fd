package gossip.plugins.rest.registry;

import com.fasterxml.jackson.core.JsonGenerator;
import gossip.api.schema.Listing;
import gossip.plugins.rest.Problems;
import gossip.plugins.rest.http.Refusal;
import gossip.plugins.rest.http.Request;
import gossip.plugins.rest.http.Response;
import gossip.plugins.rest.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the registry's requests and answers have in common. */
final class Exchange {
    private static final Set<String> BODY_TYPES = Set.of(
            Problems.REGISTRY_TYPE,
            "application/vnd.schemaregistry+json",
            "application/json",
            "application/octet-stream");

    private Exchange() {}

    /** Parameters of the registry are true if they say so, and false otherwise. */
    static boolean flag(Request request, String name) {
        return request.parameter(name)
                .map(text -> text.equalsIgnoreCase("true"))
                .orElse(false);
    }

    static Optional<String> subject(Request request) {
        return request.parameter("subject").filter(name -> !name.isEmpty());
    }

    static Listing listing(Request request) {
        Listing.Deleted deleted = flag(request, "deletedOnly")
                ? Listing.Deleted.ONLY
                : flag(request, "deleted") ? Listing.Deleted.INCLUDE : Listing.Deleted.EXCLUDE;
        int offset = request.number("offset", 0, Integer.MAX_VALUE).orElse(0L).intValue();
        int limit = request.number("limit", -1, Integer.MAX_VALUE).orElse(-1L).intValue();
        return new Listing(deleted, offset, limit);
    }

    static int id(Request request) {
        String text = request.segment(2);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Refusal(404, "the id " + text + " is no number");
        }
    }

    /** The body, if it is of a type that the registry reads. */
    static byte[] body(Request request) {
        Optional<String> type = request.head().header("content-type");
        checkAccepted(request);
        String name = type.orElse("application/json").split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        boolean isFromAPage = type.isEmpty() && request.head().header("origin").isPresent();
        if (!BODY_TYPES.contains(name) || isFromAPage) {
            throw new Refusal(
                    415,
                    "the Content-Type " + type.orElse("that is missing") + " is not understood; send "
                            + Problems.REGISTRY_TYPE);
        }
        return request.body();
    }

    /** Refuses a client that would not take the answer, before anything is changed for it. */
    static void checkAccepted(Request request) {
        type(request);
    }

    static Response json(Request request, Json.Writing writing) {
        return new Response.Whole(200, type(request), Json.bytes(writing));
    }

    private static String type(Request request) {
        String accept = request.head().header("accept").orElse("*/*").toLowerCase(Locale.ROOT);
        if (accept.contains(Problems.REGISTRY_TYPE)) {
            return Problems.REGISTRY_TYPE;
        }
        if (accept.contains("application/vnd.schemaregistry+json")) {
            return "application/vnd.schemaregistry+json";
        }
        if (accept.contains("application/json")) {
            return "application/json";
        }
        if (accept.contains("*/*") || accept.contains("application/*")) {
            return Problems.REGISTRY_TYPE;
        }
        throw new Refusal(406, "answers are of the type " + Problems.REGISTRY_TYPE + " or application/json");
    }

    /** Writes an element of an array. */
    @FunctionalInterface
    interface Element<T> {
        void write(JsonGenerator out, T element) throws IOException;
    }

    static <T> Response array(Request request, List<T> elements, Element<T> element) {
        return json(request, out -> {
            out.writeStartArray();
            for (T one : elements) {
                element.write(out, one);
            }
            out.writeEndArray();
        });
    }
}
