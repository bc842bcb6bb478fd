package gossip.plugins.rest.data;

import gossip.plugins.rest.http.Refusal;
import gossip.plugins.rest.http.Request;
import gossip.plugins.rest.http.Response;
import gossip.plugins.rest.json.Json;
import java.util.Locale;
import java.util.Optional;

/** Bodies of Gossip's own routes. */
final class Bodies {
    static final String TYPE = "application/json";

    private Bodies() {}

    /** Refuses a body that is not JSON: pages of other sites could send it without being let in. */
    static Request json(Request request) {
        Optional<String> type = request.head().header("content-type");
        String name = type.orElse("").split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        if (!name.equals(TYPE) && !name.endsWith("+json")) {
            throw new Refusal(
                    415,
                    "the Content-Type has to be application/json"
                            + type.map(text -> ", not " + text).orElse(""));
        }
        return request;
    }

    static Response answer(Json.Writing writing) {
        return answer(200, writing);
    }

    static Response answer(int status, Json.Writing writing) {
        return new Response.Whole(status, TYPE, Json.bytes(out -> {
            out.writeStartObject();
            writing.to(out);
            out.writeEndObject();
        }));
    }

    static Response nothing() {
        return new Response.Whole(204, "", new byte[0]);
    }
}
