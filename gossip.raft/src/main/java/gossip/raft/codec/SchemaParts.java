package gossip.raft.codec;

import gossip.api.metadata.SchemaSettings;
import gossip.api.metadata.SchemasImage;
import gossip.api.metadata.StoredSchema;
import gossip.api.metadata.SubjectImage;
import gossip.api.schema.SchemaMode;
import gossip.api.schema.SubjectConfig;
import gossip.api.schema.SubjectName;
import gossip.raft.v1.SnapshotPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gathers what a snapshot holds of the schema registry. */
final class SchemaParts {
    private final List<SubjectImage> subjects = new ArrayList<>();
    private final List<StoredSchema> schemas = new ArrayList<>();
    private final Map<SubjectName, SubjectConfig> configs = new HashMap<>();
    private final Map<SubjectName, SchemaMode> modes = new HashMap<>();
    private SnapshotPart.SchemaHead head = SnapshotPart.SchemaHead.getDefaultInstance();

    void take(SnapshotPart.SchemaHead part) {
        head = part;
    }

    void take(SnapshotPart.Schema part) {
        schemas.add(new StoredSchema(part.getContext(), part.getId(), SchemaValues.schema(part.getSchema())));
    }

    void take(SnapshotPart.Subject part) throws MalformedMetadataException {
        List<SubjectImage.Version> versions = part.getVersionsList().stream()
                .map(one -> new SubjectImage.Version(one.getNumber(), one.getId(), one.getDeleted()))
                .toList();
        subjects.add(new SubjectImage(SchemaValues.name(part.getName()), part.getRevision(), versions));
    }

    void take(SnapshotPart.SchemaSetting part) throws MalformedMetadataException {
        SubjectName subject = SchemaValues.name(part.getSubject());
        SubjectConfig config = SchemaValues.config(part.getConfig());
        if (!config.isUnset()) {
            configs.put(subject, config);
        }
        SchemaCodes.mode(part.getMode()).ifPresent(mode -> modes.put(subject, mode));
    }

    SchemasImage image() {
        return SchemasImage.of(new SchemasImage.Parts(
                subjects,
                schemas,
                head.getMaxIdsMap(),
                new SchemaSettings(head.getSettingsRevision(), configs, modes),
                head.getLastRevision()));
    }
}
