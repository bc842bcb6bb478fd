package gossip.schema.registry;

import gossip.api.metadata.SchemasImage;
import gossip.api.metadata.StoredSchema;
import gossip.api.metrics.Metrics;
import gossip.api.schema.Schema;
import gossip.api.schema.SchemaError;
import gossip.api.schema.SchemaException;
import gossip.api.schema.SubjectName;
import gossip.schema.RegistrySettings;
import gossip.schema.format.Invalid;
import gossip.schema.format.ParsedSchema;
import gossip.schema.format.SchemaSource;
import gossip.schema.format.SchemaSource.Dependency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads schemas, and keeps some of those that were read. Thread-safe; what is kept is found without a lock. */
final class ParsedSchemas {
    private final Languages languages;
    private final SchemaWorkers workers;
    private final TextLimits limits;
    private final ParsedCache cache;
    private final Metrics.Counter reads;

    ParsedSchemas(Languages languages, SchemaWorkers workers, TextLimits limits, ParsedCache cache, Metrics metrics) {
        this.languages = languages;
        this.workers = workers;
        this.limits = limits;
        this.cache = cache;
        this.reads = metrics.counter(
                "gossip_schema_reads_total", "Schemas that were read because they were not in the cache.");
    }

    /** A schema that is registered. */
    ParsedSchema stored(SchemasImage image, StoredSchema stored) {
        return parsed(source(image, new SubjectName(stored.context(), ""), stored.schema()));
    }

    /** A schema that a client sent for a subject. */
    ParsedSchema sent(SchemasImage image, SubjectName subject, Schema schema) {
        limits.check(schema);
        return parsed(source(image, subject, schema));
    }

    private ParsedSchema parsed(SchemaSource source) {
        Optional<ParsedSchema> kept = cache.find(source);
        if (kept.isPresent()) {
            return kept.get();
        }
        return workers.call(() -> {
            reads.add(1);
            ParsedSchema parsed = languages.named(source.schema().type()).parse(source);
            cache.keep(source, parsed);
            return parsed;
        });
    }

    private SchemaSource source(SchemasImage image, SubjectName subject, Schema schema) {
        Map<String, Dependency> dependencies = new LinkedHashMap<>();
        addDependencies(image, subject, schema, dependencies, 0);
        return new SchemaSource(schema, dependencies.values().stream().toList());
    }

    /** Each after those that it refers to itself. */
    private void addDependencies(
            SchemasImage image, SubjectName subject, Schema schema, Map<String, Dependency> found, int depth) {
        for (Schema.Reference reference : schema.references()) {
            if (found.containsKey(reference.name())) {
                continue;
            }
            if (depth > limits.references()) {
                throw tooMany(depth);
            }
            SubjectName target = subject.resolve(reference.subject());
            StoredSchema stored = find(image, target, reference);
            if (!stored.schema().type().equals(schema.type())) {
                throw Invalid.because("The schema is of type " + schema.type() + ", but the reference '"
                        + reference.name() + "' leads to one of type "
                        + stored.schema().type());
            }
            addDependencies(image, target, stored.schema(), found, depth + 1);
            found.putIfAbsent(reference.name(), new Dependency(reference.name(), stored.schema()));
            if (found.size() > limits.references()) {
                throw tooMany(found.size());
            }
        }
    }

    private SchemaException tooMany(int count) {
        return Invalid.tooMuch(
                "The number of schemas that it refers to",
                count,
                limits.references(),
                RegistrySettings.MAX_REFERENCES.key());
    }

    private static StoredSchema find(SchemasImage image, SubjectName subject, Schema.Reference reference) {
        return image.subject(subject)
                .flatMap(found -> found.version(reference.version()))
                .flatMap(version -> image.schema(subject.context(), version.id()))
                .orElseThrow(() -> new SchemaException(
                        SchemaError.INVALID_SCHEMA,
                        "No schema reference found for subject '" + subject + "' and version "
                                + reference.version() + ", to which the schema refers as '" + reference.name()
                                + "'; register that first"));
    }
}
