package gossip.schema.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import gossip.api.schema.SchemaException;
import gossip.schema.format.Invalid;
import gossip.schema.format.JsonText;
import gossip.schema.format.ParsedSchema;
import gossip.schema.format.SchemaLanguage;
import gossip.schema.format.SchemaLimits;
import gossip.schema.format.SchemaSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads JSON Schemas. Thread-safe. */
public final class JsonLanguage implements SchemaLanguage {
    private static final String WHAT = "The JSON Schema";

    private final SchemaLimits limits;
    private final JsonText json;
    private final Map<Draft, com.networknt.schema.Schema> metaSchemas = new ConcurrentHashMap<>();

    /**
     * Creates the language.
     *
     * @param limits what is refused
     */
    public JsonLanguage(SchemaLimits limits) {
        this.limits = limits;
        this.json = new JsonText(limits.depth());
    }

    @Override
    public ParsedSchema parse(SchemaSource source) {
        JsonNode root = json.read(source.schema().text(), WHAT);
        if (!root.isObject() && !root.isBoolean()) {
            throw Invalid.because(WHAT + " is neither an object nor true or false");
        }
        Draft draft = Draft.of(root);
        requireValid(draft, root);
        Map<String, JsonNode> dependencies = new LinkedHashMap<>();
        for (SchemaSource.Dependency dependency : source.dependencies()) {
            dependencies.put(
                    dependency.name(),
                    json.read(dependency.schema().text(), "The JSON Schema '" + dependency.name() + "'"));
        }
        JsonNode document = new Bundle(draft, root, dependencies).document();
        new Soundness(document, limits).check();
        return new JsonSchema(root, source, document, JsonPayloads.of(draft, document.deepCopy(), json), json);
    }

    private void requireValid(Draft draft, JsonNode root) {
        List<Error> errors;
        try {
            errors =
                    metaSchemas.computeIfAbsent(draft, JsonPayloads::metaSchema).validate(root);
        } catch (SchemaException e) {
            throw e;
        } catch (RuntimeException e) { // the library throws more kinds than it declares
            throw Invalid.because(WHAT + " is not valid", e);
        }
        if (!errors.isEmpty()) {
            throw Invalid.because(WHAT + " is not valid: " + JsonPayloads.describe(errors));
        }
    }
}
