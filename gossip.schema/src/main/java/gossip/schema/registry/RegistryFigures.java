package gossip.schema.registry;

import gossip.api.metadata.MetadataStore;
import gossip.api.metrics.Metrics;

/** What the registry shows of itself. */
final class RegistryFigures {
    private RegistryFigures() {}

    static void report(Metrics metrics, MetadataStore store, ParsedCache cache, SchemaWorkers workers) {
        metrics.gauge(
                "gossip_schema_subjects",
                "Subjects of the schema registry.",
                () -> store.image().schemas().subjectCount());
        metrics.gauge(
                "gossip_schema_schemas",
                "Schemas of the schema registry.",
                () -> store.image().schemas().schemaCount());
        metrics.gauge(
                "gossip_schema_cache_entries", "Schemas that are kept in the form they were read into.", cache::size);
        metrics.gauge(
                "gossip_schema_cache_text_bytes", "Text of the schemas that are kept, in characters.", cache::length);
        metrics.gauge("gossip_schema_queued_checks", "Requests that wait for a schema to be read.", workers::queued);
    }
}
