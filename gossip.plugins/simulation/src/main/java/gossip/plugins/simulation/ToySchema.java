package gossip.plugins.simulation;

import gossip.api.schema.Schema;
import gossip.api.schema.SchemaError;
import gossip.api.schema.SchemaException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A schema that names the fields of a record, each a word, with ? if it may be missing: {@code id name? price?}. How many
 * spaces there are makes no difference.
 *
 * @param canonical with one space between fields
 * @param fields the words
 */
public record ToySchema(Schema canonical, List<String> fields) {
    private static final Pattern FIELD = Pattern.compile("\\w+\\??");

    /** Copies the list. */
    public ToySchema {
        fields = List.copyOf(fields);
    }

    /**
     * Reads a schema.
     *
     * @param schema of the type AVRO
     * @return the schema
     * @throws SchemaException INVALID_SCHEMA
     */
    public static ToySchema read(Schema schema) {
        List<String> fields = Arrays.stream(schema.text().split(" "))
                .filter(word -> !word.isEmpty())
                .toList();
        if (!schema.type().equals(Schema.AVRO)
                || fields.isEmpty()
                || !fields.stream().allMatch(FIELD.asMatchPredicate())) {
            throw new SchemaException(
                    SchemaError.INVALID_SCHEMA, "'" + schema.text() + "' is no list of words, with or without ?");
        }
        return new ToySchema(new Schema(schema.type(), String.join(" ", fields), schema.references()), fields);
    }

    /** What keeps this one from reading what another wrote. */
    Stream<String> problemsReading(ToySchema writer) {
        return fields.stream()
                .filter(field -> !field.endsWith("?"))
                .filter(field -> !writer.fields.contains(field) && !writer.fields.contains(field + "?"))
                .map(field -> "the field " + field + " is missing and must not be");
    }

    /** Whether a value, which is a list of fields, is one of this schema. */
    boolean allows(List<String> value) {
        return fields.stream().allMatch(field -> field.endsWith("?") || value.contains(field))
                && value.stream().allMatch(field -> fields.contains(field) || fields.contains(field + "?"));
    }
}
