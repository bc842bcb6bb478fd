package gossip.raft.codec;

import gossip.api.schema.Compatibility;
import gossip.api.schema.SchemaMode;
import java.util.Optional;

/** The words of the schema registry as messages, and back. */
final class SchemaCodes {
    private SchemaCodes() {}

    static gossip.raft.v1.SubjectConfig.Compatibility of(Compatibility level) {
        return switch (level) {
            case NONE -> gossip.raft.v1.SubjectConfig.Compatibility.COMPATIBILITY_NONE;
            case BACKWARD -> gossip.raft.v1.SubjectConfig.Compatibility.COMPATIBILITY_BACKWARD;
            case BACKWARD_TRANSITIVE -> gossip.raft.v1.SubjectConfig.Compatibility.COMPATIBILITY_BACKWARD_TRANSITIVE;
            case FORWARD -> gossip.raft.v1.SubjectConfig.Compatibility.COMPATIBILITY_FORWARD;
            case FORWARD_TRANSITIVE -> gossip.raft.v1.SubjectConfig.Compatibility.COMPATIBILITY_FORWARD_TRANSITIVE;
            case FULL -> gossip.raft.v1.SubjectConfig.Compatibility.COMPATIBILITY_FULL;
            case FULL_TRANSITIVE -> gossip.raft.v1.SubjectConfig.Compatibility.COMPATIBILITY_FULL_TRANSITIVE;
        };
    }

    static gossip.raft.v1.SchemaMode of(SchemaMode mode) {
        return switch (mode) {
            case READWRITE -> gossip.raft.v1.SchemaMode.SCHEMA_MODE_READWRITE;
            case READONLY -> gossip.raft.v1.SchemaMode.SCHEMA_MODE_READONLY;
            case IMPORT -> gossip.raft.v1.SchemaMode.SCHEMA_MODE_IMPORT;
            case READONLY_OVERRIDE -> gossip.raft.v1.SchemaMode.SCHEMA_MODE_READONLY_OVERRIDE;
        };
    }

    /** Empty if none is set. */
    static Optional<Compatibility> level(gossip.raft.v1.SubjectConfig.Compatibility code)
            throws MalformedMetadataException {
        for (Compatibility level : Compatibility.values()) {
            if (of(level) == code) {
                return Optional.of(level);
            }
        }
        if (code == gossip.raft.v1.SubjectConfig.Compatibility.COMPATIBILITY_UNSPECIFIED) {
            return Optional.empty();
        }
        throw new MalformedMetadataException(
                "an unknown compatibility level; was it written by a newer version of Gossip?");
    }

    /** Empty if none is set. */
    static Optional<SchemaMode> mode(gossip.raft.v1.SchemaMode code) throws MalformedMetadataException {
        for (SchemaMode mode : SchemaMode.values()) {
            if (of(mode) == code) {
                return Optional.of(mode);
            }
        }
        if (code == gossip.raft.v1.SchemaMode.SCHEMA_MODE_UNSPECIFIED) {
            return Optional.empty();
        }
        throw new MalformedMetadataException(
                "an unknown mode of the schema registry; was it written by a newer version of Gossip?");
    }
}
