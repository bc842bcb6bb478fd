package gossip.schema.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gossip.schema.format.Roles;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out whether a schema allows every value that another one allows. Where that cannot be told, it says no. Used once, by
 * one thread; takes a bounded number of steps.
 */
final class JsonCompatibility {
    private static final int STEPS = 200_000;
    private static final int DEPTH = 1000;

    /** Keywords that have to stay as they are, or go. */
    private static final List<String> FIXED = List.of(
            "not",
            "if",
            "then",
            "else",
            "contains",
            "minContains",
            "maxContains",
            "dependencies",
            "dependentRequired",
            "dependentSchemas",
            "propertyNames",
            "unevaluatedProperties",
            "unevaluatedItems",
            "$dynamicRef",
            "$recursiveRef");

    private static final Set<String> ANNOTATIONS = Set.of(
            "title",
            "description",
            "$comment",
            "default",
            "examples",
            "example",
            "readOnly",
            "writeOnly",
            "deprecated",
            "$schema",
            "definitions",
            "$defs",
            "format",
            "contentEncoding",
            "contentMediaType");

    private final JsonNode readerDocument;
    private final JsonNode writerDocument;
    private final Roles roles;
    private final Map<JsonNode, Map<JsonNode, Problems>> seen = new IdentityHashMap<>();
    private int steps;

    JsonCompatibility(JsonNode reader, JsonNode writer, Roles roles) {
        this.readerDocument = reader;
        this.writerDocument = writer;
        this.roles = roles;
    }

    List<String> problems() {
        return compare(readerDocument, writerDocument, "", 0).all();
    }

    /** What is under way is taken to fit: if it does not, that comes out where it began. */
    Problems compare(JsonNode reader, JsonNode writer, String path, int depth) {
        Map<JsonNode, Problems> known = seen.computeIfAbsent(reader, key -> new IdentityHashMap<>());
        Problems before = known.get(writer);
        if (before != null) {
            return before.isComplete() ? before : new Problems(roles);
        }
        Problems problems = new Problems(roles);
        known.put(writer, problems);
        compare(reader, writer, path, depth, problems);
        problems.complete();
        return problems;
    }

    private void compare(JsonNode reader, JsonNode writer, String path, int depth, Problems problems) {
        if (++steps > STEPS || depth > DEPTH) {
            problems.add(
                    "TOO_INVOLVED",
                    path,
                    "the schemas are too involved to be compared; make them simpler, or set the compatibility level to"
                            + " NONE while you register this version");
            return;
        }
        JsonNode from = resolved(reader, readerDocument);
        JsonNode to = resolved(writer, writerDocument);
        if (isReference(reader) || isReference(writer)) {
            problems.addAll(compare(from, to, path, depth + 1));
        } else if (isAnything(reader) || isNothing(writer)) {
            return;
        } else if (isNothing(reader)) {
            problems.add(
                    "FALSE_SCHEMA", path, "{reader} allows nothing where {writer} allows something; allow it again");
        } else {
            combined(reader, writer, path, depth, problems);
        }
    }

    private static JsonNode resolved(JsonNode schema, JsonNode document) {
        return isReference(schema)
                ? Soundness.target(document, schema.get("$ref").textValue())
                : schema;
    }

    private static boolean isReference(JsonNode schema) {
        return schema.path("$ref").asText("").startsWith("#");
    }

    private static boolean isAnything(JsonNode schema) {
        if (schema.isBoolean()) {
            return schema.booleanValue();
        }
        for (Map.Entry<String, JsonNode> property : schema.properties()) {
            if (!ANNOTATIONS.contains(property.getKey())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNothing(JsonNode schema) {
        return schema.isBoolean() && !schema.booleanValue();
    }

    private void combined(JsonNode reader, JsonNode writer, String path, int depth, Problems problems) {
        for (String choice : List.of("oneOf", "anyOf")) {
            if (writer.path(choice).isArray()) {
                int index = 0;
                for (JsonNode branch : writer.get(choice)) {
                    Problems inBranch = compare(reader, branch, path + "/" + choice + "/" + index++, depth + 1);
                    if (!inBranch.isEmpty() && !fits(reader, without(writer, choice), path, depth)) {
                        problems.addAll(inBranch);
                    }
                }
                return;
            }
        }
        if (!fitsPartOf(reader, writer, path, depth)) {
            direct(reader, writer, path, depth, problems);
        }
    }

    private boolean fits(JsonNode reader, JsonNode writer, String path, int depth) {
        return !isAnything(writer) && compare(reader, writer, path, depth + 1).isEmpty();
    }

    /** A value of the writer fits all of its parts; that one of them is allowed is enough. */
    private boolean fitsPartOf(JsonNode reader, JsonNode writer, String path, int depth) {
        for (JsonNode part : writer.path("allOf")) {
            if (compare(reader, part, path, depth + 1).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private void direct(JsonNode reader, JsonNode writer, String path, int depth, Problems problems) {
        for (JsonNode part : reader.path("allOf")) {
            problems.addAll(compare(part, writer, path + "/allOf", depth + 1));
        }
        for (String choice : List.of("anyOf", "oneOf")) {
            if (reader.path(choice).isArray()) {
                choice(reader.get(choice), writer, path, choice, depth, problems);
            }
        }
        new JsonTypes(problems, path).compare(reader, writer);
        fixed(reader, writer, path, problems);
        new JsonObjects(this, problems, path, depth).compare(reader, writer);
        new JsonArrays(this, problems, path, depth).compare(reader, writer);
    }

    private void choice(JsonNode branches, JsonNode writer, String path, String keyword, int depth, Problems problems) {
        List<Problems> all = new ArrayList<>();
        for (JsonNode branch : branches) {
            Problems one = compare(branch, writer, path, depth + 1);
            if (one.isEmpty()) {
                return;
            }
            all.add(one);
        }
        problems.add(
                "COMBINED_TYPE_NARROWED",
                path + "/" + keyword,
                "no branch of {reader} allows all that {writer} allows there; keep the branch that did");
        all.stream().limit(1).forEach(problems::addAll);
    }

    private static void fixed(JsonNode reader, JsonNode writer, String path, Problems problems) {
        for (String keyword : FIXED) {
            if (reader.has(keyword) && !reader.get(keyword).equals(writer.path(keyword))) {
                problems.add(
                        "KEYWORD_CHANGED",
                        path + "/" + keyword,
                        "{reader} has another '" + keyword
                                + "' than {writer}, so that it may refuse what {writer} allows;"
                                + " keep it, or take it away");
            }
        }
    }

    private static JsonNode without(JsonNode schema, String keyword) {
        return schema.deepCopy() instanceof ObjectNode object ? object.without(keyword) : schema;
    }
}
