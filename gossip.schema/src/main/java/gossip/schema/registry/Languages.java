package gossip.schema.registry;

import gossip.api.schema.Schema;
import gossip.schema.avro.AvroLanguage;
import gossip.schema.format.Invalid;
import gossip.schema.format.SchemaLanguage;
import gossip.schema.format.SchemaLimits;
import gossip.schema.json.JsonLanguage;
import gossip.schema.protobuf.ProtobufLanguage;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The languages there are, each made, and its library loaded, when it is first used. Thread-safe. */
final class Languages {
    private static final Map<String, Function<SchemaLimits, SchemaLanguage>> ALL = new TreeMap<>(Map.of(
            Schema.AVRO, AvroLanguage::new, Schema.JSON, JsonLanguage::new, Schema.PROTOBUF, ProtobufLanguage::new));

    private final SchemaLimits limits;
    private final Map<String, SchemaLanguage> made = new ConcurrentHashMap<>();

    Languages(SchemaLimits limits) {
        this.limits = limits;
    }

    Set<String> names() {
        return new TreeSet<>(ALL.keySet());
    }

    SchemaLanguage named(String name) {
        Function<SchemaLimits, SchemaLanguage> language = ALL.get(name);
        if (language == null) {
            throw Invalid.because("Invalid schema type '" + (name.length() > 50 ? name.substring(0, 50) : name)
                    + "'; this registry has " + String.join(", ", ALL.keySet()));
        }
        return made.computeIfAbsent(name, key -> language.apply(limits));
    }
}
