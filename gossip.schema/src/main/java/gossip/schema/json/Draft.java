package gossip.schema.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import gossip.schema.format.Invalid;

/** The versions of JSON Schema. */
enum Draft {
    DRAFT_4("http://json-schema.org/draft-04/schema", "id", "definitions"),
    DRAFT_6("http://json-schema.org/draft-06/schema", "$id", "definitions"),
    DRAFT_7("http://json-schema.org/draft-07/schema", "$id", "definitions"),
    DRAFT_2019_09("https://json-schema.org/draft/2019-09/schema", "$id", "$defs"),
    DRAFT_2020_12("https://json-schema.org/draft/2020-12/schema", "$id", "$defs");

    private final String uri;
    private final String idKeyword;
    private final String definitions;

    Draft(String uri, String idKeyword, String definitions) {
        this.uri = uri;
        this.idKeyword = idKeyword;
        this.definitions = definitions;
    }

    String idKeyword() {
        return idKeyword;
    }

    String definitions() {
        return definitions;
    }

    /** Name of the schema of schemas. */
    String location() {
        return this == DRAFT_2019_09 || this == DRAFT_2020_12 ? uri : uri + "#";
    }

    Dialect dialect() {
        return switch (this) {
            case DRAFT_4 -> Dialects.getDraft4();
            case DRAFT_6 -> Dialects.getDraft6();
            case DRAFT_7 -> Dialects.getDraft7();
            case DRAFT_2019_09 -> Dialects.getDraft201909();
            case DRAFT_2020_12 -> Dialects.getDraft202012();
        };
    }

    /** Whether a reference leads to a schema of schemas. */
    static boolean isMeta(String reference) {
        for (Draft draft : values()) {
            if (without(reference).equals(draft.uri)) {
                return true;
            }
        }
        return false;
    }

    /** Schemas that name none are of draft 7. */
    static Draft of(JsonNode schema) {
        String named = schema.path("$schema").asText("");
        if (named.isEmpty()) {
            return DRAFT_7;
        }
        for (Draft draft : values()) {
            if (without(named).equals(draft.uri)) {
                return draft;
            }
        }
        throw Invalid.because("The JSON Schema is of the unknown version '"
                + (named.length() > 100 ? named.substring(0, 100) : named)
                + "' ($schema); known are draft-04, draft-06, draft-07, 2019-09 and 2020-12");
    }

    private static String without(String reference) {
        return reference.endsWith("#") ? reference.substring(0, reference.length() - 1) : reference;
    }
}
