package gossip.core.schema;

import gossip.api.schema.Payloads;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads and writes payloads with schemas that a client may read. */
final class GuardedPayloads implements Payloads {
    private final Payloads payloads;
    private final GuardedRegistry registry;

    GuardedPayloads(Payloads payloads, GuardedRegistry registry) {
        this.payloads = payloads;
        this.registry = registry;
    }

    @Override
    public int idOf(ByteBuffer payload) {
        return payloads.idOf(payload);
    }

    @Override
    public void check(ByteBuffer payload, Optional<String> subject) {
        registry.readId(payloads.idOf(payload), subject);
        payloads.check(payload, subject);
    }

    @Override
    public ByteBuffer toJson(ByteBuffer payload, Optional<String> subject) {
        registry.readId(payloads.idOf(payload), subject);
        return payloads.toJson(payload, subject);
    }

    @Override
    public ByteBuffer fromJson(ByteBuffer json, int id, Optional<String> subject, String message) {
        registry.readId(id, subject);
        return payloads.fromJson(json, id, subject, message);
    }
}
