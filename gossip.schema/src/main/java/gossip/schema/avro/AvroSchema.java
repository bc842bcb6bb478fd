package gossip.schema.avro;

import com.fasterxml.jackson.databind.JsonNode;
import gossip.schema.format.Invalid;
import gossip.schema.format.JsonText;
import gossip.schema.format.ParsedSchema;
import gossip.schema.format.PayloadFormat;
import gossip.schema.format.Roles;
import gossip.schema.format.SchemaLimits;
import gossip.schema.format.SchemaSource;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/** An Avro schema. Immutable. */
final class AvroSchema implements ParsedSchema {
    private static final JsonText DEEP = new JsonText(100_000);

    private final Schema schema;
    private final SchemaSource source;
    private final JsonText json;
    private final AvroText text;
    private final AvroPayloads payloads;

    AvroSchema(Schema schema, SchemaSource source, Set<String> foreign, JsonText json, SchemaLimits limits) {
        this.schema = schema;
        this.source = source;
        this.json = json;
        this.text = new AvroText(foreign);
        this.payloads = new AvroPayloads(schema, json, limits);
    }

    @Override
    public String canonical() {
        return checked(text.withoutForeign(tree()));
    }

    @Override
    public String normalized() {
        return checked(text.ordered(text.withoutForeign(tree())));
    }

    /** As deep as the types are nested, which may be more than the text was. */
    private JsonNode tree() {
        return DEEP.read(schema.toString(), "The Avro schema");
    }

    /** What is stored must be readable again. */
    private String checked(JsonNode tree) {
        String written = DEEP.write(tree);
        json.read(written, "The Avro schema, with each type defined where it is used first,");
        return written;
    }

    @Override
    public Form form(String form) {
        return form.equals("resolved")
                ? new Form(schema.toString(), true)
                : new Form(source.schema().text(), source.dependencies().isEmpty());
    }

    @Override
    public void validate() {
        Schema.Parser parser = new Schema.Parser();
        parser.setValidateDefaults(false);
        try {
            AvroLanguage.readDependencies(parser, source);
            parser.setValidateDefaults(true);
            Schema parsed = parser.parse(source.schema().text());
            if (!parsed.getType().equals(schema.getType())) {
                throw new IllegalStateException("one text gave two schemas");
            }
        } catch (RuntimeException e) { // Avro's parser throws more kinds than it declares
            throw Invalid.because("The Avro schema is not valid", e);
        }
    }

    @Override
    public List<String> problemsReading(ParsedSchema writer, Roles roles) {
        Schema written = ((AvroSchema) writer).schema;
        return SchemaCompatibility.checkReaderWriterCompatibility(schema, written)
                .getResult()
                .getIncompatibilities()
                .stream()
                .map(problem -> AvroProblem.describe(problem, roles))
                .toList();
    }

    @Override
    public PayloadFormat payloads() {
        return payloads;
    }
}
