package gossip.schema.avro;

import com.fasterxml.jackson.databind.JsonNode;
import gossip.schema.format.Invalid;
import gossip.schema.format.JsonText;
import gossip.schema.format.ParsedSchema;
import gossip.schema.format.SchemaLanguage;
import gossip.schema.format.SchemaLimits;
import gossip.schema.format.SchemaSource;
import java.util.Set;
import org.apache.avro.Schema;

/** Reads Avro schemas. Thread-safe. */
public final class AvroLanguage implements SchemaLanguage {
    private final SchemaLimits limits;
    private final JsonText json;

    /**
     * Creates the language.
     *
     * @param limits what is refused
     */
    public AvroLanguage(SchemaLimits limits) {
        this.limits = limits;
        this.json = new JsonText(limits.depth());
    }

    @Override
    public ParsedSchema parse(SchemaSource source) {
        JsonNode tree = json.read(source.schema().text(), "The Avro schema");
        checkBranches(tree);
        Schema.Parser parser = new Schema.Parser();
        parser.setValidateDefaults(false);
        try {
            Set<String> foreign = readDependencies(parser, source);
            Schema schema = parser.parse(source.schema().text());
            int types = parser.getTypes().size();
            if (types > limits.types()) {
                throw Invalid.tooMuch("The number of named types", types, limits.types(), "schema.max_types");
            }
            return new AvroSchema(schema, source, foreign, json, limits);
        } catch (gossip.api.schema.SchemaException e) {
            throw e;
        } catch (RuntimeException e) { // Avro's parser throws more kinds than it declares
            throw Invalid.because("The Avro schema is not valid", e);
        }
    }

    static Set<String> readDependencies(Schema.Parser parser, SchemaSource source) {
        for (SchemaSource.Dependency dependency : source.dependencies()) {
            parser.parse(dependency.schema().text());
        }
        return Set.copyOf(parser.getTypes().keySet());
    }

    /** The tree is no deeper than the limit, nor is the recursion. */
    private void checkBranches(JsonNode node) {
        if (node.isArray() && node.size() > limits.branches() && isUnion(node)) {
            throw Invalid.tooMuch(
                    "The number of branches of a union", node.size(), limits.branches(), "schema.max_branches");
        }
        for (JsonNode child : node) {
            checkBranches(child);
        }
    }

    /** Fields of a record are objects with a name and a type; symbols of an enum come as text only. */
    private static boolean isUnion(JsonNode array) {
        for (JsonNode element : array) {
            if (element.isObject() && !(element.has("name") && element.has("type") && !isNamedType(element))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNamedType(JsonNode element) {
        String type = element.path("type").asText("");
        return type.equals("record") || type.equals("enum") || type.equals("fixed") || type.equals("error");
    }
}
