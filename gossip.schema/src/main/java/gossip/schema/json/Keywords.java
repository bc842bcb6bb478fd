package gossip.schema.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What keywords of JSON Schema hold. */
final class Keywords {
    /** Values, in which words mean nothing. */
    static final Set<String> DATA = Set.of("enum", "const", "default", "examples", "example");

    /** Lists of schemas that all see the same value. */
    static final List<String> COMBINED = List.of("allOf", "anyOf", "oneOf");

    /** Schemas that see the same value. */
    private static final List<String> SAME_VALUE = List.of("not", "if", "then", "else");

    /** Schemas by property, that see the same value. */
    private static final List<String> DEPENDENT = List.of("dependentSchemas", "dependencies");

    /** Schemas by name. */
    private static final Set<String> MAPS =
            Set.of("properties", "patternProperties", "definitions", "$defs", "dependentSchemas", "dependencies");

    private Keywords() {}

    /** Whether the entries of a keyword's value are schemas by name, so that the names are no keywords. */
    static boolean isMap(String keyword, JsonNode value) {
        return MAPS.contains(keyword) && value.isObject();
    }

    /** The schemas that see the same value as this one, but for a reference. */
    static List<JsonNode> sameValue(JsonNode schema) {
        List<JsonNode> found = new ArrayList<>();
        for (String list : COMBINED) {
            schema.path(list).forEach(found::add);
        }
        for (String one : SAME_VALUE) {
            if (schema.path(one).isObject()) {
                found.add(schema.get(one));
            }
        }
        for (String map : DEPENDENT) {
            schema.path(map).forEach(child -> {
                if (child.isObject()) {
                    found.add(child);
                }
            });
        }
        return found;
    }
}
