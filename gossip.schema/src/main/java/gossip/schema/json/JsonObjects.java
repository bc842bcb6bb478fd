package gossip.schema.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Compares what two schemas say of the properties of objects. */
final class JsonObjects {
    private final JsonCompatibility whole;
    private final Problems problems;
    private final String path;
    private final int depth;

    JsonObjects(JsonCompatibility whole, Problems problems, String path, int depth) {
        this.whole = whole;
        this.problems = problems;
        this.path = path;
        this.depth = depth;
    }

    void compare(JsonNode reader, JsonNode writer) {
        if (!allowsObjects(writer)) {
            return;
        }
        for (Map.Entry<String, JsonNode> property : reader.path("properties").properties()) {
            property(property.getKey(), property.getValue(), writer);
        }
        for (Map.Entry<String, JsonNode> property : writer.path("properties").properties()) {
            if (!reader.path("properties").has(property.getKey())) {
                removed(property.getKey(), property.getValue(), reader);
            }
        }
        for (Map.Entry<String, JsonNode> pattern :
                reader.path("patternProperties").properties()) {
            pattern(pattern.getKey(), pattern.getValue(), writer);
        }
        additional(reader, writer);
        required(reader, writer);
    }

    private static boolean allowsObjects(JsonNode writer) {
        JsonNode type = writer.path("type");
        if (type.isTextual()) {
            return type.textValue().equals("object");
        }
        for (JsonNode one : type) {
            if (one.asText("").equals("object")) {
                return true;
            }
        }
        return !type.isArray();
    }

    private void property(String name, JsonNode schema, JsonNode writer) {
        String where = path + "/properties/" + name;
        JsonNode written = writer.path("properties").path(name);
        if (!written.isMissingNode()) {
            problems.addAll(whole.compare(schema, written, where, depth + 1));
            return;
        }
        JsonNode rest = unnamed(name, writer);
        if (rest.isBoolean() && !rest.booleanValue()) {
            return;
        }
        Problems added = whole.compare(schema, rest, where, depth + 1);
        if (!added.isEmpty() && rest.isBoolean()) {
            problems.add(
                    "PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL",
                    where,
                    "{reader} describes the property '" + name + "', which in {writer} could have had any value;"
                            + " leave its schema empty ({}), or close the objects of the schema (additionalProperties:"
                            + " false) in a version of its own first");
        } else {
            problems.addAll(added);
        }
    }

    /** What a schema says of a property that it does not name. */
    private static JsonNode unnamed(String name, JsonNode schema) {
        for (Map.Entry<String, JsonNode> pattern :
                schema.path("patternProperties").properties()) {
            if (LinearRegex.of(pattern.getKey()).matches(name)) {
                return pattern.getValue();
            }
        }
        return additionalProperties(schema);
    }

    private static JsonNode additionalProperties(JsonNode schema) {
        JsonNode additional = schema.path("additionalProperties");
        return additional.isMissingNode() ? BooleanNode.TRUE : additional;
    }

    private void removed(String name, JsonNode written, JsonNode reader) {
        JsonNode rest = unnamed(name, reader);
        String where = path + "/properties/" + name;
        if (rest.isBoolean() && !rest.booleanValue()) {
            problems.add(
                    "PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL",
                    where,
                    "{writer} has the property '" + name + "', {reader} neither has it nor allows others; keep it, or"
                            + " open the objects (additionalProperties: true)");
        } else {
            problems.addAll(whole.compare(rest, written, where, depth + 1));
        }
    }

    private void pattern(String pattern, JsonNode schema, JsonNode writer) {
        JsonNode written = writer.path("patternProperties").path(pattern);
        JsonNode rest = written.isMissingNode() ? additionalProperties(writer) : written;
        problems.addAll(whole.compare(schema, rest, path + "/patternProperties/" + pattern, depth + 1));
    }

    private void additional(JsonNode reader, JsonNode writer) {
        JsonNode allowed = additionalProperties(reader);
        JsonNode written = additionalProperties(writer);
        String where = path + "/additionalProperties";
        if (allowed.isBoolean() && !allowed.booleanValue() && !(written.isBoolean() && !written.booleanValue())) {
            problems.add(
                    "ADDITIONAL_PROPERTIES_REMOVED",
                    where,
                    "{reader} allows no properties but those it names, {writer} others too; allow them again");
        } else {
            problems.addAll(whole.compare(allowed, written, where, depth + 1));
        }
    }

    private void required(JsonNode reader, JsonNode writer) {
        Set<String> written = new HashSet<>();
        writer.path("required").forEach(name -> written.add(name.asText("")));
        for (JsonNode required : reader.path("required")) {
            String name = required.asText("");
            boolean hasDefault = reader.path("properties").path(name).has("default");
            if (!written.contains(name) && !hasDefault) {
                problems.add(
                        "REQUIRED_ATTRIBUTE_ADDED",
                        path + "/required",
                        "{reader} needs the property '" + name + "', {writer} does not; give it a default, or do not"
                                + " require it");
            }
        }
    }
}
