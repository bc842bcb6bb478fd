package gossip.plugins.simulation;

import gossip.api.schema.RegisteredSchema;
import gossip.api.schema.Schema;
import gossip.api.schema.SchemaError;
import gossip.api.schema.SchemaException;
import gossip.api.schema.SubjectName;
import gossip.api.schema.VersionChoice;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A subject and its versions. Guarded by the registry. */
final class MemorySubject {
    private final SubjectName name;
    private final TreeMap<Integer, RegisteredSchema> versions = new TreeMap<>();

    MemorySubject(SubjectName name) {
        this.name = name;
    }

    SubjectName name() {
        return name;
    }

    List<RegisteredSchema> versions() {
        return List.copyOf(versions.values());
    }

    Stream<RegisteredSchema> present() {
        return versions().stream().filter(one -> !one.isDeleted());
    }

    boolean isDeleted() {
        return present().findAny().isEmpty();
    }

    boolean has(int version) {
        return versions.containsKey(version);
    }

    int next() {
        return versions.isEmpty() ? 1 : versions.lastKey() + 1;
    }

    RegisteredSchema find(VersionChoice choice) {
        return switch (choice) {
            case VersionChoice.Latest latest ->
                versions().reversed().stream()
                        .filter(one -> !one.isDeleted())
                        .findFirst()
                        .orElseGet(() -> versions.lastEntry().getValue());
            case VersionChoice.Exact exact ->
                Optional.ofNullable(versions.get(exact.version())).orElseThrow(() -> noVersion(choice));
        };
    }

    static SchemaException noVersion(VersionChoice choice) {
        return new SchemaException(SchemaError.VERSION_NOT_FOUND, "Version " + choice + " not found.");
    }

    Optional<RegisteredSchema> with(Schema schema, boolean deleted) {
        return versions().reversed().stream()
                .filter(one -> deleted || !one.isDeleted())
                .filter(one -> one.schema().equals(schema))
                .findFirst();
    }

    RegisteredSchema add(Schema schema, int version, int id) {
        RegisteredSchema added = new RegisteredSchema(name.toString(), version, id, schema, false);
        versions.put(version, added);
        return added;
    }

    void remove(RegisteredSchema version, boolean permanent) {
        if (permanent) {
            versions.remove(version.version());
        } else {
            versions.put(
                    version.version(),
                    new RegisteredSchema(version.subject(), version.version(), version.id(), version.schema(), true));
        }
    }

    void requireDeletable(boolean permanent) {
        if (permanent && !isDeleted()) {
            throw new SchemaException(SchemaError.SUBJECT_NOT_SOFT_DELETED, name + " has to be hidden first");
        }
        if (!permanent && isDeleted()) {
            throw new SchemaException(SchemaError.SUBJECT_SOFT_DELETED, name + " is hidden already");
        }
    }

    static void requireDeletable(RegisteredSchema version, boolean permanent) {
        if (permanent && !version.isDeleted()) {
            throw new SchemaException(SchemaError.VERSION_NOT_SOFT_DELETED, version + " has to be hidden first");
        }
        if (!permanent && version.isDeleted()) {
            throw new SchemaException(SchemaError.VERSION_SOFT_DELETED, version + " is hidden already");
        }
    }
}
