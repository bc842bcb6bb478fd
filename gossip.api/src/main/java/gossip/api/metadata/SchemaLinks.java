package gossip.api.metadata;

import gossip.api.schema.Schema;
import gossip.api.schema.SubjectName;
import java.util.Optional;
import java.util.stream.Stream;

/** Which subjects use a schema, and which schemas refer to a version. Follows from the rest. Immutable; any thread. */
final class SchemaLinks {
    static final SchemaLinks EMPTY = new SchemaLinks(PersistentMap.empty(), PersistentMap.empty());

    private final PersistentMap<StoredSchema.Key, PersistentMap<SubjectName, SubjectName>> users;
    private final PersistentMap<Target, PersistentMap<StoredSchema.Key, StoredSchema.Key>> referrers;

    private SchemaLinks(
            PersistentMap<StoredSchema.Key, PersistentMap<SubjectName, SubjectName>> users,
            PersistentMap<Target, PersistentMap<StoredSchema.Key, StoredSchema.Key>> referrers) {
        this.users = users;
        this.referrers = referrers;
    }

    /** Subjects that have a version with the schema, deleted or not; in no order. */
    Stream<SubjectName> users(StoredSchema.Key schema) {
        return users.find(schema).map(PersistentMap::values).orElse(Stream.empty());
    }

    boolean isUsed(StoredSchema.Key schema) {
        return users.find(schema).isPresent();
    }

    /** Schemas that refer to a version, in no order. */
    Stream<StoredSchema.Key> referrers(SubjectName subject, int version) {
        return referrers
                .find(new Target(subject, version))
                .map(PersistentMap::values)
                .orElse(Stream.empty());
    }

    SchemaLinks used(StoredSchema.Key schema, SubjectName subject) {
        return new SchemaLinks(added(users, schema, subject), referrers);
    }

    SchemaLinks unused(StoredSchema.Key schema, SubjectName subject) {
        return new SchemaLinks(removed(users, schema, subject), referrers);
    }

    SchemaLinks referring(StoredSchema schema) {
        PersistentMap<Target, PersistentMap<StoredSchema.Key, StoredSchema.Key>> after = referrers;
        for (Schema.Reference reference : schema.schema().references()) {
            after = added(after, Target.of(schema, reference), schema.key());
        }
        return new SchemaLinks(users, after);
    }

    SchemaLinks notReferring(StoredSchema schema) {
        PersistentMap<Target, PersistentMap<StoredSchema.Key, StoredSchema.Key>> after = referrers;
        for (Schema.Reference reference : schema.schema().references()) {
            after = removed(after, Target.of(schema, reference), schema.key());
        }
        return new SchemaLinks(users, after);
    }

    private static <K, V> PersistentMap<K, PersistentMap<V, V>> added(
            PersistentMap<K, PersistentMap<V, V>> map, K key, V value) {
        PersistentMap<V, V> values = map.find(key).orElseGet(PersistentMap::empty);
        return map.with(key, values.with(value, value));
    }

    private static <K, V> PersistentMap<K, PersistentMap<V, V>> removed(
            PersistentMap<K, PersistentMap<V, V>> map, K key, V value) {
        Optional<PersistentMap<V, V>> rest = map.find(key).map(values -> values.without(value));
        if (rest.isEmpty()) {
            return map;
        }
        return rest.get().size() == 0 ? map.without(key) : map.with(key, rest.get());
    }

    /** What is referred to. */
    private record Target(SubjectName subject, int version) {
        static Target of(StoredSchema schema, Schema.Reference reference) {
            return new Target(new SubjectName(schema.context(), "").resolve(reference.subject()), reference.version());
        }
    }
}
