package gossip.raft.codec;

import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.MetadataCommand.AlterSchemaConfig;
import gossip.api.metadata.MetadataCommand.AlterSchemaMode;
import gossip.api.metadata.MetadataCommand.DeleteSchemaVersions;
import gossip.api.metadata.MetadataCommand.RegisterSchema;
import gossip.api.metadata.MetadataCommand.SchemaBasis;
import gossip.api.schema.Schema;
import gossip.api.schema.SchemaException;
import gossip.api.schema.SubjectConfig;
import gossip.api.schema.SubjectName;
import gossip.raft.v1.SchemaChange;
import gossip.raft.v1.SchemaDefinition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Messages as what concerns the schema registry. */
final class SchemaValues {
    private SchemaValues() {}

    static MetadataCommand.SchemaChange change(SchemaChange message) throws MalformedMetadataException {
        SubjectName subject = name(message.getSubject());
        return switch (message.getKindCase()) {
            case REGISTER -> register(subject, message.getRegister());
            case DELETE_VERSIONS ->
                new DeleteSchemaVersions(
                        subject,
                        basis(message.getDeleteVersions().getBasis()),
                        Set.copyOf(message.getDeleteVersions().getVersionsList()),
                        message.getDeleteVersions().getPermanent());
            case ALTER_CONFIG -> new AlterSchemaConfig(subject, config(message.getAlterConfig()));
            case ALTER_MODE ->
                new AlterSchemaMode(
                        subject,
                        SchemaCodes.mode(message.getAlterMode().getMode()),
                        message.getAlterMode().getOnlyIfEmpty());
            case KIND_NOT_SET ->
                throw new MalformedMetadataException(
                        "a change of schemas of an unknown kind; was it written by a newer version of Gossip?");
        };
    }

    private static RegisterSchema register(SubjectName subject, SchemaChange.Register message) {
        return new RegisterSchema(
                subject,
                basis(message.getBasis()),
                schema(message.getSchema()),
                message.hasVersion() ? OptionalInt.of(message.getVersion()) : OptionalInt.empty(),
                message.hasId() ? OptionalInt.of(message.getId()) : OptionalInt.empty());
    }

    private static SchemaBasis basis(SchemaChange.Basis message) {
        return new SchemaBasis(message.getSubjectRevision(), message.getSettingsRevision());
    }

    static SubjectName name(gossip.raft.v1.SubjectName message) throws MalformedMetadataException {
        try {
            return new SubjectName(message.getContext(), message.getName());
        } catch (SchemaException e) {
            throw new MalformedMetadataException("a subject in no context", e);
        }
    }

    static Schema schema(SchemaDefinition message) {
        List<Schema.Reference> references = message.getReferencesList().stream()
                .map(one -> new Schema.Reference(one.getName(), one.getSubject(), one.getVersion()))
                .toList();
        return new Schema(message.getType(), message.getText(), references);
    }

    static SubjectConfig config(gossip.raft.v1.SubjectConfig message) throws MalformedMetadataException {
        return new SubjectConfig(
                SchemaCodes.level(message.getCompatibility()),
                message.hasNormalize() ? Optional.of(message.getNormalize()) : Optional.empty());
    }
}
