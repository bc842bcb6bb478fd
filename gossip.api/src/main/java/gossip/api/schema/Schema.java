package gossip.api.schema;

import java.util.List;
import java.util.Objects;

/**
 * A schema as written.
 *
 * @param type {@link #AVRO}, {@link #JSON}, {@link #PROTOBUF}, or another that the registry knows
 * @param text its definition, in the language of its type
 * @param references what the text names and other subjects define, in the order given
 */
public record Schema(String type, String text, List<Reference> references) {
    /** The type of schemas that name none. */
    public static final String AVRO = "AVRO";

    /** JSON Schema. */
    public static final String JSON = "JSON";

    /** Protocol Buffers; a message has to say which of the schema's messages it is. */
    public static final String PROTOBUF = "PROTOBUF";

    /** Copies the list. */
    public Schema {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(text, "text");
        references = List.copyOf(references);
    }

    /**
     * A schema that another one uses.
     *
     * @param name how the text calls it: a full name in Avro, a {@code $ref} in JSON Schema, an import in Protobuf
     * @param subject where it is registered; without a context, in that of the schema that refers to it
     * @param version which version of that subject, at least 1
     */
    public record Reference(String name, String subject, int version) {
        /** Checks that nothing is missing. */
        public Reference {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(subject, "subject");
        }
    }
}
