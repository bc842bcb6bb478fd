package gossip.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.schema.Compatibility;
import gossip.api.schema.Listing;
import gossip.api.schema.RegisteredSchema;
import gossip.api.schema.Registration;
import gossip.api.schema.Schema;
import gossip.api.schema.SchemaError;
import gossip.api.schema.SchemaException;
import gossip.api.schema.SchemaMode;
import gossip.api.schema.SchemaRegistry;
import gossip.api.schema.SubjectConfig;
import gossip.api.schema.SubjectVersion;
import gossip.api.schema.VersionChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every schema registry does, in whatever languages its schemas are. */
public abstract class SchemaRegistryContract {
    private static final String SUBJECT = "orders-value";
    private static final Optional<String> NOWHERE = Optional.empty();

    private SchemaRegistry registry;

    /** For subclasses. */
    protected SchemaRegistryContract() {}

    /**
     * Creates an empty registry whose level is BACKWARD.
     *
     * @return new
     */
    protected abstract SchemaRegistry create();

    /**
     * A schema of a record, in its canonical form.
     *
     * @param fields names of its fields; those that end with ? have defaults
     * @return the schema
     */
    protected abstract Schema record(String... fields);

    /**
     * A schema of a record with one field of another schema.
     *
     * @param reference to a schema made by {@link #record}
     * @return the schema, in its canonical form
     */
    protected abstract Schema referring(Schema.Reference reference);

    /**
     * How a {@link #record} is called by those that refer to it.
     *
     * @return a name
     */
    protected abstract String referenceName();

    /**
     * Something that is no schema.
     *
     * @return of the same type
     */
    protected abstract Schema malformed();

    @BeforeEach
    void createRegistry() {
        registry = create();
    }

    @Test
    void schemaIsFoundAsItWasRegistered() {
        RegisteredSchema first = register(SUBJECT, record("a"));

        assertThat(first).isEqualTo(new RegisteredSchema(SUBJECT, 1, first.id(), record("a"), false));
        assertThat(registry.version(SUBJECT, VersionChoice.LATEST, false)).isEqualTo(first);
        assertThat(registry.schema(first.id(), NOWHERE, "")).isEqualTo(record("a"));
        assertThat(registry.lookUp(SUBJECT, record("a"), false, false)).isEqualTo(first);
        assertThat(registry.subjects("", Listing.PRESENT)).containsExactly(SUBJECT);
        assertThat(registry.maxId(NOWHERE)).isEqualTo(first.id());
        assertThat(registry.types()).contains(record("a").type());
    }

    @Test
    void registeringTwiceGivesOneVersion() {
        assertThat(register(SUBJECT, record("a"))).isEqualTo(register(SUBJECT, record("a")));
        assertThat(registry.versions(SUBJECT, Listing.PRESENT)).containsExactly(1);
    }

    @Test
    void sameSchemaHasTheSameIdUnderEverySubjectOfAContext() {
        int id = register(SUBJECT, record("a")).id();

        assertThat(register("bills-value", record("a")).id()).isEqualTo(id);
        assertThat(registry.versionsOf(id, NOWHERE, Listing.PRESENT))
                .containsExactly(new SubjectVersion("bills-value", 1), new SubjectVersion(SUBJECT, 1));
        assertThat(registry.versionsOf(id, Optional.of(SUBJECT), Listing.PRESENT))
                .containsExactly(new SubjectVersion(SUBJECT, 1));
    }

    @Test
    void contextsKeepIdsApart() {
        register(SUBJECT, record("a"));
        RegisteredSchema staged = register(":.stage:" + SUBJECT, record("b"));

        assertThat(staged.id()).isEqualTo(1);
        assertThat(staged.subject()).isEqualTo(":.stage:" + SUBJECT);
        assertThat(registry.schema(1, Optional.of(":.stage:x"), "")).isEqualTo(record("b"));
        assertThat(registry.schema(1, NOWHERE, "")).isEqualTo(record("a"));
        assertThat(registry.contexts(Listing.PRESENT)).containsExactly(".", ".stage");
        assertThat(registry.subjects(":.stage:", Listing.PRESENT)).containsExactly(":.stage:" + SUBJECT);
        assertThat(registry.subjects(":*:", Listing.PRESENT)).containsExactly(SUBJECT, ":.stage:" + SUBJECT);
    }

    @Test
    void incompatibleVersionIsRefusedWithReasons() {
        register(SUBJECT, record("a"));

        assertThatThrownBy(() -> register(SUBJECT, record("a", "b")))
                .isInstanceOfSatisfying(SchemaException.class, failure -> {
                    assertThat(failure.error()).isEqualTo(SchemaError.INCOMPATIBLE);
                    assertThat(failure.details())
                            .anySatisfy(detail -> assertThat(detail).contains("b"));
                });
        assertThat(registry.versions(SUBJECT, Listing.PRESENT)).containsExactly(1);
    }

    @Test
    void everyLevelLooksAtWhatItSays() {
        assertThat(allows(Compatibility.NONE, List.of(record("a")), record("b")))
                .isTrue();
        assertThat(allows(Compatibility.BACKWARD, List.of(record("a")), record("a", "b?")))
                .isTrue();
        assertThat(allows(Compatibility.BACKWARD, List.of(record("a")), record("a", "b")))
                .isFalse();
        assertThat(allows(Compatibility.BACKWARD, List.of(record("a"), record("a", "b?")), record("a", "b")))
                .isTrue();
        assertThat(allows(Compatibility.BACKWARD_TRANSITIVE, List.of(record("a"), record("a", "b?")), record("a", "b")))
                .isFalse();
        assertThat(allows(Compatibility.FORWARD, List.of(record("a", "b?")), record("a")))
                .isTrue();
        assertThat(allows(Compatibility.FORWARD, List.of(record("a", "b")), record("a")))
                .isFalse();
        assertThat(allows(Compatibility.FORWARD_TRANSITIVE, List.of(record("a", "b"), record("a", "b?")), record("a")))
                .isFalse();
        assertThat(allows(Compatibility.FULL, List.of(record("a", "b?")), record("a", "c?")))
                .isTrue();
        assertThat(allows(Compatibility.FULL, List.of(record("a", "b")), record("a")))
                .isFalse();
        assertThat(allows(Compatibility.FULL, List.of(record("a")), record("a", "b")))
                .isFalse();
        assertThat(allows(Compatibility.FULL_TRANSITIVE, List.of(record("a")), record("a", "b?")))
                .isTrue();
    }

    private boolean allows(Compatibility level, List<Schema> before, Schema next) {
        SchemaRegistry fresh = create();
        await(fresh.alterConfig(NOWHERE, level(Compatibility.NONE)));
        before.forEach(schema -> await(fresh.register(SUBJECT, Registration.of(schema))));
        await(fresh.alterConfig(NOWHERE, level(level)));
        boolean isCompatible =
                fresh.incompatibilities(SUBJECT, Optional.empty(), next, false).isEmpty();
        CompletionStage<RegisteredSchema> registered = fresh.register(SUBJECT, Registration.of(next));
        try {
            await(registered);
            assertThat(isCompatible).isTrue();
        } catch (SchemaException e) {
            assertThat(e.error()).isEqualTo(SchemaError.INCOMPATIBLE);
            assertThat(isCompatible).isFalse();
        }
        return isCompatible;
    }

    @Test
    void levelOfASubjectGoesBeforeThatOfAll() {
        await(registry.alterConfig(Optional.of(SUBJECT), level(Compatibility.NONE)));
        register(SUBJECT, record("a"));

        register(SUBJECT, record("b"));

        assertThat(registry.config(Optional.of(SUBJECT), false).compatibility()).contains(Compatibility.NONE);
        assertThat(registry.config(NOWHERE, false).compatibility()).contains(Compatibility.BACKWARD);
        assertThat(registry.config(Optional.of("other"), true).compatibility()).contains(Compatibility.BACKWARD);
        assertRefused(
                SchemaError.SUBJECT_COMPATIBILITY_NOT_CONFIGURED, () -> registry.config(Optional.of("other"), false));
        await(registry.deleteConfig(Optional.of(SUBJECT)));
        assertThat(registry.config(Optional.of(SUBJECT), true).compatibility()).contains(Compatibility.BACKWARD);
        assertRefused(SchemaError.SUBJECT_NOT_FOUND, () -> await(registry.deleteConfig(Optional.of(SUBJECT))));
    }

    @Test
    void whatIsNotThereIsNamed() {
        register(SUBJECT, record("a"));

        assertRefused(SchemaError.SUBJECT_NOT_FOUND, () -> registry.versions("x", Listing.ALL));
        assertRefused(SchemaError.SUBJECT_NOT_FOUND, () -> registry.version("x", VersionChoice.LATEST, false));
        assertRefused(
                SchemaError.VERSION_NOT_FOUND, () -> registry.version(SUBJECT, new VersionChoice.Exact(2), false));
        assertRefused(SchemaError.SCHEMA_NOT_FOUND, () -> registry.schema(99, NOWHERE, ""));
        assertRefused(SchemaError.SCHEMA_NOT_FOUND, () -> registry.versionsOf(99, NOWHERE, Listing.ALL));
        assertRefused(SchemaError.SUBJECT_NOT_FOUND, () -> registry.lookUp("x", record("a"), false, false));
        assertRefused(SchemaError.SCHEMA_NOT_FOUND, () -> registry.lookUp(SUBJECT, record("b"), false, false));
        assertRefused(SchemaError.SUBJECT_NOT_FOUND, () -> await(registry.deleteSubject("x", false)));
        assertRefused(
                SchemaError.VERSION_NOT_FOUND,
                () -> await(registry.deleteVersion(SUBJECT, new VersionChoice.Exact(2), false)));
    }

    @Test
    void whatIsNoSchemaIsRefused() {
        assertRefused(SchemaError.INVALID_SCHEMA, () -> register(SUBJECT, malformed()));
        assertRefused(SchemaError.INVALID_SCHEMA, () -> register(SUBJECT, new Schema("NO-SUCH-TYPE", "{}", List.of())));
        assertRefused(SchemaError.INVALID_SUBJECT, () -> register("", record("a")));
        assertThat(registry.subjects("", Listing.ALL)).isEmpty();
    }

    @Test
    void hiddenVersionIsSeenByThoseWhoAskForDeletedOnes() {
        RegisteredSchema first = register(SUBJECT, record("a"));
        register(SUBJECT, record("a", "b?"));

        assertThat(await(registry.deleteVersion(SUBJECT, new VersionChoice.Exact(1), false)))
                .isEqualTo(1);

        assertThat(registry.versions(SUBJECT, Listing.PRESENT)).containsExactly(2);
        assertThat(registry.versions(SUBJECT, Listing.ALL)).containsExactly(1, 2);
        assertThat(registry.schema(first.id(), NOWHERE, "")).isEqualTo(record("a"));
        assertRefused(
                SchemaError.VERSION_NOT_FOUND, () -> registry.version(SUBJECT, new VersionChoice.Exact(1), false));
        assertThat(registry.version(SUBJECT, new VersionChoice.Exact(1), true).isDeleted())
                .isTrue();
        assertRefused(
                SchemaError.VERSION_SOFT_DELETED,
                () -> await(registry.deleteVersion(SUBJECT, new VersionChoice.Exact(1), false)));
    }

    @Test
    void deletingForGoodFollowsHiding() {
        register(SUBJECT, record("a"));

        assertRefused(
                SchemaError.VERSION_NOT_SOFT_DELETED,
                () -> await(registry.deleteVersion(SUBJECT, VersionChoice.LATEST, true)));
        assertRefused(SchemaError.SUBJECT_NOT_SOFT_DELETED, () -> await(registry.deleteSubject(SUBJECT, true)));
        assertThat(await(registry.deleteSubject(SUBJECT, false))).containsExactly(1);
        assertRefused(SchemaError.SUBJECT_SOFT_DELETED, () -> await(registry.deleteSubject(SUBJECT, false)));
        assertThat(registry.subjects("", Listing.PRESENT)).isEmpty();
        assertThat(registry.subjects("", Listing.ALL)).containsExactly(SUBJECT);
        assertThat(await(registry.deleteSubject(SUBJECT, true))).containsExactly(1);
        assertThat(registry.subjects("", Listing.ALL)).isEmpty();
        assertRefused(SchemaError.SCHEMA_NOT_FOUND, () -> registry.schema(1, NOWHERE, ""));
    }

    @Test
    void idIsNeverGivenAgain() {
        register(SUBJECT, record("a"));
        await(registry.deleteSubject(SUBJECT, false));
        await(registry.deleteSubject(SUBJECT, true));

        assertThat(register(SUBJECT, record("b")).id()).isEqualTo(2);
    }

    @Test
    void hiddenVersionsDoNotStandInTheWayOfOthers() {
        register(SUBJECT, record("a"));
        await(registry.deleteSubject(SUBJECT, false));

        RegisteredSchema next = register(SUBJECT, record("a", "b"));

        assertThat(next.version()).isEqualTo(2);
    }

    @Test
    void schemaThatOthersReferToStays() {
        register(SUBJECT, record("a"));
        RegisteredSchema user = register("user-value", referring(new Schema.Reference(referenceName(), SUBJECT, 1)));

        assertThat(registry.referencedBy(SUBJECT, VersionChoice.LATEST, Listing.PRESENT))
                .containsExactly(user.id());
        assertRefused(SchemaError.REFERENCE_EXISTS, () -> await(registry.deleteSubject(SUBJECT, false)));
        assertRefused(
                SchemaError.REFERENCE_EXISTS,
                () -> await(registry.deleteVersion(SUBJECT, new VersionChoice.Exact(1), false)));
        await(registry.deleteSubject("user-value", false));
        assertThat(registry.referencedBy(SUBJECT, VersionChoice.LATEST, Listing.PRESENT))
                .isEmpty();
        await(registry.deleteSubject(SUBJECT, false));
        assertRefused(SchemaError.REFERENCE_EXISTS, () -> await(registry.deleteSubject(SUBJECT, true)));
    }

    @Test
    void referenceHasToLeadSomewhere() {
        assertRefused(
                SchemaError.INVALID_SCHEMA,
                () -> register("user-value", referring(new Schema.Reference(referenceName(), SUBJECT, 1))));
    }

    @Test
    void readOnlySubjectsDoNotChange() {
        register(SUBJECT, record("a"));
        await(registry.alterMode(Optional.of(SUBJECT), SchemaMode.READONLY, false));

        assertRefused(SchemaError.OPERATION_NOT_PERMITTED, () -> register(SUBJECT, record("a", "b?")));
        assertRefused(SchemaError.OPERATION_NOT_PERMITTED, () -> await(registry.deleteSubject(SUBJECT, false)));
        assertRefused(
                SchemaError.OPERATION_NOT_PERMITTED,
                () -> await(registry.alterConfig(Optional.of(SUBJECT), level(Compatibility.NONE))));
        assertThat(registry.mode(Optional.of(SUBJECT), false)).isEqualTo(SchemaMode.READONLY);
        assertThat(await(registry.deleteMode(SUBJECT))).isEqualTo(SchemaMode.READONLY);
        assertRefused(SchemaError.SUBJECT_MODE_NOT_CONFIGURED, () -> registry.mode(Optional.of(SUBJECT), false));
        register(SUBJECT, record("a", "b?"));
    }

    @Test
    void overrideMakesEverythingReadOnly() {
        await(registry.alterMode(Optional.of(SUBJECT), SchemaMode.READWRITE, false));
        await(registry.alterMode(NOWHERE, SchemaMode.READONLY_OVERRIDE, false));

        assertRefused(SchemaError.OPERATION_NOT_PERMITTED, () -> register(SUBJECT, record("a")));
        assertRefused(
                SchemaError.INVALID_MODE,
                () -> await(registry.alterMode(Optional.of(SUBJECT), SchemaMode.READONLY_OVERRIDE, false)));
    }

    @Test
    void importKeepsIdsAndVersionsAndChecksNothing() {
        await(registry.alterMode(Optional.of(SUBJECT), SchemaMode.IMPORT, false));

        await(registry.register(SUBJECT, imported(record("a"), 5, 50)));
        RegisteredSchema second = await(registry.register(SUBJECT, imported(record("b"), 3, 30)));

        assertThat(second).isEqualTo(new RegisteredSchema(SUBJECT, 3, 30, record("b"), false));
        assertThat(registry.versions(SUBJECT, Listing.PRESENT)).containsExactly(3, 5);
        assertRefused(SchemaError.OPERATION_NOT_PERMITTED, () -> register(SUBJECT, record("c")));
        assertRefused(
                SchemaError.ID_DOES_NOT_MATCH, () -> await(registry.register(SUBJECT, imported(record("c"), 6, 50))));
        assertThat(register("other-value", record("d")).id()).isEqualTo(51);
        assertRefused(
                SchemaError.OPERATION_NOT_PERMITTED,
                () -> await(registry.register("other-value", imported(record("e"), 2, 60))));
    }

    @Test
    void importModeIsForEmptySubjectsUnlessForced() {
        register(SUBJECT, record("a"));

        assertRefused(
                SchemaError.OPERATION_NOT_PERMITTED,
                () -> await(registry.alterMode(Optional.of(SUBJECT), SchemaMode.IMPORT, false)));
        assertThat(await(registry.alterMode(Optional.of(SUBJECT), SchemaMode.IMPORT, true)))
                .isEqualTo(SchemaMode.IMPORT);
    }

    @Test
    void pagesOfListsFollowEachOther() {
        for (int i = 0; i < 5; i++) {
            register("s" + i, record("a"));
        }

        assertThat(registry.subjects("s", new Listing(Listing.Deleted.EXCLUDE, 1, 2)))
                .containsExactly("s1", "s2");
        assertThat(registry.schemas("s", true, new Listing(Listing.Deleted.EXCLUDE, 3, -1)))
                .extracting(RegisteredSchema::subject)
                .containsExactly("s3", "s4");
    }

    @Test
    void twoAtOnceDoNotGetOneVersion() {
        List<CompletionStage<RegisteredSchema>> under = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            under.add(registry.register("s" + i % 2, Registration.of(record("a", "f" + i + "?"))));
        }

        List<RegisteredSchema> all =
                under.stream().map(SchemaRegistryContract::await).toList();

        assertThat(all.stream().map(one -> one.subject() + one.version())).doesNotHaveDuplicates();
        assertThat(all.stream().map(RegisteredSchema::id)).doesNotHaveDuplicates();
        assertThat(registry.versions("s0", Listing.PRESENT)).containsExactly(1, 2, 3, 4);
    }

    private RegisteredSchema register(String subject, Schema schema) {
        return await(registry.register(subject, Registration.of(schema)));
    }

    private static Registration imported(Schema schema, int version, int id) {
        return new Registration(schema, false, OptionalInt.of(version), OptionalInt.of(id));
    }

    private static SubjectConfig level(Compatibility level) {
        return new SubjectConfig(Optional.of(level), Optional.empty());
    }

    private static void assertRefused(SchemaError error, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        SchemaException.class,
                        failure -> assertThat(failure.error()).isEqualTo(error));
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SchemaException refused) {
                throw refused;
            }
            throw new AssertionError("failed with something else than a SchemaException", e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }
}
