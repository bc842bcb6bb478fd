package gossip.schema.format;

import java.nio.ByteBuffer;

/**
 * Values of a schema as bytes and as JSON. Thread-safe. All methods throw {@link gossip.api.schema.SchemaException} with
 * INVALID_SCHEMA if there is no such value.
 */
public interface PayloadFormat {
    /**
     * Checks that bytes are a value.
     *
     * @param body what follows the id of the schema; consumed
     */
    void check(ByteBuffer body);

    /**
     * Writes a value as JSON.
     *
     * @param body what follows the id of the schema; consumed
     * @return UTF-8, a buffer of its own
     */
    ByteBuffer toJson(ByteBuffer body);

    /**
     * Makes a value of JSON.
     *
     * @param json UTF-8; consumed
     * @param message which message of a Protobuf schema; empty for the first
     * @return what follows the id of the schema, a buffer of its own
     */
    ByteBuffer fromJson(ByteBuffer json, String message);
}
