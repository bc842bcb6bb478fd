package gossip.plugins.rest;

import gossip.plugins.rest.http.Head;
import gossip.plugins.rest.http.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets browsers use answers in pages of other sites (the Fetch standard), those that the operator names. Cookies are never asked
 * for.
 *
 * @param origins that are let in; {@code *} for all
 */
record Cors(List<String> origins) {
    private static final String MAX_AGE_SECONDS = "600";

    /** Headers for an answer. */
    Map<String, String> headers(Head head) {
        return origin(head)
                .map(origin -> Map.of("access-control-allow-origin", origin, "vary", "origin"))
                .orElse(Map.of());
    }

    /** The answer to a browser that asks beforehand; empty if it does not, or the origin is not let in. */
    Optional<Response.Whole> preflight(Head head, String methods) {
        if (!head.method().equals("OPTIONS")
                || head.header("access-control-request-method").isEmpty()) {
            return Optional.empty();
        }
        return origin(head).map(origin -> {
            Map<String, String> headers = new HashMap<>(headers(head));
            headers.put("access-control-allow-methods", methods);
            headers.put("access-control-allow-headers", "authorization, content-type, accept, x-client-id");
            headers.put("access-control-max-age", MAX_AGE_SECONDS);
            return new Response.Whole(204, "", new byte[0], headers);
        });
    }

    private Optional<String> origin(Head head) {
        return head.header("origin").filter(origin -> origins.contains("*") || origins.contains(origin));
    }
}
