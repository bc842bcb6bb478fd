package gossip.api.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.ErrorCode;
import gossip.api.metadata.MetadataCommand.AlterSchemaConfig;
import gossip.api.metadata.MetadataCommand.AlterSchemaMode;
import gossip.api.metadata.MetadataCommand.DeleteSchemaVersions;
import gossip.api.metadata.MetadataCommand.RegisterSchema;
import gossip.api.metadata.MetadataCommand.SchemaChange;
import gossip.api.metadata.MetadataResult.Refused;
import gossip.api.metadata.MetadataResult.RegisteredVersion;
import gossip.api.schema.Compatibility;
import gossip.api.schema.Schema;
import gossip.api.schema.SchemaMode;
import gossip.api.schema.SubjectConfig;
import gossip.api.schema.SubjectName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasImageTest {
    private static final SubjectName ORDERS = SubjectName.parse("orders-value");
    private static final SubjectName BILLS = SubjectName.parse("bills-value");
    private static final SubjectName STAGED = SubjectName.parse(":.stage:orders-value");

    private SchemasImage image = SchemasImage.EMPTY;

    @Test
    void sameSchemaHasOneIdInItsContext() {
        assertThat(register(ORDERS, "a")).isEqualTo(new RegisteredVersion(1, 1));
        assertThat(register(ORDERS, "b")).isEqualTo(new RegisteredVersion(2, 2));
        assertThat(register(BILLS, "b")).isEqualTo(new RegisteredVersion(1, 2));
        assertThat(register(STAGED, "b")).isEqualTo(new RegisteredVersion(1, 1));
        assertThat(image.schema(".", 2).orElseThrow().schema().text()).isEqualTo("b");
        assertThat(image.maxIds()).containsEntry(".", 2).containsEntry(".stage", 1);
    }

    @Test
    void decisionOnWhatHasChangedIsRefused() {
        MetadataCommand.SchemaBasis basis = image.basis(ORDERS);
        register(ORDERS, "a");

        MetadataResult late =
                apply(new RegisterSchema(ORDERS, basis, schema("b"), OptionalInt.empty(), OptionalInt.empty()));

        assertThat(code(late)).isEqualTo(ErrorCode.INVALID_UPDATE_VERSION);
        assertThat(image.subject(ORDERS).orElseThrow().versions()).hasSize(1);
    }

    @Test
    void decisionUnderOldSettingsIsRefused() {
        MetadataCommand.SchemaBasis basis = image.basis(ORDERS);
        apply(new AlterSchemaConfig(
                SubjectName.GLOBAL, new SubjectConfig(Optional.of(Compatibility.FULL), Optional.empty())));

        MetadataResult late =
                apply(new RegisterSchema(ORDERS, basis, schema("b"), OptionalInt.empty(), OptionalInt.empty()));

        assertThat(code(late)).isEqualTo(ErrorCode.INVALID_UPDATE_VERSION);
    }

    @Test
    void hiddenVersionKeepsItsSchemaAndItsNumberIsNotGivenAgain() {
        register(ORDERS, "a");
        delete(ORDERS, false, 1);

        assertThat(image.schema(".", 1)).isPresent();
        assertThat(image.subject(ORDERS).orElseThrow().latest()).isEmpty();
        assertThat(register(ORDERS, "b")).isEqualTo(new RegisteredVersion(2, 2));
    }

    @Test
    void schemaThatIsRegisteredAgainTakesThePlaceOfItsHiddenVersion() {
        register(ORDERS, "a");
        register(ORDERS, "b");
        delete(ORDERS, false, 1, 2);

        assertThat(register(ORDERS, "a")).isEqualTo(new RegisteredVersion(3, 1));
        assertThat(image.subject(ORDERS).orElseThrow().versions())
                .containsExactly(new SubjectImage.Version(2, 2, true), new SubjectImage.Version(3, 1, false));
    }

    @Test
    void erasedSchemaIsForgottenAndItsIdIsNotGivenAgain() {
        register(ORDERS, "a");
        apply(new AlterSchemaMode(ORDERS, Optional.of(SchemaMode.IMPORT), false));
        delete(ORDERS, true, 1);

        assertThat(image.schema(".", 1)).isEmpty();
        assertThat(image.subject(ORDERS)).isEmpty();
        assertThat(image.settings().modes()).isEmpty();
        assertThat(register(ORDERS, "a")).isEqualTo(new RegisteredVersion(1, 2));
    }

    @Test
    void schemaStaysWhileAnotherSubjectHasIt() {
        register(ORDERS, "a");
        register(BILLS, "a");
        delete(ORDERS, true, 1);

        assertThat(image.schema(".", 1)).isPresent();
        assertThat(image.users(image.schema(".", 1).orElseThrow()))
                .containsExactly(image.subject(BILLS).orElseThrow());
    }

    @Test
    void versionThatOthersReferToStays() {
        register(ORDERS, "a");
        registerReferring(BILLS, "b", "orders-value", 1);

        assertThat(code(delete(ORDERS, false, 1))).isEqualTo(ErrorCode.INVALID_REQUEST);
        delete(BILLS, false, 1);
        assertThat(code(delete(ORDERS, true, 1))).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(delete(ORDERS, false, 1)).isEqualTo(new MetadataResult.Done());
        delete(BILLS, true, 1);
        assertThat(delete(ORDERS, true, 1)).isEqualTo(new MetadataResult.Done());
        assertThat(image.schemaCount()).isZero();
    }

    @Test
    void subjectThatRefersToItselfCanBeDeletedAsAWhole() {
        register(ORDERS, "a");
        registerReferring(ORDERS, "b", "orders-value", 1);

        assertThat(code(delete(ORDERS, false, 1))).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(delete(ORDERS, false, 1, 2)).isEqualTo(new MetadataResult.Done());
    }

    @Test
    void referenceToWhatIsNotThereIsRefused() {
        assertThat(code(registerReferring(BILLS, "b", "orders-value", 1))).isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
    }

    @Test
    void importedIdMustNotBeThatOfAnotherSchema() {
        register(ORDERS, "a");

        MetadataResult result =
                apply(new RegisterSchema(BILLS, image.basis(BILLS), schema("b"), OptionalInt.of(7), OptionalInt.of(1)));

        assertThat(code(result)).isEqualTo(ErrorCode.DUPLICATE_RESOURCE);
    }

    @Test
    void nextIdFollowsTheLargestImportedOne() {
        apply(new RegisterSchema(BILLS, image.basis(BILLS), schema("b"), OptionalInt.of(7), OptionalInt.of(100)));

        assertThat(register(ORDERS, "a")).isEqualTo(new RegisteredVersion(1, 101));
    }

    @Test
    void importModeNeedsAnEmptyScopeUnlessForced() {
        register(STAGED, "a");

        assertThat(code(apply(new AlterSchemaMode(SubjectName.GLOBAL, Optional.of(SchemaMode.IMPORT), true))))
                .isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(apply(new AlterSchemaMode(ORDERS, Optional.of(SchemaMode.IMPORT), true)))
                .isEqualTo(new MetadataResult.Done());
        assertThat(apply(new AlterSchemaMode(SubjectName.GLOBAL, Optional.of(SchemaMode.IMPORT), false)))
                .isEqualTo(new MetadataResult.Done());
    }

    @Test
    void settingsAreAddedToThoseThereAreAndTakenBackTogether() {
        apply(new AlterSchemaConfig(ORDERS, new SubjectConfig(Optional.of(Compatibility.FULL), Optional.empty())));
        apply(new AlterSchemaConfig(ORDERS, new SubjectConfig(Optional.empty(), Optional.of(true))));
        assertThat(image.settings().config(ORDERS))
                .isEqualTo(new SubjectConfig(Optional.of(Compatibility.FULL), Optional.of(true)));

        apply(new AlterSchemaConfig(ORDERS, SubjectConfig.UNSET));

        assertThat(image.settings().config(ORDERS)).isEqualTo(SubjectConfig.UNSET);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void imageFromASnapshotGoesOnAsTheOneItWasTakenFrom(long seed) {
        Random random = new Random(seed);
        IntStream.range(0, 200).forEach(i -> apply(any(random)));

        SchemasImage copy = SchemasImage.of(image.parts());
        for (int i = 0; i < 200; i++) {
            SchemaChange change = any(random);
            SchemasImage.Applied there = copy.apply(change);
            assertThat(there.result()).isEqualTo(apply(change));
            copy = there.image();
            assertThat(sorted(copy)).isEqualTo(sorted(image));
        }
        assertThat(image.schemaCount()).isEqualTo(ids().size());
    }

    /** What the versions have, and nothing else, is there. */
    private Set<String> ids() {
        Set<String> ids = new HashSet<>();
        image.subjects()
                .forEach(subject -> subject.versions()
                        .forEach(version -> ids.add(subject.name().context() + " " + version.id())));
        return ids;
    }

    private static List<String> sorted(SchemasImage image) {
        return image.subjects().map(SubjectImage::toString).sorted().toList();
    }

    private SchemaChange any(Random random) {
        SubjectName subject = List.of(ORDERS, BILLS, STAGED).get(random.nextInt(3));
        MetadataCommand.SchemaBasis basis = image.basis(subject);
        int version = 1 + random.nextInt(12);
        return switch (random.nextInt(8)) {
            case 0 -> new DeleteSchemaVersions(subject, basis, Set.of(version, version + 1), true);
            case 1 -> new DeleteSchemaVersions(subject, basis, Set.of(version), false);
            case 2 -> new AlterSchemaMode(subject, Optional.of(SchemaMode.IMPORT), random.nextBoolean());
            case 3 ->
                new RegisterSchema(
                        subject,
                        basis,
                        schema("imported" + random.nextInt(5)),
                        OptionalInt.of(version),
                        OptionalInt.of(1 + random.nextInt(30)));
            case 4 ->
                new RegisterSchema(
                        subject,
                        basis,
                        referring("referring" + random.nextInt(5), "orders-value", version),
                        OptionalInt.empty(),
                        OptionalInt.empty());
            default ->
                new RegisterSchema(
                        subject, basis, schema("s" + random.nextInt(10)), OptionalInt.empty(), OptionalInt.empty());
        };
    }

    private MetadataResult register(SubjectName subject, String text) {
        return apply(new RegisterSchema(
                subject, image.basis(subject), schema(text), OptionalInt.empty(), OptionalInt.empty()));
    }

    private MetadataResult registerReferring(SubjectName subject, String text, String target, int version) {
        return apply(new RegisterSchema(
                subject,
                image.basis(subject),
                referring(text, target, version),
                OptionalInt.empty(),
                OptionalInt.empty()));
    }

    private MetadataResult delete(SubjectName subject, boolean permanent, int... versions) {
        Set<Integer> numbers = new HashSet<>();
        for (int version : versions) {
            numbers.add(version);
        }
        return apply(new DeleteSchemaVersions(subject, image.basis(subject), numbers, permanent));
    }

    private MetadataResult apply(SchemaChange change) {
        SchemasImage.Applied applied = image.apply(change);
        image = applied.image();
        return applied.result();
    }

    private static ErrorCode code(MetadataResult result) {
        return result instanceof Refused refused ? refused.code() : ErrorCode.NONE;
    }

    private static Schema schema(String text) {
        return new Schema(Schema.AVRO, text, List.of());
    }

    private static Schema referring(String text, String subject, int version) {
        return new Schema(Schema.AVRO, text, List.of(new Schema.Reference("r", subject, version)));
    }
}
