package gossip.raft.codec;

import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.MetadataCommand.AlterSchemaConfig;
import gossip.api.metadata.MetadataCommand.AlterSchemaMode;
import gossip.api.metadata.MetadataCommand.DeleteSchemaVersions;
import gossip.api.metadata.MetadataCommand.RegisterSchema;
import gossip.api.metadata.MetadataCommand.SchemaBasis;
import gossip.api.metadata.SchemaSettings;
import gossip.api.metadata.SchemasImage;
import gossip.api.metadata.StoredSchema;
import gossip.api.metadata.SubjectImage;
import gossip.api.schema.Compatibility;
import gossip.api.schema.Schema;
import gossip.api.schema.SchemaMode;
import gossip.api.schema.SubjectConfig;
import gossip.api.schema.SubjectName;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any metadata about schemas there can be. */
final class SchemaMetadata {
    private SchemaMetadata() {}

    static Arbitrary<MetadataCommand> changes() {
        return Arbitraries.oneOf(
                Combinators.combine(names(), bases(), schemas(), numbers(), numbers())
                        .as(RegisterSchema::new),
                Combinators.combine(
                                names(),
                                bases(),
                                Arbitraries.integers().set().ofMaxSize(5),
                                Arbitraries.of(true, false))
                        .as(DeleteSchemaVersions::new),
                Combinators.combine(names(), configs()).as(AlterSchemaConfig::new),
                Combinators.combine(names(), Arbitraries.of(SchemaMode.class).optional(), Arbitraries.of(true, false))
                        .as(AlterSchemaMode::new));
    }

    static Arbitrary<SchemasImage> images() {
        return Combinators.combine(
                        Combinators.combine(
                                        names(),
                                        Arbitraries.longs(),
                                        versions().list().ofMaxSize(4))
                                .as(SubjectImage::new)
                                .list()
                                .ofMaxSize(5)
                                .uniqueElements(SubjectImage::name),
                        Combinators.combine(contexts(), Arbitraries.integers(), schemas())
                                .as(StoredSchema::new)
                                .list()
                                .ofMaxSize(5)
                                .uniqueElements(schema -> schema.context() + schema.id()),
                        Arbitraries.maps(contexts(), Arbitraries.integers()).ofMaxSize(3),
                        Combinators.combine(
                                        Arbitraries.longs(),
                                        Arbitraries.maps(names(), configs().filter(config -> !config.isUnset()))
                                                .ofMaxSize(3),
                                        Arbitraries.maps(names(), Arbitraries.of(SchemaMode.class))
                                                .ofMaxSize(3))
                                .as(SchemaSettings::new),
                        Arbitraries.longs())
                .as(SchemasImage.Parts::new)
                .map(SchemasImage::of);
    }

    private static Arbitrary<SubjectImage.Version> versions() {
        return Combinators.combine(Arbitraries.integers(), Arbitraries.integers(), Arbitraries.of(true, false))
                .as(SubjectImage.Version::new);
    }

    private static Arbitrary<String> contexts() {
        return Metadata.texts().map(text -> "." + text.replace(":", ""));
    }

    private static Arbitrary<SubjectName> names() {
        return Combinators.combine(contexts(), Metadata.texts()).as(SubjectName::new);
    }

    private static Arbitrary<SchemaBasis> bases() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(SchemaBasis::new);
    }

    private static Arbitrary<OptionalInt> numbers() {
        return Arbitraries.integers()
                .optional()
                .map(number -> number.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    private static Arbitrary<Schema> schemas() {
        return Combinators.combine(
                        Metadata.texts(),
                        Metadata.texts(),
                        Combinators.combine(Metadata.texts(), Metadata.texts(), Arbitraries.integers())
                                .as(Schema.Reference::new)
                                .list()
                                .ofMaxSize(3))
                .as(Schema::new);
    }

    private static Arbitrary<SubjectConfig> configs() {
        return Combinators.combine(
                        Arbitraries.of(Compatibility.class).optional(),
                        Arbitraries.of(true, false).optional())
                .as(SubjectConfig::new);
    }
}
