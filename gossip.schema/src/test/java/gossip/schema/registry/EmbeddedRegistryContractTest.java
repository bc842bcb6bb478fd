package gossip.schema.registry;

import gossip.api.config.Settings;
import gossip.api.metadata.MetadataImage;
import gossip.api.metrics.Metrics;
import gossip.api.schema.Schema;
import gossip.api.schema.SchemaRegistry;
import gossip.plugins.simulation.MemoryMetadataStore;
import gossip.tck.SchemaRegistryContract;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;

class EmbeddedRegistryContractTest extends SchemaRegistryContract {
    private final List<EmbeddedRegistry> created = new ArrayList<>();

    @AfterEach
    void close() {
        created.forEach(EmbeddedRegistry::close);
    }

    @Override
    protected SchemaRegistry create() {
        EmbeddedRegistry registry =
                EmbeddedRegistry.of(new MemoryMetadataStore("n", MetadataImage.EMPTY), Settings.DEFAULTS, Metrics.NONE);
        created.add(registry);
        return registry;
    }

    @Override
    protected Schema record(String... fields) {
        String list = Arrays.stream(fields)
                .map(field -> field.endsWith("?")
                        ? "{\"name\":\"" + field.replace("?", "") + "\",\"type\":\"int\",\"default\":0}"
                        : "{\"name\":\"" + field + "\",\"type\":\"int\"}")
                .collect(Collectors.joining(","));
        return new Schema(
                Schema.AVRO,
                "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"acme\",\"fields\":[" + list + "]}",
                List.of());
    }

    @Override
    protected Schema referring(Schema.Reference reference) {
        return new Schema(
                Schema.AVRO,
                "{\"type\":\"record\",\"name\":\"User\",\"namespace\":\"acme\",\"fields\":[{\"name\":\"r\",\"type\":\"R\"}]}",
                List.of(reference));
    }

    @Override
    protected String referenceName() {
        return "acme.R";
    }

    @Override
    protected Schema malformed() {
        return new Schema(Schema.AVRO, "{\"type\":\"record\"}", List.of());
    }
}
