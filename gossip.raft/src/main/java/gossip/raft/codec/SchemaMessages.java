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
import gossip.api.schema.Schema;
import gossip.api.schema.SubjectConfig;
import gossip.api.schema.SubjectName;
import gossip.raft.v1.SchemaChange;
import gossip.raft.v1.SchemaDefinition;
import gossip.raft.v1.SnapshotPart;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** What concerns the schema registry, as messages. */
final class SchemaMessages {
    private SchemaMessages() {}

    static SchemaChange change(MetadataCommand.SchemaChange change) {
        SchemaChange.Builder message = SchemaChange.newBuilder();
        switch (change) {
            case RegisterSchema c -> message.setSubject(name(c.subject())).setRegister(register(c));
            case DeleteSchemaVersions c ->
                message.setSubject(name(c.subject()))
                        .setDeleteVersions(SchemaChange.DeleteVersions.newBuilder()
                                .setBasis(basis(c.basis()))
                                .addAllVersions(c.versions())
                                .setPermanent(c.permanent()));
            case AlterSchemaConfig c -> message.setSubject(name(c.subject())).setAlterConfig(config(c.config()));
            case AlterSchemaMode c -> message.setSubject(name(c.subject())).setAlterMode(mode(c));
        }
        return message.build();
    }

    private static SchemaChange.Register register(RegisterSchema command) {
        SchemaChange.Register.Builder message = SchemaChange.Register.newBuilder()
                .setBasis(basis(command.basis()))
                .setSchema(definition(command.schema()));
        command.version().ifPresent(message::setVersion);
        command.id().ifPresent(message::setId);
        return message.build();
    }

    private static SchemaChange.AlterMode mode(AlterSchemaMode command) {
        SchemaChange.AlterMode.Builder message =
                SchemaChange.AlterMode.newBuilder().setOnlyIfEmpty(command.onlyIfEmpty());
        command.mode().ifPresent(mode -> message.setMode(SchemaCodes.of(mode)));
        return message.build();
    }

    private static SchemaChange.Basis basis(SchemaBasis basis) {
        return SchemaChange.Basis.newBuilder()
                .setSubjectRevision(basis.subjectRevision())
                .setSettingsRevision(basis.settingsRevision())
                .build();
    }

    private static gossip.raft.v1.SubjectName name(SubjectName name) {
        return gossip.raft.v1.SubjectName.newBuilder()
                .setContext(name.context())
                .setName(name.name())
                .build();
    }

    private static SchemaDefinition definition(Schema schema) {
        SchemaDefinition.Builder message =
                SchemaDefinition.newBuilder().setType(schema.type()).setText(schema.text());
        for (Schema.Reference reference : schema.references()) {
            message.addReferences(SchemaDefinition.Reference.newBuilder()
                    .setName(reference.name())
                    .setSubject(reference.subject())
                    .setVersion(reference.version()));
        }
        return message.build();
    }

    private static gossip.raft.v1.SubjectConfig config(SubjectConfig config) {
        gossip.raft.v1.SubjectConfig.Builder message = gossip.raft.v1.SubjectConfig.newBuilder();
        config.compatibility().ifPresent(level -> message.setCompatibility(SchemaCodes.of(level)));
        config.normalize().ifPresent(message::setNormalize);
        return message.build();
    }

    /** Parts of a snapshot; none if nothing was ever registered or set. */
    static Stream<SnapshotPart.Builder> parts(SchemasImage image) {
        if (image == SchemasImage.EMPTY) {
            return Stream.empty();
        }
        SchemasImage.Parts parts = image.parts();
        SnapshotPart.SchemaHead head = SnapshotPart.SchemaHead.newBuilder()
                .putAllMaxIds(parts.maxIds())
                .setLastRevision(parts.lastRevision())
                .setSettingsRevision(parts.settings().revision())
                .build();
        return Stream.of(
                        Stream.of(SnapshotPart.newBuilder().setSchemaHead(head)),
                        parts.schemas().stream().map(SchemaMessages::part),
                        parts.subjects().stream().map(SchemaMessages::part),
                        settings(parts.settings()))
                .flatMap(one -> one);
    }

    private static SnapshotPart.Builder part(StoredSchema schema) {
        return SnapshotPart.newBuilder()
                .setSchema(SnapshotPart.Schema.newBuilder()
                        .setContext(schema.context())
                        .setId(schema.id())
                        .setSchema(definition(schema.schema())));
    }

    private static SnapshotPart.Builder part(SubjectImage subject) {
        SnapshotPart.Subject.Builder message =
                SnapshotPart.Subject.newBuilder().setName(name(subject.name())).setRevision(subject.revision());
        for (SubjectImage.Version version : subject.versions()) {
            message.addVersions(SnapshotPart.Subject.Version.newBuilder()
                    .setNumber(version.number())
                    .setId(version.id())
                    .setDeleted(version.isDeleted()));
        }
        return SnapshotPart.newBuilder().setSubject(message);
    }

    private static Stream<SnapshotPart.Builder> settings(SchemaSettings settings) {
        Set<SubjectName> names = new HashSet<>(settings.configs().keySet());
        names.addAll(settings.modes().keySet());
        return names.stream().map(name -> {
            SnapshotPart.SchemaSetting.Builder message = SnapshotPart.SchemaSetting.newBuilder()
                    .setSubject(name(name))
                    .setConfig(config(settings.config(name)));
            settings.mode(name).ifPresent(mode -> message.setMode(SchemaCodes.of(mode)));
            return SnapshotPart.newBuilder().setSchemaSetting(message);
        });
    }
}
