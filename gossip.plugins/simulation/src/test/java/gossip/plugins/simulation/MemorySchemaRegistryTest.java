package gossip.plugins.simulation;

import gossip.api.schema.Schema;
import gossip.api.schema.SchemaRegistry;
import gossip.tck.SchemaRegistryContract;
import java.util.List;

class MemorySchemaRegistryTest extends SchemaRegistryContract {
    @Override
    protected SchemaRegistry create() {
        return new MemorySchemaRegistry();
    }

    @Override
    protected Schema record(String... fields) {
        return new Schema(Schema.AVRO, String.join(" ", fields), List.of());
    }

    @Override
    protected Schema referring(Schema.Reference reference) {
        return new Schema(Schema.AVRO, "other", List.of(reference));
    }

    @Override
    protected String referenceName() {
        return "other";
    }

    @Override
    protected Schema malformed() {
        return new Schema(Schema.AVRO, "!", List.of());
    }
}
