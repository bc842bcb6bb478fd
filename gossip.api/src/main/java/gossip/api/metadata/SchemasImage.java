package gossip.api.metadata;

import gossip.api.ErrorCode;
import gossip.api.metadata.MetadataCommand.AlterSchemaConfig;
import gossip.api.metadata.MetadataCommand.AlterSchemaMode;
import gossip.api.metadata.MetadataCommand.DeleteSchemaVersions;
import gossip.api.metadata.MetadataCommand.RegisterSchema;
import gossip.api.metadata.MetadataCommand.SchemaBasis;
import gossip.api.metadata.MetadataCommand.SchemaChange;
import gossip.api.metadata.MetadataResult.Done;
import gossip.api.metadata.MetadataResult.Refused;
import gossip.api.metadata.MetadataResult.RegisteredVersion;
import gossip.api.schema.Schema;
import gossip.api.schema.SubjectName;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Subjects of the schema registry and their schemas at one moment. Immutable; any thread; look-ups take no lock. */
public final class SchemasImage {
    /** Nothing was registered, nothing set. */
    public static final SchemasImage EMPTY =
            new SchemasImage(PersistentMap.empty(), SchemaTable.EMPTY, SchemaLinks.EMPTY, SchemaSettings.EMPTY, 0);

    private final PersistentMap<SubjectName, SubjectImage> subjects;
    private final SchemaTable table;
    private final SchemaLinks links;
    private final SchemaSettings settings;
    private final long lastRevision;

    private SchemasImage(
            PersistentMap<SubjectName, SubjectImage> subjects,
            SchemaTable table,
            SchemaLinks links,
            SchemaSettings settings,
            long lastRevision) {
        this.subjects = subjects;
        this.table = table;
        this.links = links;
        this.settings = settings;
        this.lastRevision = lastRevision;
    }

    /**
     * Builds an image from its parts, as a snapshot holds them.
     *
     * @param parts all of it
     * @return the image
     */
    public static SchemasImage of(Parts parts) {
        if (parts.equals(EMPTY.parts())) {
            return EMPTY;
        }
        SchemaLinks links = SchemaLinks.EMPTY;
        for (StoredSchema schema : parts.schemas()) {
            links = links.referring(schema);
        }
        for (SubjectImage subject : parts.subjects()) {
            for (SubjectImage.Version version : subject.versions()) {
                links = links.used(key(subject.name(), version), subject.name());
            }
        }
        return new SchemasImage(
                PersistentMap.of(parts.subjects(), SubjectImage::name),
                SchemaTable.of(parts.schemas(), parts.maxIds()),
                links,
                parts.settings(),
                parts.lastRevision());
    }

    /**
     * Takes the image apart for a snapshot.
     *
     * @return all of it
     */
    public Parts parts() {
        return new Parts(
                subjects.values().toList(), table.all().values().toList(), table.maxIds(), settings, lastRevision);
    }

    /**
     * Finds a subject.
     *
     * @param name its name
     * @return empty if it has no versions, not even deleted ones
     */
    public Optional<SubjectImage> subject(SubjectName name) {
        return subjects.find(name);
    }

    /**
     * All subjects, in no order.
     *
     * @return a new stream
     */
    public Stream<SubjectImage> subjects() {
        return subjects.values();
    }

    /**
     * How many subjects there are.
     *
     * @return a count, with those all of whose versions are softly deleted
     */
    public int subjectCount() {
        return subjects.size();
    }

    /**
     * How many schemas there are.
     *
     * @return a count
     */
    public int schemaCount() {
        return table.all().size();
    }

    /**
     * Finds a schema by its id.
     *
     * @param context begins with a dot
     * @param id the id
     * @return empty if no version has it, not even a deleted one
     */
    public Optional<StoredSchema> schema(String context, int id) {
        return table.find(new StoredSchema.Key(context, id));
    }

    /**
     * Finds the id of a schema.
     *
     * @param context begins with a dot
     * @param schema in its canonical form
     * @return empty if no version has it, not even a deleted one
     */
    public Optional<StoredSchema> schema(String context, Schema schema) {
        return table.find(context, schema);
    }

    /**
     * The largest id that was ever given in each context.
     *
     * @return by context; immutable
     */
    public Map<String, Integer> maxIds() {
        return table.maxIds();
    }

    /**
     * Subjects that have a version with a schema, deleted or not.
     *
     * @param schema the schema
     * @return a new stream, in no order
     */
    public Stream<SubjectImage> users(StoredSchema schema) {
        return links.users(schema.key()).flatMap(name -> subject(name).stream());
    }

    /**
     * Schemas that refer to a version.
     *
     * @param subject its subject
     * @param version its number
     * @param withDeleted whether schemas count that have none but deleted versions
     * @return a new stream, in no order
     */
    public Stream<StoredSchema> referrers(SubjectName subject, int version, boolean withDeleted) {
        return links.referrers(subject, version)
                .flatMap(key -> table.find(key).stream())
                .filter(schema -> withDeleted || isPresent(schema));
    }

    private boolean isPresent(StoredSchema schema) {
        return users(schema).flatMap(SubjectImage::present).anyMatch(version -> version.id() == schema.id());
    }

    /**
     * What is set for subjects, contexts, and all.
     *
     * @return immutable
     */
    public SchemaSettings settings() {
        return settings;
    }

    /**
     * What a decision about a subject is based upon.
     *
     * @param subject the subject
     * @return changes whenever the subject or any settings do
     */
    public SchemaBasis basis(SubjectName subject) {
        return new SchemaBasis(subject(subject).map(SubjectImage::revision).orElse(0L), settings.revision());
    }

    /**
     * The image after a command. Pure.
     *
     * @param change the change
     * @return the new image, this one if nothing changed, and what to tell the caller
     */
    public Applied apply(SchemaChange change) {
        return switch (change) {
            case RegisterSchema c -> register(c);
            case DeleteSchemaVersions c -> delete(c);
            case AlterSchemaConfig c -> done(with(settings.with(c.subject(), c.config())));
            case AlterSchemaMode c -> alter(c);
        };
    }

    private Applied register(RegisterSchema command) {
        SubjectName name = command.subject();
        if (!basis(name).equals(command.basis())) {
            return outdated(name);
        }
        Optional<Schema.Reference> missing = command.schema().references().stream()
                .filter(reference -> !exists(name.resolve(reference.subject()), reference.version()))
                .findFirst();
        if (missing.isPresent()) {
            return refused(
                    ErrorCode.RESOURCE_NOT_FOUND,
                    "there is no version " + missing.get().version() + " of the subject '"
                            + missing.get().subject() + "', to which the schema refers as '"
                            + missing.get().name() + "'");
        }
        SubjectImage subject = subject(name).orElseGet(() -> new SubjectImage(name, 0, List.of()));
        int number = command.version().orElse(subject.nextVersion());
        int id = id(command);
        Optional<StoredSchema> holder = schema(name.context(), id);
        if (holder.isPresent() && !holder.get().schema().equals(command.schema())) {
            return refused(
                    ErrorCode.DUPLICATE_RESOURCE,
                    "the id " + id + " is that of another schema in the context '" + name.context() + "'");
        }
        if (subject.version(number).isPresent()) {
            return refused(
                    ErrorCode.INVALID_REQUEST, "the subject '" + name + "' has a version " + number + " already");
        }
        StoredSchema stored = new StoredSchema(name.context(), id, command.schema());
        return new Applied(
                with(stored).withVersion(subject, new SubjectImage.Version(number, id, false)),
                new RegisteredVersion(number, id));
    }

    /** A schema keeps its id. Several ids of one schema, which an import can bring, count as several schemas. */
    private int id(RegisterSchema command) {
        String context = command.subject().context();
        return command.id()
                .orElseGet(() ->
                        schema(context, command.schema()).map(StoredSchema::id).orElse(table.maxId(context) + 1));
    }

    private boolean exists(SubjectName subject, int version) {
        return subject(subject).flatMap(found -> found.version(version)).isPresent();
    }

    private SchemasImage with(StoredSchema schema) {
        return schema(schema.context(), schema.id()).isPresent()
                ? this
                : new SchemasImage(subjects, table.with(schema), links.referring(schema), settings, lastRevision);
    }

    /** Takes the place of softly deleted versions with the same schema, unless somebody refers to these. */
    private SchemasImage withVersion(SubjectImage before, SubjectImage.Version version) {
        SubjectImage after = before.without(
                        old -> old.isDeleted()
                                && old.id() == version.id()
                                && old.number() < version.number()
                                && referrers(before.name(), old.number(), true)
                                        .findAny()
                                        .isEmpty(),
                        lastRevision + 1)
                .with(version, lastRevision + 1);
        return new SchemasImage(
                subjects.with(after.name(), after),
                table,
                links.used(key(after.name(), version), after.name()),
                settings,
                lastRevision + 1);
    }

    private Applied delete(DeleteSchemaVersions command) {
        SubjectName name = command.subject();
        if (!basis(name).equals(command.basis())) {
            return outdated(name);
        }
        Set<Integer> numbers = command.versions();
        Optional<Integer> needed = numbers.stream()
                .sorted()
                .filter(number -> isNeeded(name, number, numbers, command.permanent()))
                .findFirst();
        if (needed.isPresent()) {
            return refused(
                    ErrorCode.INVALID_REQUEST,
                    "other schemas refer to version " + needed.get() + " of the subject '" + name
                            + "'; delete or change those first");
        }
        SubjectImage subject = subject(name).orElseGet(() -> new SubjectImage(name, 0, List.of()));
        return done(command.permanent() ? erase(subject, numbers) : hide(subject, numbers));
    }

    /** Whether somebody refers to a version who is not deleted along with it. */
    private boolean isNeeded(SubjectName name, int number, Set<Integer> deleted, boolean permanent) {
        return referrers(name, number, permanent)
                .anyMatch(schema -> users(schema)
                        .anyMatch(user -> user.versions().stream()
                                .filter(version -> version.id() == schema.id())
                                .filter(version -> permanent || !version.isDeleted())
                                .anyMatch(
                                        version -> !user.name().equals(name) || !deleted.contains(version.number()))));
    }

    private SchemasImage hide(SubjectImage subject, Set<Integer> numbers) {
        SubjectImage after = new SubjectImage(
                subject.name(),
                lastRevision + 1,
                subject.versions().stream()
                        .map(version -> new SubjectImage.Version(
                                version.number(),
                                version.id(),
                                version.isDeleted() || numbers.contains(version.number())))
                        .toList());
        return new SchemasImage(subjects.with(after.name(), after), table, links, settings, lastRevision + 1);
    }

    private SchemasImage erase(SubjectImage subject, Set<Integer> numbers) {
        SubjectImage after = subject.without(version -> numbers.contains(version.number()), lastRevision + 1);
        boolean isGone = after.versions().isEmpty();
        SchemasImage image = new SchemasImage(
                isGone ? subjects.without(subject.name()) : subjects.with(after.name(), after),
                table,
                links,
                isGone ? settings.without(subject.name()) : settings,
                lastRevision + 1);
        Set<Integer> ids = new HashSet<>();
        subject.versions().forEach(version -> ids.add(version.id()));
        after.versions().forEach(version -> ids.remove(version.id()));
        for (int id : ids) {
            image = image.unused(new StoredSchema.Key(subject.name().context(), id), subject.name());
        }
        return image;
    }

    private SchemasImage unused(StoredSchema.Key key, SubjectName subject) {
        SchemaLinks fewer = links.unused(key, subject);
        Optional<StoredSchema> schema = table.find(key);
        return schema.isEmpty() || fewer.isUsed(key)
                ? new SchemasImage(subjects, table, fewer, settings, lastRevision)
                : new SchemasImage(
                        subjects,
                        table.without(schema.get()),
                        fewer.notReferring(schema.get()),
                        settings,
                        lastRevision);
    }

    private Applied alter(AlterSchemaMode command) {
        SubjectName scope = command.subject();
        if (command.onlyIfEmpty()
                && subjects()
                        .anyMatch(subject ->
                                isIn(scope, subject) && subject.latest().isPresent())) {
            return refused(
                    ErrorCode.INVALID_REQUEST,
                    "there are schemas already; only with force can they be kept while others are imported");
        }
        return done(with(settings.with(scope, command.mode())));
    }

    private static boolean isIn(SubjectName scope, SubjectImage subject) {
        SubjectName name = subject.name();
        return scope.equals(SubjectName.GLOBAL)
                || name.equals(scope)
                || scope.isContext() && name.context().equals(scope.context());
    }

    private SchemasImage with(SchemaSettings after) {
        return new SchemasImage(subjects, table, links, after, lastRevision);
    }

    private static StoredSchema.Key key(SubjectName subject, SubjectImage.Version version) {
        return new StoredSchema.Key(subject.context(), version.id());
    }

    private Applied outdated(SubjectName subject) {
        return refused(
                ErrorCode.INVALID_UPDATE_VERSION,
                "the subject '" + subject + "', or settings of the registry, have changed in the meantime");
    }

    private static Applied done(SchemasImage after) {
        return new Applied(after, new Done());
    }

    private Applied refused(ErrorCode code, String message) {
        return new Applied(this, new Refused(code, message));
    }

    /**
     * What came of a command.
     *
     * @param image the image after it
     * @param result what to tell the caller
     */
    public record Applied(SchemasImage image, MetadataResult result) {}

    /**
     * An image taken apart.
     *
     * @param subjects all subjects
     * @param schemas all schemas that versions of them have
     * @param maxIds the largest id that was ever given, by context
     * @param settings what is set
     * @param lastRevision revision of the subject that was changed last
     */
    public record Parts(
            Collection<SubjectImage> subjects,
            Collection<StoredSchema> schemas,
            Map<String, Integer> maxIds,
            SchemaSettings settings,
            long lastRevision) {
        /** Copies the collections. */
        public Parts {
            subjects = List.copyOf(subjects);
            schemas = List.copyOf(schemas);
            maxIds = Map.copyOf(maxIds);
        }
    }
}
