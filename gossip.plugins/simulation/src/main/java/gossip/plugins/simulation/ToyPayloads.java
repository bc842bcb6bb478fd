package gossip.plugins.simulation;

import gossip.api.schema.Payloads;
import gossip.api.schema.SchemaError;
import gossip.api.schema.SchemaException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Payloads of toy schemas: after the id the names of fields with spaces between; in JSON an array of these. */
final class ToyPayloads implements Payloads {
    private static final int HEADER = 5;

    private final MemorySchemaRegistry registry;

    ToyPayloads(MemorySchemaRegistry registry) {
        this.registry = registry;
    }

    @Override
    public int idOf(ByteBuffer payload) {
        if (payload.remaining() < HEADER || payload.get(payload.position()) != 0) {
            throw invalid("a payload begins with a byte 0 and an id");
        }
        return payload.duplicate().position(payload.position() + 1).slice().getInt();
    }

    @Override
    public void check(ByteBuffer payload, Optional<String> subject) {
        require(fields(payload), idOf(payload), subject);
    }

    @Override
    public ByteBuffer toJson(ByteBuffer payload, Optional<String> subject) {
        List<String> fields = fields(payload);
        require(fields, idOf(payload), subject);
        return bytes(fields.stream().map(field -> "\"" + field + "\"").collect(Collectors.joining(",", "[", "]")));
    }

    @Override
    public ByteBuffer fromJson(ByteBuffer json, int id, Optional<String> subject, String message) {
        List<String> fields = words(text(json).replaceAll("[\\[\\],\"]", " "));
        require(fields, id, subject);
        ByteBuffer body = bytes(String.join(" ", fields));
        return ByteBuffer.allocate(HEADER + body.remaining())
                .put((byte) 0)
                .putInt(id)
                .put(body)
                .flip();
    }

    private void require(List<String> fields, int id, Optional<String> subject) {
        ToySchema schema = ToySchema.read(registry.schema(id, subject, ""));
        if (!schema.allows(fields)) {
            throw invalid(fields + " is no value of " + schema.fields());
        }
    }

    private List<String> fields(ByteBuffer payload) {
        idOf(payload);
        return words(text(payload.duplicate().position(payload.position() + HEADER)));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static SchemaException invalid(String reason) {
        return new SchemaException(SchemaError.INVALID_SCHEMA, reason);
    }
}
