package gossip.plugins.simulation;

import gossip.api.schema.Compatibility;
import gossip.api.schema.Listing;
import gossip.api.schema.Payloads;
import gossip.api.schema.RegisteredSchema;
import gossip.api.schema.Registration;
import gossip.api.schema.Schema;
import gossip.api.schema.SchemaError;
import gossip.api.schema.SchemaException;
import gossip.api.schema.SchemaMode;
import gossip.api.schema.SchemaRegistry;
import gossip.api.schema.SubjectConfig;
import gossip.api.schema.SubjectName;
import gossip.api.schema.SubjectVersion;
import gossip.api.schema.VersionChoice;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A registry in memory for schemas of a toy language ({@link ToySchema}) that call themselves Avro. Thread-safe: one thing is
 * done at a time.
 */
public final class MemorySchemaRegistry implements SchemaRegistry {
    private final TreeMap<String, MemorySubject> subjects = new TreeMap<>();
    private final Map<String, Integer> maxIds = new TreeMap<>(Map.of(SubjectName.DEFAULT_CONTEXT, 0));
    private final Map<SubjectName, SubjectConfig> configs = new HashMap<>();
    private final Map<SubjectName, SchemaMode> modes = new HashMap<>();

    /** Creates an empty registry. */
    public MemorySchemaRegistry() {
        // nothing to set up
    }

    @Override
    public Set<String> types() {
        return Set.of(Schema.AVRO);
    }

    @Override
    public synchronized List<String> contexts(Listing listing) {
        return page(maxIds.keySet().stream(), listing);
    }

    @Override
    public synchronized Schema schema(int id, Optional<String> subject, String format) {
        return find(id, context(subject)).schema();
    }

    @Override
    public synchronized int maxId(Optional<String> subject) {
        return maxIds.getOrDefault(context(subject), 0);
    }

    @Override
    public synchronized List<SubjectVersion> versionsOf(int id, Optional<String> subject, Listing listing) {
        String context = context(subject);
        find(id, context);
        Optional<SubjectName> only = subject.map(SubjectName::parse).filter(name -> !name.isContext());
        return page(
                versions()
                        .filter(one -> one.id() == id)
                        .filter(one ->
                                SubjectName.parse(one.subject()).context().equals(context))
                        .filter(one -> only.isEmpty() || only.get().toString().equals(one.subject()))
                        .filter(one -> isWanted(one.isDeleted(), listing))
                        .map(one -> new SubjectVersion(one.subject(), one.version())),
                listing);
    }

    @Override
    public synchronized List<RegisteredSchema> schemas(String prefix, boolean latestOnly, Listing listing) {
        return page(
                matching(prefix).flatMap(subject -> {
                    List<RegisteredSchema> wanted = subject.versions().stream()
                            .filter(one -> isWanted(one.isDeleted(), listing))
                            .toList();
                    return latestOnly && !wanted.isEmpty() ? Stream.of(wanted.getLast()) : wanted.stream();
                }),
                listing);
    }

    @Override
    public synchronized List<String> subjects(String prefix, Listing listing) {
        return page(
                matching(prefix)
                        .filter(subject -> isWanted(subject.isDeleted(), listing))
                        .map(subject -> subject.name().toString()),
                listing);
    }

    @Override
    public synchronized List<Integer> versions(String subject, Listing listing) {
        List<RegisteredSchema> wanted = subject(subject).versions().stream()
                .filter(one -> isWanted(one.isDeleted(), listing))
                .toList();
        if (wanted.isEmpty()) {
            throw noSubject(subject);
        }
        return page(wanted.stream().map(RegisteredSchema::version), listing);
    }

    @Override
    public synchronized RegisteredSchema version(String subject, VersionChoice version, boolean deleted) {
        MemorySubject found = subject(subject);
        if (!deleted && found.isDeleted()) {
            throw noSubject(subject);
        }
        RegisteredSchema one = found.find(version);
        if (one.isDeleted() && !deleted) {
            throw MemorySubject.noVersion(version);
        }
        return one;
    }

    @Override
    public synchronized RegisteredSchema lookUp(String subject, Schema schema, boolean normalize, boolean deleted) {
        MemorySubject found = subject(subject);
        if (!deleted && found.isDeleted()) {
            throw noSubject(subject);
        }
        return found.with(ToySchema.read(schema).canonical(), deleted)
                .orElseThrow(() -> new SchemaException(SchemaError.SCHEMA_NOT_FOUND, "Schema not found"));
    }

    @Override
    public synchronized List<Integer> referencedBy(String subject, VersionChoice version, Listing listing) {
        boolean withDeleted = listing.deleted() != Listing.Deleted.EXCLUDE;
        RegisteredSchema target = version(subject, version, withDeleted);
        return page(
                referrers(target, withDeleted)
                        .map(RegisteredSchema::id)
                        .distinct()
                        .sorted(),
                listing);
    }

    private Stream<RegisteredSchema> referrers(RegisteredSchema target, boolean withDeleted) {
        SubjectName name = SubjectName.parse(target.subject());
        return versions()
                .filter(one -> withDeleted || !one.isDeleted())
                .filter(one -> one.schema().references().stream()
                        .anyMatch(reference -> reference.version() == target.version()
                                && SubjectName.parse(one.subject())
                                        .resolve(reference.subject())
                                        .equals(name)));
    }

    @Override
    public synchronized List<String> incompatibilities(
            String subject, Optional<VersionChoice> version, Schema schema, boolean normalize) {
        ToySchema candidate = ToySchema.read(schema);
        Stream<RegisteredSchema> against = version.isPresent()
                ? Stream.of(version(subject, version.get(), false))
                : Optional.ofNullable(subjects.get(SubjectName.parse(subject).toString())).stream()
                        .flatMap(MemorySubject::present);
        return problems(SubjectName.parse(subject), candidate, against.toList());
    }

    private List<String> problems(SubjectName name, ToySchema candidate, List<RegisteredSchema> versions) {
        Compatibility level = effective(name).compatibility().orElse(Compatibility.BACKWARD);
        if (versions.isEmpty() || level == Compatibility.NONE) {
            return List.of();
        }
        return (level.isTransitive() ? versions.stream() : Stream.of(versions.getLast()))
                .map(old -> ToySchema.read(old.schema()))
                .flatMap(old -> Stream.concat(
                        level.isBackward() ? candidate.problemsReading(old) : Stream.empty(),
                        level.isForward() ? old.problemsReading(candidate) : Stream.empty()))
                .toList();
    }

    @Override
    public CompletionStage<RegisteredSchema> register(String subject, Registration registration) {
        return change(() -> registerNow(subject, registration));
    }

    private RegisteredSchema registerNow(String subject, Registration registration) {
        SubjectName name = SubjectName.parse(subject);
        if (name.isContext()) {
            throw new SchemaException(SchemaError.INVALID_SUBJECT, "'" + subject + "' is no subject");
        }
        boolean isImport = requireWritable(name) == SchemaMode.IMPORT;
        if (isImport != registration.id().isPresent()) {
            throw new SchemaException(SchemaError.OPERATION_NOT_PERMITTED, "ids are given in import mode only");
        }
        ToySchema read = ToySchema.read(registration.schema());
        requireReferences(name, read.canonical());
        MemorySubject target = subjects.getOrDefault(name.toString(), new MemorySubject(name));
        Optional<RegisteredSchema> present = target.with(read.canonical(), false);
        if (present.isPresent() && !isImport) {
            return present.get();
        }
        List<String> problems =
                isImport ? List.of() : problems(name, read, target.present().toList());
        if (!problems.isEmpty()) {
            throw new SchemaException(SchemaError.INCOMPATIBLE, "incompatible: " + problems, problems);
        }
        int id = registration.id().orElseGet(() -> idOf(name.context(), read.canonical()));
        requireFree(id, name.context(), read.canonical());
        maxIds.merge(name.context(), id, Math::max);
        subjects.put(name.toString(), target);
        return target.add(read.canonical(), registration.version().orElse(target.next()), id);
    }

    private void requireReferences(SubjectName name, Schema schema) {
        for (Schema.Reference reference : schema.references()) {
            MemorySubject target =
                    subjects.get(name.resolve(reference.subject()).toString());
            if (target == null || !target.has(reference.version())) {
                throw new SchemaException(SchemaError.INVALID_SCHEMA, reference + " leads nowhere");
            }
        }
    }

    private int idOf(String context, Schema schema) {
        return in(context)
                .filter(one -> one.schema().equals(schema))
                .map(RegisteredSchema::id)
                .findFirst()
                .orElseGet(() -> maxIds.getOrDefault(context, 0) + 1);
    }

    private void requireFree(int id, String context, Schema schema) {
        if (in(context).anyMatch(one -> one.id() == id && !one.schema().equals(schema))) {
            throw new SchemaException(SchemaError.ID_DOES_NOT_MATCH, id + " is the id of another schema");
        }
    }

    @Override
    public CompletionStage<List<Integer>> deleteSubject(String subject, boolean permanent) {
        return change(() -> {
            MemorySubject target = subject(subject);
            requireWritable(target.name());
            target.requireDeletable(permanent);
            List<RegisteredSchema> versions =
                    permanent ? target.versions() : target.present().toList();
            versions.forEach(version -> requireUnneeded(version, permanent, subject));
            versions.forEach(version -> remove(target, version, permanent));
            return versions.stream().map(RegisteredSchema::version).toList();
        });
    }

    @Override
    public CompletionStage<Integer> deleteVersion(String subject, VersionChoice version, boolean permanent) {
        return change(() -> {
            MemorySubject target = subject(subject);
            requireWritable(target.name());
            RegisteredSchema found = target.find(version);
            MemorySubject.requireDeletable(found, permanent);
            requireUnneeded(found, permanent, "");
            remove(target, found, permanent);
            return found.version();
        });
    }

    private void requireUnneeded(RegisteredSchema version, boolean permanent, String goesToo) {
        if (referrers(version, permanent).anyMatch(one -> !one.subject().equals(goesToo))) {
            throw new SchemaException(SchemaError.REFERENCE_EXISTS, "others refer to " + version);
        }
    }

    private void remove(MemorySubject target, RegisteredSchema version, boolean permanent) {
        target.remove(version, permanent);
        if (target.versions().isEmpty()) {
            subjects.remove(target.name().toString());
            configs.remove(target.name());
            modes.remove(target.name());
        }
    }

    @Override
    public synchronized SubjectConfig config(Optional<String> subject, boolean defaultToGlobal) {
        SubjectName name = name(subject);
        if (subject.isPresent() && !defaultToGlobal && !configs.containsKey(name)) {
            throw new SchemaException(SchemaError.SUBJECT_COMPATIBILITY_NOT_CONFIGURED, "nothing is set for " + name);
        }
        return effective(name);
    }

    private SubjectConfig effective(SubjectName name) {
        return new SubjectConfig(Optional.of(Compatibility.BACKWARD), Optional.of(false))
                .with(configs.getOrDefault(SubjectName.GLOBAL, SubjectConfig.UNSET))
                .with(configs.getOrDefault(new SubjectName(name.context(), ""), SubjectConfig.UNSET))
                .with(configs.getOrDefault(name, SubjectConfig.UNSET));
    }

    @Override
    public CompletionStage<SubjectConfig> alterConfig(Optional<String> subject, SubjectConfig config) {
        return change(() -> {
            requireWritable(name(subject));
            return configs.merge(name(subject), config, SubjectConfig::with);
        });
    }

    @Override
    public CompletionStage<SubjectConfig> deleteConfig(Optional<String> subject) {
        return change(() ->
                Optional.ofNullable(configs.remove(name(subject))).orElseThrow(() -> noSubject(subject.orElse(""))));
    }

    @Override
    public synchronized SchemaMode mode(Optional<String> subject, boolean defaultToGlobal) {
        SubjectName name = name(subject);
        if (subject.isPresent() && !defaultToGlobal && !modes.containsKey(name)) {
            throw new SchemaException(SchemaError.SUBJECT_MODE_NOT_CONFIGURED, "no mode is set for " + name);
        }
        return effectiveMode(name);
    }

    private SchemaMode effectiveMode(SubjectName name) {
        SchemaMode all = modes.getOrDefault(SubjectName.GLOBAL, SchemaMode.READWRITE);
        return all == SchemaMode.READONLY_OVERRIDE
                ? all
                : modes.getOrDefault(name, modes.getOrDefault(new SubjectName(name.context(), ""), all));
    }

    private SchemaMode requireWritable(SubjectName name) {
        SchemaMode mode = effectiveMode(name);
        if (mode == SchemaMode.READONLY || mode == SchemaMode.READONLY_OVERRIDE) {
            throw new SchemaException(SchemaError.OPERATION_NOT_PERMITTED, name + " is in mode " + mode);
        }
        return mode;
    }

    @Override
    public CompletionStage<SchemaMode> alterMode(Optional<String> subject, SchemaMode mode, boolean force) {
        return change(() -> {
            SubjectName name = name(subject);
            if (mode == SchemaMode.READONLY_OVERRIDE && subject.isPresent()) {
                throw new SchemaException(SchemaError.INVALID_MODE, mode + " is for all subjects");
            }
            if (mode == SchemaMode.IMPORT && !force && matching(name.toString()).anyMatch(one -> !one.isDeleted())) {
                throw new SchemaException(SchemaError.OPERATION_NOT_PERMITTED, "there are schemas already");
            }
            modes.put(name, mode);
            return mode;
        });
    }

    @Override
    public CompletionStage<SchemaMode> deleteMode(String subject) {
        return change(() ->
                Optional.ofNullable(modes.remove(SubjectName.parse(subject))).orElseThrow(() -> noSubject(subject)));
    }

    @Override
    public Payloads payloads() {
        return new ToyPayloads(this);
    }

    private synchronized <T> CompletionStage<T> change(Supplier<T> change) {
        try {
            return CompletableFuture.completedStage(change.get());
        } catch (SchemaException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private MemorySubject subject(String text) {
        return Optional.ofNullable(subjects.get(SubjectName.parse(text).toString()))
                .orElseThrow(() -> noSubject(text));
    }

    private RegisteredSchema find(int id, String context) {
        return in(context)
                .filter(one -> one.id() == id)
                .findFirst()
                .orElseThrow(() -> new SchemaException(SchemaError.SCHEMA_NOT_FOUND, "Schema " + id + " not found"));
    }

    private Stream<RegisteredSchema> in(String context) {
        return versions()
                .filter(one -> SubjectName.parse(one.subject()).context().equals(context));
    }

    private Stream<RegisteredSchema> versions() {
        return matching(":*:").flatMap(subject -> subject.versions().stream());
    }

    private Stream<MemorySubject> matching(String prefix) {
        boolean everywhere = prefix.startsWith(":*:");
        SubjectName start = SubjectName.parse(everywhere ? prefix.substring(3) : prefix);
        TreeSet<SubjectName> names =
                new TreeSet<>(Comparator.comparing(SubjectName::context).thenComparing(SubjectName::name));
        subjects.values().forEach(subject -> names.add(subject.name()));
        return names.stream()
                .filter(name -> everywhere || name.context().equals(start.context()))
                .filter(name -> name.name().startsWith(start.name()))
                .map(name -> subject(name.toString()));
    }

    private static SubjectName name(Optional<String> subject) {
        return subject.map(SubjectName::parse).orElse(SubjectName.GLOBAL);
    }

    private static String context(Optional<String> subject) {
        return name(subject).context();
    }

    private static SchemaException noSubject(String subject) {
        return new SchemaException(SchemaError.SUBJECT_NOT_FOUND, "Subject '" + subject + "' not found.");
    }

    private static boolean isWanted(boolean isDeleted, Listing listing) {
        return switch (listing.deleted()) {
            case EXCLUDE -> !isDeleted;
            case INCLUDE -> true;
            case ONLY -> isDeleted;
        };
    }

    private static <T> List<T> page(Stream<T> all, Listing listing) {
        return all.skip(listing.offset())
                .limit(listing.limit() < 0 ? Long.MAX_VALUE : listing.limit())
                .toList();
    }
}
