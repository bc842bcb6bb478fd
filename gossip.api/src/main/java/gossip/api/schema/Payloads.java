package gossip.api.schema;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads and writes payloads in Confluent's wire format: a byte 0, the id of the schema in 4 bytes, for Protobuf the indexes of
 * the message, then the data. Thread-safe; not for event loops: a schema that was not used before is read first. What is read
 * of schemas is kept for the next payload, within a bound.
 *
 * <p>All methods throw {@link SchemaException}: SCHEMA_NOT_FOUND if there is no such id, INVALID_SCHEMA if the payload is not
 * one of the format or of the schema, with the reason.
 */
public interface Payloads {
    /**
     * The id that a payload carries.
     *
     * @param payload read from position to limit; its position is not moved
     * @return the id; the schema need not exist
     */
    int idOf(ByteBuffer payload);

    /**
     * Checks that a payload can be read by the schema that it names.
     *
     * @param payload read from position to limit; its position is not moved
     * @param subject whose context the id is of; empty for the default one
     */
    void check(ByteBuffer payload, Optional<String> subject);

    /**
     * Writes a payload as JSON: Avro in Avro's JSON encoding, Protobuf in its JSON mapping, JSON as it is.
     *
     * @param payload read from position to limit; its position is not moved
     * @param subject whose context the id is of; empty for the default one
     * @return UTF-8, a buffer of its own
     */
    ByteBuffer toJson(ByteBuffer payload, Optional<String> subject);

    /**
     * Makes a payload from JSON.
     *
     * @param json UTF-8, from position to limit; its position is not moved
     * @param id which schema
     * @param subject whose context the id is of; empty for the default one
     * @param message full name of the Protobuf message; empty for the first of the schema, and for other types
     * @return the payload, a buffer of its own
     */
    ByteBuffer fromJson(ByteBuffer json, int id, Optional<String> subject, String message);
}
