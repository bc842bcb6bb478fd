package gossip.schema.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import gossip.api.schema.SchemaException;
import gossip.schema.format.Invalid;
import gossip.schema.format.JsonText;
import gossip.schema.format.PayloadFormat;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** JSON values that a schema allows. Thread-safe. */
final class JsonPayloads implements PayloadFormat {
    private static final long FREE_STEPS = 200_000;
    private static final long STEPS_PER_BYTE = 50;
    private static final int SHOWN = 5;

    private final Schema schema;
    private final JsonText json;

    private JsonPayloads(Schema schema, JsonText json) {
        this.schema = schema;
        this.json = json;
    }

    /** Compiles a bundled schema, which it takes over. */
    static JsonPayloads of(Draft draft, JsonNode document, JsonText json) {
        Dialect dialect =
                Dialect.builder(draft.dialect()).keyword(new StepKeyword()).build();
        mark(document);
        try {
            Schema schema = registry(dialect, config().build()).getSchema(document);
            return new JsonPayloads(schema, json);
        } catch (SchemaException e) {
            throw e;
        } catch (RuntimeException e) { // the library throws more kinds than it declares
            throw Invalid.because("The JSON Schema is not valid", e);
        }
    }

    /** The schema of schemas, which leaves it to us to judge regular expressions and references. */
    static Schema metaSchema(Draft draft) {
        return registry(draft.dialect(), config().formatAssertionsEnabled(false).build())
                .getSchema(SchemaLocation.of(draft.location()));
    }

    private static SchemaRegistryConfig.Builder config() {
        return SchemaRegistryConfig.builder()
                .regularExpressionFactory(LinearRegex::of)
                .locale(Locale.ENGLISH);
    }

    private static SchemaRegistry registry(Dialect dialect, SchemaRegistryConfig config) {
        return SchemaRegistry.withDialect(dialect, builder -> builder.schemaRegistryConfig(config));
    }

    private static void mark(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(property -> {
                if (!Keywords.DATA.contains(property.getKey())) {
                    markIn(property.getKey(), property.getValue());
                }
            });
            object.put(StepKeyword.NAME, true);
        } else {
            node.forEach(JsonPayloads::mark);
        }
    }

    /** The entries of a map are schemas; the map is none. */
    private static void markIn(String key, JsonNode value) {
        if (Keywords.isMap(key, value)) {
            value.forEach(JsonPayloads::mark);
        } else {
            mark(value);
        }
    }

    @Override
    public void check(ByteBuffer body) {
        int size = body.remaining();
        require(json.read(body, "The payload"), size);
    }

    @Override
    public ByteBuffer toJson(ByteBuffer body) {
        ByteBuffer copy =
                ByteBuffer.allocate(body.remaining()).put(body.duplicate()).flip();
        check(body);
        return copy;
    }

    @Override
    public ByteBuffer fromJson(ByteBuffer source, String message) {
        return toJson(source);
    }

    private void require(JsonNode value, int size) {
        List<Error> errors;
        try {
            errors = schema.validate(
                    value,
                    context -> context.getCollectorContext()
                            .put(StepKeyword.Budget.class, new StepKeyword.Budget(FREE_STEPS + STEPS_PER_BYTE * size)));
        } catch (SchemaException e) {
            throw e;
        } catch (StackOverflowError e) { // of a thread with a small stack
            throw Invalid.because("The value is nested too deeply for its schema");
        } catch (RuntimeException e) { // the library throws more kinds than it declares
            throw Invalid.because("The value cannot be validated", e);
        }
        if (!errors.isEmpty()) {
            throw Invalid.because("The value does not fit its schema: " + describe(errors));
        }
    }

    static String describe(List<Error> errors) {
        String shown = errors.stream()
                .limit(SHOWN)
                .map(error -> {
                    String text = error.getInstanceLocation() + ": " + error.getMessage();
                    return text.length() > 300 ? text.substring(0, 300) + "..." : text;
                })
                .collect(Collectors.joining("; "));
        return errors.size() > SHOWN ? shown + "; and " + (errors.size() - SHOWN) + " more" : shown;
    }
}
