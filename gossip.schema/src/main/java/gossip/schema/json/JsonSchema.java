package gossip.schema.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gossip.schema.format.JsonText;
import gossip.schema.format.ParsedSchema;
import gossip.schema.format.PayloadFormat;
import gossip.schema.format.Roles;
import gossip.schema.format.SchemaSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A JSON Schema. Immutable. */
final class JsonSchema implements ParsedSchema {
    private final JsonNode root;
    private final SchemaSource source;
    private final JsonNode document;
    private final JsonPayloads payloads;
    private final JsonText json;

    JsonSchema(JsonNode root, SchemaSource source, JsonNode document, JsonPayloads payloads, JsonText json) {
        this.root = root;
        this.source = source;
        this.document = document;
        this.payloads = payloads;
        this.json = json;
    }

    @Override
    public String canonical() {
        return json.write(root);
    }

    @Override
    public String normalized() {
        return json.write(ordered(root));
    }

    private static JsonNode ordered(JsonNode node) {
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> array.add(ordered(element)));
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        Map<String, JsonNode> sorted = new TreeMap<>();
        node.properties().forEach(property -> sorted.put(property.getKey(), ordered(property.getValue())));
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        sorted.forEach(object::set);
        return object;
    }

    @Override
    public Form form(String form) {
        return form.equals("resolved") && !source.dependencies().isEmpty()
                ? new Form(json.write(document), true)
                : new Form(source.schema().text(), source.dependencies().isEmpty());
    }

    @Override
    public void validate() {
        // all of it was checked when it was read
    }

    @Override
    public List<String> problemsReading(ParsedSchema writer, Roles roles) {
        return new JsonCompatibility(document, ((JsonSchema) writer).document, roles).problems();
    }

    @Override
    public PayloadFormat payloads() {
        return payloads;
    }
}
