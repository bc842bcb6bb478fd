package gossip.schema.json;

import com.fasterxml.jackson.databind.JsonNode;
import gossip.schema.format.Invalid;
import gossip.schema.format.SchemaLimits;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Checks that a bundled schema leads somewhere, that it looks at one value no more than so many levels deep, and that its
 * regular expressions are cheap. Used once, by one thread.
 */
final class Soundness {
    private final JsonNode document;
    private final SchemaLimits limits;
    private final Map<JsonNode, Boolean> underWay = new IdentityHashMap<>();
    private final Map<JsonNode, Integer> heights = new IdentityHashMap<>();

    Soundness(JsonNode document, SchemaLimits limits) {
        this.document = document;
        this.limits = limits;
    }

    void check() {
        check(document);
    }

    private void check(JsonNode node) {
        if (node.isObject()) {
            height(node, 0);
            checkPatterns(node);
            checkBranches(node);
        }
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                if (Keywords.isMap(property.getKey(), property.getValue())) {
                    property.getValue().forEach(this::check);
                } else if (!Keywords.DATA.contains(property.getKey())) {
                    check(property.getValue());
                }
            }
        } else {
            node.forEach(this::check);
        }
    }

    /** How many schemas look at one value, one within the other. */
    private int height(JsonNode schema, int depth) {
        Integer known = heights.get(schema);
        if (known != null) {
            return checked(known + depth);
        }
        if (underWay.put(schema, true) != null) {
            throw Invalid.because("The JSON Schema refers to itself in a circle without looking into the value: "
                    + schema.path("$ref").asText("a combined schema"));
        }
        checked(depth);
        int height = 0;
        for (JsonNode child : Keywords.sameValue(schema)) {
            height = Math.max(height, 1 + height(child, depth + 1));
        }
        String reference = schema.path("$ref").asText("");
        if (reference.startsWith("#")) {
            height = Math.max(height, 1 + height(target(document, reference), depth + 1));
        }
        underWay.remove(schema);
        heights.put(schema, height);
        return height;
    }

    private int checked(int depth) {
        if (depth > limits.depth()) {
            throw Invalid.tooMuch(
                    "The number of schemas that look at one value, one within the other,",
                    depth,
                    limits.depth(),
                    "schema.max_depth");
        }
        return depth;
    }

    static JsonNode target(JsonNode document, String reference) {
        JsonNode found = document.at(reference.substring(1));
        if (!found.isObject() && !found.isBoolean()) {
            throw Bundle.nowhere(reference);
        }
        return found;
    }

    private static void checkPatterns(JsonNode schema) {
        if (schema.path("pattern").isTextual()) {
            LinearRegex.of(schema.get("pattern").textValue());
        }
        if (schema.path("patternProperties").isObject()) {
            schema.get("patternProperties").fieldNames().forEachRemaining(LinearRegex::of);
        }
    }

    private void checkBranches(JsonNode schema) {
        for (String list : Keywords.COMBINED) {
            if (schema.path(list).size() > limits.branches()) {
                throw Invalid.tooMuch(
                        "The number of schemas in " + list,
                        schema.path(list).size(),
                        limits.branches(),
                        "schema.max_branches");
            }
        }
    }
}
