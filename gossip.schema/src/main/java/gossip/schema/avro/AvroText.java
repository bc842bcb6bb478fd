package gossip.schema.avro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rewrites the JSON of Avro schemas. The trees are no deeper than the limit of schemas, nor is the recursion. */
final class AvroText {
    private static final List<String> ORDER = List.of(
            "type",
            "name",
            "namespace",
            "doc",
            "aliases",
            "fields",
            "symbols",
            "items",
            "values",
            "size",
            "default",
            "order");
    private static final Set<String> NAMED = Set.of("record", "error", "enum", "fixed");

    private final Set<String> foreign;

    AvroText(Set<String> foreign) {
        this.foreign = foreign;
    }

    /** Puts the names of foreign types where their definitions are. */
    JsonNode withoutForeign(JsonNode schema) {
        return foreign.isEmpty() ? schema : withoutForeign(schema, "");
    }

    private JsonNode withoutForeign(JsonNode schema, String namespace) {
        if (schema.isArray()) {
            ArrayNode union = JsonNodeFactory.instance.arrayNode();
            schema.forEach(branch -> union.add(withoutForeign(branch, namespace)));
            return union;
        }
        if (!schema.isObject()) {
            return schema;
        }
        String inner = namespace;
        if (NAMED.contains(schema.path("type").asText(""))) {
            String name = fullName(schema, namespace);
            if (foreign.contains(name)) {
                return TextNode.valueOf(
                        name.startsWith(namespace + ".") && !namespace.isEmpty()
                                ? name.substring(namespace.length() + 1)
                                : name);
            }
            inner = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : "";
        }
        return withoutForeignIn((ObjectNode) schema, inner);
    }

    private ObjectNode withoutForeignIn(ObjectNode schema, String namespace) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> property : schema.properties()) {
            JsonNode value = property.getValue();
            copy.set(
                    property.getKey(),
                    switch (property.getKey()) {
                        case "items", "values", "type" -> withoutForeign(value, namespace);
                        case "fields" -> fieldsWithoutForeign(value, namespace);
                        default -> value;
                    });
        }
        return copy;
    }

    private ArrayNode fieldsWithoutForeign(JsonNode fields, String namespace) {
        ArrayNode copies = JsonNodeFactory.instance.arrayNode();
        for (JsonNode field : fields) {
            ObjectNode copy = copies.addObject();
            for (Map.Entry<String, JsonNode> property : field.properties()) {
                boolean isType = property.getKey().equals("type");
                copy.set(
                        property.getKey(),
                        isType ? withoutForeign(property.getValue(), namespace) : property.getValue());
            }
        }
        return copies;
    }

    private static String fullName(JsonNode schema, String namespace) {
        String name = schema.path("name").asText("");
        if (name.contains(".")) {
            return name;
        }
        String own = schema.path("namespace").asText(namespace);
        return own.isEmpty() ? name : own + "." + name;
    }

    /** Puts the properties of every object into one order. */
    JsonNode ordered(JsonNode node) {
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> array.add(ordered(element)));
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        List<Map.Entry<String, JsonNode>> properties = new ArrayList<>(node.properties());
        properties.sort(Comparator.<Map.Entry<String, JsonNode>>comparingInt(property -> rank(property.getKey()))
                .thenComparing(Map.Entry::getKey));
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        properties.forEach(property -> object.set(property.getKey(), ordered(property.getValue())));
        return object;
    }

    private static int rank(String property) {
        int rank = ORDER.indexOf(property);
        return rank < 0 ? ORDER.size() : rank;
    }
}
