package gossip.schema.registry;

import gossip.api.config.Settings;
import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.SchemasImage;
import gossip.api.metadata.StoredSchema;
import gossip.api.metadata.SubjectImage;
import gossip.api.metrics.Metrics;
import gossip.api.plugin.PluginContext;
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
import gossip.schema.RegistrySettings;
import gossip.schema.format.ParsedSchema;
import gossip.schema.format.SchemaLimits;
import gossip.schema.registry.Registering.Written;
import gossip.schema.registry.Submissions.Decision;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The registry whose schemas are part of the metadata of the cluster. Thread-safe. */
public final class EmbeddedRegistry implements SchemaRegistry, AutoCloseable {
    private final MetadataStore store;
    private final Languages languages;
    private final SchemaWorkers workers;
    private final ParsedSchemas schemas;
    private final Submissions submissions;
    private final Registering registering;
    private final Deleting deleting;
    private final SettingChanges settings;
    private final WirePayloads payloads;
    private final Compatibility defaultLevel;

    private EmbeddedRegistry(
            MetadataStore store, SchemaWorkers workers, ParsedSchemas schemas, Settings settings, Languages languages) {
        int maxSchemas = settings.value(RegistrySettings.MAX_SCHEMAS);
        this.store = store;
        this.languages = languages;
        this.workers = workers;
        this.schemas = schemas;
        this.defaultLevel = settings.value(RegistrySettings.COMPATIBILITY);
        this.submissions = new Submissions(store);
        this.registering = new Registering(
                schemas,
                defaultLevel,
                new Registering.Counts(settings.value(RegistrySettings.MAX_VERSIONS), maxSchemas));
        this.deleting = new Deleting(defaultLevel);
        this.settings = new SettingChanges(defaultLevel, maxSchemas);
        this.payloads = new WirePayloads(store, schemas);
    }

    /**
     * Creates the registry; reads nothing and starts no thread.
     *
     * @param context settings, metadata and figures of the broker
     * @return the registry
     */
    public static EmbeddedRegistry of(PluginContext context) {
        return of(context.selected(MetadataStore.class), context.settings(), context.metrics());
    }

    static EmbeddedRegistry of(MetadataStore store, Settings settings, Metrics metrics) {
        SchemaWorkers workers = new SchemaWorkers(
                settings.value(RegistrySettings.CHECK_TIMEOUT), settings.value(RegistrySettings.CHECK_QUEUE));
        Languages languages = new Languages(new SchemaLimits(
                settings.value(RegistrySettings.MAX_DEPTH),
                settings.value(RegistrySettings.MAX_TYPES),
                settings.value(RegistrySettings.MAX_BRANCHES),
                settings.value(RegistrySettings.MAX_JSON_SIZE).intValue()));
        ParsedCache cache = new ParsedCache(settings.value(RegistrySettings.CACHE_SIZE));
        TextLimits limits = new TextLimits(
                settings.value(RegistrySettings.MAX_SIZE), settings.value(RegistrySettings.MAX_REFERENCES));
        RegistryFigures.report(metrics, store, cache, workers);
        ParsedSchemas schemas = new ParsedSchemas(languages, workers, limits, cache, metrics);
        return new EmbeddedRegistry(store, workers, schemas, settings, languages);
    }

    private SchemasImage image() {
        return store.image().schemas();
    }

    private Lookups lookups() {
        return new Lookups(image());
    }

    @Override
    public Set<String> types() {
        return languages.names();
    }

    @Override
    public List<String> contexts(Listing listing) {
        return lookups().contexts(listing);
    }

    @Override
    public Schema schema(int id, Optional<String> subject, String format) {
        SchemasImage image = image();
        StoredSchema stored = new Lookups(image).schema(id, subject);
        if (format.isEmpty()) {
            return stored.schema();
        }
        ParsedSchema parsed = schemas.stored(image, stored);
        ParsedSchema.Form form = workers.call(() -> parsed.form(format));
        Schema schema = stored.schema();
        return new Schema(schema.type(), form.text(), form.isSelfContained() ? List.of() : schema.references());
    }

    @Override
    public int maxId(Optional<String> subject) {
        return lookups().maxId(subject);
    }

    @Override
    public List<SubjectVersion> versionsOf(int id, Optional<String> subject, Listing listing) {
        return lookups().versionsOf(id, subject, listing);
    }

    @Override
    public List<RegisteredSchema> schemas(String subjectPrefix, boolean latestOnly, Listing listing) {
        return lookups().schemas(subjectPrefix, latestOnly, listing);
    }

    @Override
    public List<String> subjects(String prefix, Listing listing) {
        return lookups().subjects(prefix, listing);
    }

    @Override
    public List<Integer> versions(String subject, Listing listing) {
        return lookups().versions(SubjectName.parse(subject), listing);
    }

    @Override
    public RegisteredSchema version(String subject, VersionChoice version, boolean deleted) {
        return lookups().version(SubjectName.parse(subject), version, deleted);
    }

    @Override
    public RegisteredSchema lookUp(String subject, Schema schema, boolean normalize, boolean deleted) {
        SubjectName name = SubjectName.parse(subject);
        SchemasImage image = image();
        Lookups lookups = new Lookups(image);
        if (lookups.subject(name).latest().isEmpty() && !deleted) {
            throw Failures.noSubject(name);
        }
        Written written = workers.call(() -> registering.written(image, name, schema, normalize));
        return image.schema(name.context(), written.schema())
                .flatMap(stored -> lookups.versionWith(name, stored.id(), deleted))
                .map(version -> lookups.registered(name, version))
                .orElseThrow(() -> new SchemaException(SchemaError.SCHEMA_NOT_FOUND, "Schema not found"));
    }

    @Override
    public List<Integer> referencedBy(String subject, VersionChoice version, Listing listing) {
        return lookups().referencedBy(SubjectName.parse(subject), version, listing);
    }

    @Override
    public List<String> incompatibilities(
            String subject, Optional<VersionChoice> version, Schema schema, boolean normalize) {
        SubjectName name = SubjectName.parse(subject);
        SchemasImage image = image();
        Lookups lookups = new Lookups(image);
        List<SubjectImage.Version> versions = version.isPresent()
                ? List.of(lookups.find(name, version.get(), false))
                : image.subject(name).map(found -> found.present().toList()).orElse(List.of());
        Compatibility level = new Scope(image.settings(), defaultLevel).level(name);
        return workers.call(() -> {
            Written written = registering.written(image, name, schema, normalize);
            written.parsed().validate();
            return registering.problems(image, name, level, written, versions);
        });
    }

    @Override
    public CompletionStage<RegisteredSchema> register(String subject, Registration registration) {
        return submissions.change(() -> {
            SubjectName name = SubjectName.parse(subject);
            TextLimits.checkSubject(name.context(), name.name());
            return workers.submit(() -> registering.decide(image(), name, registration));
        });
    }

    @Override
    public CompletionStage<List<Integer>> deleteSubject(String subject, boolean permanent) {
        return change(subject, name -> deleting.subject(image(), name, permanent));
    }

    @Override
    public CompletionStage<Integer> deleteVersion(String subject, VersionChoice version, boolean permanent) {
        return change(subject, name -> deleting.version(image(), name, version, permanent));
    }

    @Override
    public SubjectConfig config(Optional<String> subject, boolean defaultToGlobal) {
        return settings.config(image(), name(subject), defaultToGlobal);
    }

    @Override
    public CompletionStage<SubjectConfig> alterConfig(Optional<String> subject, SubjectConfig config) {
        return change(subject.orElse(""), name -> settings.alter(image(), checked(name), config));
    }

    @Override
    public CompletionStage<SubjectConfig> deleteConfig(Optional<String> subject) {
        return change(subject.orElse(""), name -> settings.takeBack(image(), name));
    }

    @Override
    public SchemaMode mode(Optional<String> subject, boolean defaultToGlobal) {
        return settings.mode(image(), name(subject), defaultToGlobal);
    }

    @Override
    public CompletionStage<SchemaMode> alterMode(Optional<String> subject, SchemaMode mode, boolean force) {
        return change(subject.orElse(""), name -> settings.alter(image(), checked(name), mode, force));
    }

    @Override
    public CompletionStage<SchemaMode> deleteMode(String subject) {
        return change(subject, name -> settings.takeBackMode(image(), name));
    }

    @Override
    public Payloads payloads() {
        return payloads;
    }

    private <T> CompletionStage<T> change(String subject, Function<SubjectName, Decision<T>> deciding) {
        return submissions.change(() -> CompletableFuture.completedStage(deciding.apply(SubjectName.parse(subject))));
    }

    private static SubjectName name(Optional<String> subject) {
        return subject.map(SubjectName::parse).orElse(SubjectName.GLOBAL);
    }

    private static SubjectName checked(SubjectName name) {
        TextLimits.checkSubject(name.context(), name.isContext() ? "context" : name.name());
        return name;
    }

    @Override
    public void close() {
        workers.close();
    }
}
