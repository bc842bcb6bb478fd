package gossip.schema.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;

/** Compares what two schemas say of the items of arrays. */
final class JsonArrays {
    private final JsonCompatibility whole;
    private final Problems problems;
    private final String path;
    private final int depth;

    JsonArrays(JsonCompatibility whole, Problems problems, String path, int depth) {
        this.whole = whole;
        this.problems = problems;
        this.path = path;
        this.depth = depth;
    }

    void compare(JsonNode reader, JsonNode writer) {
        String type = writer.path("type").asText("array");
        if (!type.isEmpty() && !type.equals("array")) {
            return;
        }
        JsonNode allowed = first(reader);
        JsonNode written = first(writer);
        int count = Math.max(allowed.size(), written.size());
        for (int i = 0; i < count; i++) {
            problems.addAll(whole.compare(
                    i < allowed.size() ? allowed.get(i) : rest(reader),
                    i < written.size() ? written.get(i) : rest(writer),
                    path + "/items/" + i,
                    depth + 1));
        }
        problems.addAll(whole.compare(rest(reader), rest(writer), path + "/items", depth + 1));
    }

    /** Schemas of the first items, one each; empty if all have the same. */
    private static JsonNode first(JsonNode schema) {
        return schema.path("prefixItems").isArray() || !schema.path("items").isArray()
                ? schema.path("prefixItems")
                : schema.path("items");
    }

    /** The schema of the items that follow. */
    private static JsonNode rest(JsonNode schema) {
        JsonNode rest = schema.path("items").isArray() ? schema.path("additionalItems") : schema.path("items");
        return rest.isMissingNode() ? BooleanNode.TRUE : rest;
    }
}
