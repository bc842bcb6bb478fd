package gossip.schema.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Compares what two schemas say of types, fixed values, numbers and strings. */
final class JsonTypes {
    private static final List<String> UPPER =
            List.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties");
    private static final List<String> LOWER =
            List.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties");

    private final Problems problems;
    private final String path;

    JsonTypes(Problems problems, String path) {
        this.problems = problems;
        this.path = path;
    }

    void compare(JsonNode reader, JsonNode writer) {
        types(reader, writer);
        values(reader, writer);
        UPPER.forEach(keyword -> bound(reader, writer, keyword, 1));
        LOWER.forEach(keyword -> bound(reader, writer, keyword, -1));
        multiples(reader, writer);
        pattern(reader, writer);
        if (reader.path("uniqueItems").asBoolean(false)
                && !writer.path("uniqueItems").asBoolean(false)) {
            problems.add("UNIQUE_ITEMS_ADDED", path + "/uniqueItems", "{reader} wants items to differ; take that away");
        }
    }

    private void types(JsonNode reader, JsonNode writer) {
        Set<String> allowed = names(reader.path("type"));
        if (allowed.isEmpty()) {
            return;
        }
        Set<String> written = names(writer.path("type"));
        if (written.isEmpty()) {
            written = implied(writer);
        }
        if (written.isEmpty()) {
            problems.add(
                    "TYPE_NARROWED",
                    path + "/type",
                    "{reader} allows " + allowed + " only, {writer} any type; take 'type' away");
            return;
        }
        written.removeIf(type -> allowed.contains(type) || type.equals("integer") && allowed.contains("number"));
        if (!written.isEmpty()) {
            problems.add(
                    "TYPE_NARROWED",
                    path + "/type",
                    "{writer} allows " + written + ", {reader} " + allowed + " only; add what is missing to 'type'");
        }
    }

    private static Set<String> names(JsonNode type) {
        Set<String> names = new LinkedHashSet<>();
        if (type.isTextual()) {
            names.add(type.textValue());
        }
        type.forEach(one -> names.add(one.asText("")));
        return names;
    }

    /** The types of fixed values, where they are all that is said. */
    private static Set<String> implied(JsonNode writer) {
        Set<String> names = new LinkedHashSet<>();
        writer.path("enum").forEach(value -> names.add(typeOf(value)));
        if (writer.has("const")) {
            names.add(typeOf(writer.get("const")));
        }
        return names;
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "array";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case OBJECT, POJO -> "object";
            case STRING, BINARY -> "string";
            case NULL, MISSING -> "null";
        };
    }

    private void values(JsonNode reader, JsonNode writer) {
        if (!reader.has("enum") && !reader.has("const")) {
            return;
        }
        Set<JsonNode> allowed = fixedValues(reader);
        Set<JsonNode> written = fixedValues(writer);
        if (written.isEmpty()) {
            problems.add(
                    "ENUM_ADDED",
                    path + "/enum",
                    "{reader} allows certain values only, {writer} any; take 'enum' or 'const' away");
            return;
        }
        written.removeAll(allowed);
        if (!written.isEmpty()) {
            String shown = written.stream().limit(10).toList().toString();
            problems.add(
                    "ENUM_ARRAY_NARROWED",
                    path + "/enum",
                    "{writer} allows the values " + (shown.length() > 200 ? shown.substring(0, 200) : shown)
                            + ", {reader} does not; add them");
        }
    }

    private static Set<JsonNode> fixedValues(JsonNode schema) {
        Set<JsonNode> values = new LinkedHashSet<>();
        schema.path("enum").forEach(values::add);
        if (schema.has("const")) {
            values.add(schema.get("const"));
        }
        return values;
    }

    /** Sign: 1 for upper bounds, -1 for lower ones. In draft 4 exclusive bounds are true or false. */
    private void bound(JsonNode reader, JsonNode writer, String keyword, int sign) {
        JsonNode allowed = reader.path(keyword);
        JsonNode written = writer.path(keyword);
        boolean narrower;
        if (allowed.isBoolean()) {
            narrower = allowed.booleanValue() && !written.asBoolean(false);
        } else if (!allowed.isNumber()) {
            return;
        } else {
            boolean isNothing = sign < 0
                    && keyword.startsWith("min")
                    && !keyword.equals("minimum")
                    && allowed.decimalValue().signum() <= 0;
            narrower =
                    !isNothing && (!written.isNumber() || sign * allowed.doubleValue() < sign * written.doubleValue());
        }
        if (narrower) {
            problems.add(
                    (sign > 0 ? "UPPER" : "LOWER") + "_BOUND_NARROWED",
                    path + "/" + keyword,
                    "{reader} has '" + keyword + "' " + allowed + ", {writer} "
                            + (written.isMissingNode() ? "none" : written) + "; widen it, or take it away");
        }
    }

    private void multiples(JsonNode reader, JsonNode writer) {
        JsonNode allowed = reader.path("multipleOf");
        JsonNode written = writer.path("multipleOf");
        if (allowed.isNumber() && !(written.isNumber() && isMultiple(written.doubleValue(), allowed.doubleValue()))) {
            problems.add(
                    "MULTIPLE_OF_CHANGED",
                    path + "/multipleOf",
                    "{reader} allows multiples of " + allowed
                            + " only, and {writer} also others; take 'multipleOf' away");
        }
    }

    private static boolean isMultiple(double value, double of) {
        return of != 0 && Double.compare(Math.rint(value / of) * of, value) == 0;
    }

    private void pattern(JsonNode reader, JsonNode writer) {
        if (reader.has("pattern") && !reader.get("pattern").equals(writer.path("pattern"))) {
            problems.add(
                    "PATTERN_CHANGED",
                    path + "/pattern",
                    "{reader} has another 'pattern' than {writer}; keep it, or take it away");
        }
    }
}
