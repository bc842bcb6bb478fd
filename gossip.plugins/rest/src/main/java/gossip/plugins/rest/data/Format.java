package gossip.plugins.rest.data;

import gossip.plugins.rest.http.Request;
import java.util.List;
import java.util.Locale;

/** How keys and values of records stand in JSON. */
enum Format {
    /** The bytes are UTF-8, written as a JSON string. */
    TEXT,
    /** The bytes are JSON, written as it is. */
    JSON,
    /** Any bytes, written in base 64. */
    BINARY,
    /** The bytes are a payload with the id of a schema, written as the JSON that the schema says. */
    SCHEMA;

    static final String WORDS = "text, json, binary or schema";

    static Format ofKeys(Request request) {
        return of(request.word("key_format", List.of("text", "json", "binary", "schema")));
    }

    static Format ofValues(Request request) {
        return of(request.word("value_format", List.of("json", "text", "binary", "schema")));
    }

    private static Format of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
