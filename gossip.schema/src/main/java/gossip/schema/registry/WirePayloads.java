package gossip.schema.registry;

import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.SchemasImage;
import gossip.api.metadata.StoredSchema;
import gossip.api.schema.Payloads;
import gossip.schema.format.Invalid;
import gossip.schema.format.PayloadFormat;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Payloads that begin with a byte 0 and the id of their schema. Thread-safe. */
final class WirePayloads implements Payloads {
    private static final int HEADER = 1 + Integer.BYTES;

    private final MetadataStore store;
    private final ParsedSchemas schemas;

    WirePayloads(MetadataStore store, ParsedSchemas schemas) {
        this.store = store;
        this.schemas = schemas;
    }

    @Override
    public int idOf(ByteBuffer payload) {
        if (payload.remaining() < HEADER) {
            throw Invalid.because("The payload has " + payload.remaining()
                    + " bytes, too few for a byte 0 and the id of a schema in 4 bytes");
        }
        byte magic = payload.get(payload.position());
        if (magic != 0) {
            throw Invalid.because("The payload begins with the byte " + (magic & 0xFF)
                    + ", not with 0, after which the id of a schema would follow");
        }
        return payload.duplicate().position(payload.position() + 1).slice().getInt();
    }

    @Override
    public void check(ByteBuffer payload, Optional<String> subject) {
        format(idOf(payload), subject).check(body(payload));
    }

    @Override
    public ByteBuffer toJson(ByteBuffer payload, Optional<String> subject) {
        return format(idOf(payload), subject).toJson(body(payload));
    }

    @Override
    public ByteBuffer fromJson(ByteBuffer json, int id, Optional<String> subject, String message) {
        ByteBuffer body = format(id, subject).fromJson(json.duplicate(), message);
        return ByteBuffer.allocate(HEADER + body.remaining())
                .put((byte) 0)
                .putInt(id)
                .put(body)
                .flip();
    }

    private PayloadFormat format(int id, Optional<String> subject) {
        SchemasImage image = store.image().schemas();
        StoredSchema stored = new Lookups(image).schema(id, subject);
        return schemas.stored(image, stored).payloads();
    }

    private static ByteBuffer body(ByteBuffer payload) {
        return payload.duplicate().position(payload.position() + HEADER).slice();
    }
}
