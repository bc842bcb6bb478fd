package gossip.api.metadata;

import gossip.api.schema.Schema;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Schemas by id, and ids by schema. Immutable; any thread. */
final class SchemaTable {
    static final SchemaTable EMPTY = new SchemaTable(PersistentMap.empty(), PersistentMap.empty(), Map.of());

    private final PersistentMap<StoredSchema.Key, StoredSchema> byId;
    private final PersistentMap<Content, List<Integer>> idsByContent;
    private final Map<String, Integer> maxIds;

    private SchemaTable(
            PersistentMap<StoredSchema.Key, StoredSchema> byId,
            PersistentMap<Content, List<Integer>> idsByContent,
            Map<String, Integer> maxIds) {
        this.byId = byId;
        this.idsByContent = idsByContent;
        this.maxIds = maxIds;
    }

    static SchemaTable of(Collection<StoredSchema> schemas, Map<String, Integer> maxIds) {
        PersistentMap<Content, List<Integer>> idsByContent = PersistentMap.empty();
        for (StoredSchema schema : schemas) {
            idsByContent = with(idsByContent, schema);
        }
        return new SchemaTable(PersistentMap.of(schemas, StoredSchema::key), idsByContent, Map.copyOf(maxIds));
    }

    Optional<StoredSchema> find(StoredSchema.Key key) {
        return byId.find(key);
    }

    /** With the smallest id if an import brought several. */
    Optional<StoredSchema> find(String context, Schema schema) {
        return idsByContent
                .find(new Content(context, schema))
                .flatMap(ids -> find(new StoredSchema.Key(context, ids.getFirst())));
    }

    PersistentMap<StoredSchema.Key, StoredSchema> all() {
        return byId;
    }

    /** The largest id that was ever given, by context. */
    Map<String, Integer> maxIds() {
        return maxIds;
    }

    int maxId(String context) {
        return maxIds.getOrDefault(context, 0);
    }

    SchemaTable with(StoredSchema schema) {
        Map<String, Integer> ids = maxIds;
        if (schema.id() > maxId(schema.context())) {
            ids = new HashMap<>(maxIds);
            ids.put(schema.context(), schema.id());
        }
        return new SchemaTable(byId.with(schema.key(), schema), with(idsByContent, schema), Map.copyOf(ids));
    }

    private static PersistentMap<Content, List<Integer>> with(
            PersistentMap<Content, List<Integer>> map, StoredSchema schema) {
        Content content = Content.of(schema);
        Stream<Integer> present = map.find(content).map(List::stream).orElse(Stream.empty());
        return map.with(
                content,
                Stream.concat(present, Stream.of(schema.id()))
                        .distinct()
                        .sorted()
                        .toList());
    }

    SchemaTable without(StoredSchema schema) {
        Content content = Content.of(schema);
        List<Integer> rest = idsByContent.find(content).orElse(List.of()).stream()
                .filter(id -> id != schema.id())
                .toList();
        return new SchemaTable(
                byId.without(schema.key()),
                rest.isEmpty() ? idsByContent.without(content) : idsByContent.with(content, rest),
                maxIds);
    }

    /** What has one id, unless an import brought more. */
    private record Content(String context, Schema schema) {
        static Content of(StoredSchema stored) {
            return new Content(stored.context(), stored.schema());
        }
    }
}
