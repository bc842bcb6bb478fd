package gossip.core.schema;

import gossip.api.schema.Listing;
import gossip.api.schema.Payloads;
import gossip.api.schema.RegisteredSchema;
import gossip.api.schema.Registration;
import gossip.api.schema.Schema;
import gossip.api.schema.SchemaException;
import gossip.api.schema.SchemaMode;
import gossip.api.schema.SchemaRegistry;
import gossip.api.schema.SubjectConfig;
import gossip.api.schema.SubjectName;
import gossip.api.schema.SubjectVersion;
import gossip.api.schema.VersionChoice;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A registry as one client may see and change it. Lists leave out what it may not see. */
final class GuardedRegistry implements SchemaRegistry {
    private final SchemaRegistry registry;
    private final SchemaGuard guard;

    GuardedRegistry(SchemaRegistry registry, SchemaGuard guard) {
        this.registry = registry;
        this.guard = guard;
    }

    @Override
    public Set<String> types() {
        return registry.types();
    }

    @Override
    public List<String> contexts(Listing listing) {
        return Page.of(registry.contexts(Page.whole(listing)), this::seesContext, listing);
    }

    private boolean seesContext(String context) {
        return context.equals(SubjectName.DEFAULT_CONTEXT)
                || registry.subjects(":" + context + ":", Listing.ALL).stream().anyMatch(guard::maySee);
    }

    @Override
    public Schema schema(int id, Optional<String> subject, String format) {
        readId(id, subject);
        return registry.schema(id, subject, format);
    }

    /** Who may read any of the subjects that have a schema may read the schema. */
    void readId(int id, Optional<String> subject) {
        List<SubjectVersion> uses = registry.versionsOf(id, subject.map(GuardedRegistry::context), Listing.ALL);
        if (uses.stream().noneMatch(use -> guard.maySee(use.subject()))) {
            throw guard.forbidden("DESCRIBE", "any topic whose subjects have the schema " + id);
        }
    }

    /** Which of its subjects is named makes no difference. */
    private static String context(String subject) {
        return new SubjectName(SubjectName.parse(subject).context(), "").toString();
    }

    @Override
    public int maxId(Optional<String> subject) {
        guard.seeCluster();
        return registry.maxId(subject);
    }

    @Override
    public List<SubjectVersion> versionsOf(int id, Optional<String> subject, Listing listing) {
        return Page.of(
                registry.versionsOf(id, subject, Page.whole(listing)), use -> guard.maySee(use.subject()), listing);
    }

    @Override
    public List<RegisteredSchema> schemas(String subjectPrefix, boolean latestOnly, Listing listing) {
        return Page.of(
                registry.schemas(subjectPrefix, latestOnly, Page.whole(listing)),
                schema -> guard.maySee(schema.subject()),
                listing);
    }

    @Override
    public List<String> subjects(String prefix, Listing listing) {
        return Page.of(registry.subjects(prefix, Page.whole(listing)), guard::maySee, listing);
    }

    @Override
    public List<Integer> versions(String subject, Listing listing) {
        guard.read(subject);
        return registry.versions(subject, listing);
    }

    @Override
    public RegisteredSchema version(String subject, VersionChoice version, boolean deleted) {
        guard.read(subject);
        return registry.version(subject, version, deleted);
    }

    @Override
    public RegisteredSchema lookUp(String subject, Schema schema, boolean normalize, boolean deleted) {
        guard.read(subject);
        readReferences(subject, schema);
        return registry.lookUp(subject, schema, normalize, deleted);
    }

    @Override
    public List<Integer> referencedBy(String subject, VersionChoice version, Listing listing) {
        guard.read(subject);
        return registry.referencedBy(subject, version, listing);
    }

    @Override
    public List<String> incompatibilities(
            String subject, Optional<VersionChoice> version, Schema schema, boolean normalize) {
        guard.read(subject);
        readReferences(subject, schema);
        return registry.incompatibilities(subject, version, schema, normalize);
    }

    @Override
    public CompletionStage<RegisteredSchema> register(String subject, Registration registration) {
        return allowed(
                () -> {
                    guard.write(subject);
                    readReferences(subject, registration.schema());
                },
                () -> registry.register(subject, registration));
    }

    /** Messages about a schema would tell what is in those that it refers to. */
    private void readReferences(String subject, Schema schema) {
        SubjectName name = SubjectName.parse(subject);
        schema.references()
                .forEach(reference ->
                        guard.read(name.resolve(reference.subject()).toString()));
    }

    @Override
    public CompletionStage<List<Integer>> deleteSubject(String subject, boolean permanent) {
        return allowed(() -> guard.delete(subject), () -> registry.deleteSubject(subject, permanent));
    }

    @Override
    public CompletionStage<Integer> deleteVersion(String subject, VersionChoice version, boolean permanent) {
        return allowed(() -> guard.delete(subject), () -> registry.deleteVersion(subject, version, permanent));
    }

    @Override
    public SubjectConfig config(Optional<String> subject, boolean defaultToGlobal) {
        guard.seeSettings(subject);
        return registry.config(subject, defaultToGlobal);
    }

    @Override
    public CompletionStage<SubjectConfig> alterConfig(Optional<String> subject, SubjectConfig config) {
        return allowed(() -> guard.changeSettings(subject), () -> registry.alterConfig(subject, config));
    }

    @Override
    public CompletionStage<SubjectConfig> deleteConfig(Optional<String> subject) {
        return allowed(() -> guard.changeSettings(subject), () -> registry.deleteConfig(subject));
    }

    @Override
    public SchemaMode mode(Optional<String> subject, boolean defaultToGlobal) {
        guard.seeSettings(subject);
        return registry.mode(subject, defaultToGlobal);
    }

    @Override
    public CompletionStage<SchemaMode> alterMode(Optional<String> subject, SchemaMode mode, boolean force) {
        return allowed(() -> guard.changeSettings(subject), () -> registry.alterMode(subject, mode, force));
    }

    @Override
    public CompletionStage<SchemaMode> deleteMode(String subject) {
        return allowed(() -> guard.changeSettings(Optional.of(subject)), () -> registry.deleteMode(subject));
    }

    @Override
    public Payloads payloads() {
        return new GuardedPayloads(registry.payloads(), this);
    }

    private static <T> CompletionStage<T> allowed(Runnable check, Supplier<CompletionStage<T>> change) {
        try {
            check.run();
            return change.get();
        } catch (SchemaException e) {
            return CompletableFuture.failedStage(e);
        }
    }
}
