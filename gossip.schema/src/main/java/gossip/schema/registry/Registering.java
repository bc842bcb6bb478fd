package gossip.schema.registry;

import gossip.api.metadata.MetadataCommand.RegisterSchema;
import gossip.api.metadata.MetadataCommand.SchemaBasis;
import gossip.api.metadata.MetadataResult;
import gossip.api.metadata.MetadataResult.RegisteredVersion;
import gossip.api.metadata.SchemasImage;
import gossip.api.metadata.StoredSchema;
import gossip.api.metadata.SubjectImage;
import gossip.api.schema.Compatibility;
import gossip.api.schema.RegisteredSchema;
import gossip.api.schema.Registration;
import gossip.api.schema.Schema;
import gossip.api.schema.SchemaError;
import gossip.api.schema.SchemaException;
import gossip.api.schema.SchemaMode;
import gossip.api.schema.SubjectName;
import gossip.schema.RegistrySettings;
import gossip.schema.format.Invalid;
import gossip.schema.format.ParsedSchema;
import gossip.schema.registry.Submissions.Decision;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides about new versions. Takes as long as reading and comparing schemas does. */
final class Registering {
    private final ParsedSchemas schemas;
    private final CompatibilityCheck check;
    private final Compatibility defaultLevel;
    private final Counts limits;

    /**
     * How many there may be.
     *
     * @param versions versions of a subject
     * @param schemas schemas, and subjects
     */
    record Counts(int versions, int schemas) {}

    Registering(ParsedSchemas schemas, Compatibility defaultLevel, Counts limits) {
        this.schemas = schemas;
        this.check = new CompatibilityCheck(schemas);
        this.defaultLevel = defaultLevel;
        this.limits = limits;
    }

    Decision<RegisteredSchema> decide(SchemasImage image, SubjectName name, Registration registration) {
        Scope scope = new Scope(image.settings(), defaultLevel);
        SchemaBasis basis = image.basis(name);
        boolean isImport = scope.mode(name) == SchemaMode.IMPORT;
        scope.requireMode(name, registration.id().isPresent());
        Written written = written(image, name, registration.schema(), registration.normalize());
        Optional<RegisteredSchema> present = present(image, name, written.schema(), registration);
        if (present.isPresent()) {
            return new Decision.Nothing<>(present.get());
        }
        checkRoom(image, name);
        if (!isImport) {
            written.parsed().validate();
            checkVersion(image, name, registration);
            checkCompatible(image, name, scope.level(name), written);
        }
        RegisterSchema change =
                new RegisterSchema(name, basis, written.schema(), registration.version(), registration.id());
        return new Decision.Submit<>(change, result -> outcome(name, written.schema(), result));
    }

    private static RegisteredSchema outcome(SubjectName name, Schema schema, MetadataResult result) {
        if (!(result instanceof RegisteredVersion version)) {
            throw new SchemaException(SchemaError.STORE, "The metadata answered a registration with " + result);
        }
        return new RegisteredSchema(name.toString(), version.version(), version.id(), schema, false);
    }

    /** Reads a schema, and brings its text into the form by which schemas are compared. */
    Written written(SchemasImage image, SubjectName name, Schema sent, boolean normalize) {
        ParsedSchema parsed = schemas.sent(image, name, sent);
        boolean isNormalizing = normalize || new Scope(image.settings(), defaultLevel).isNormalizing(name);
        Schema schema = isNormalizing
                ? new Schema(sent.type(), parsed.normalized(), sorted(sent.references()))
                : new Schema(sent.type(), parsed.canonical(), sent.references());
        return new Written(parsed, schema);
    }

    private static List<Schema.Reference> sorted(List<Schema.Reference> references) {
        return references.stream()
                .distinct()
                .sorted(Comparator.comparing(Schema.Reference::name))
                .toList();
    }

    private static Optional<RegisteredSchema> present(
            SchemasImage image, SubjectName name, Schema schema, Registration registration) {
        Lookups lookups = new Lookups(image);
        return image.schema(name.context(), schema)
                .map(StoredSchema::id)
                .filter(id -> registration.id().orElse(id) == id)
                .flatMap(id -> lookups.versionWith(name, id, false))
                .filter(version -> registration.version().orElse(version.number()) == version.number())
                .map(version -> lookups.registered(name, version));
    }

    private void checkRoom(SchemasImage image, SubjectName name) {
        int versions =
                image.subject(name).map(subject -> subject.versions().size()).orElse(0);
        if (versions >= limits.versions()) {
            throw Failures.notPermitted("Subject " + name + " has " + versions + " versions, as many as "
                    + RegistrySettings.MAX_VERSIONS.key() + " allows; delete some for good first");
        }
        int most = Math.max(image.schemaCount(), image.subjectCount());
        if (most >= limits.schemas()) {
            throw Failures.notPermitted("The registry has " + image.schemaCount() + " schemas and "
                    + image.subjectCount() + " subjects; " + RegistrySettings.MAX_SCHEMAS.key() + " allows "
                    + limits.schemas() + " of each");
        }
    }

    private static void checkVersion(SchemasImage image, SubjectName name, Registration registration) {
        int next = image.subject(name).map(SubjectImage::nextVersion).orElse(1);
        if (registration.version().isPresent() && registration.version().getAsInt() != next) {
            throw Invalid.because("Version is not one more than previous version: it is "
                    + registration.version().getAsInt() + ", and the next one is " + next);
        }
    }

    private void checkCompatible(SchemasImage image, SubjectName name, Compatibility level, Written written) {
        List<SubjectImage.Version> versions =
                image.subject(name).map(subject -> subject.present().toList()).orElse(List.of());
        List<String> problems = problems(image, name, level, written, versions);
        if (!problems.isEmpty()) {
            throw new SchemaException(
                    SchemaError.INCOMPATIBLE,
                    "Schema being registered is incompatible with an earlier schema for subject \"" + name
                            + "\", details: " + problems,
                    problems);
        }
    }

    List<String> problems(
            SchemasImage image,
            SubjectName name,
            Compatibility level,
            Written written,
            List<SubjectImage.Version> versions) {
        return check.problems(
                image,
                name,
                level,
                new CompatibilityCheck.Candidate(written.schema().type(), written.parsed()),
                versions);
    }

    /**
     * A schema that was read.
     *
     * @param parsed the schema
     * @param schema as it is stored
     */
    record Written(ParsedSchema parsed, Schema schema) {}
}
