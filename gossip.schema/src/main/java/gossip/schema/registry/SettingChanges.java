package gossip.schema.registry;

import gossip.api.metadata.MetadataCommand.AlterSchemaConfig;
import gossip.api.metadata.MetadataCommand.AlterSchemaMode;
import gossip.api.metadata.SchemasImage;
import gossip.api.schema.Compatibility;
import gossip.api.schema.SchemaError;
import gossip.api.schema.SchemaException;
import gossip.api.schema.SchemaMode;
import gossip.api.schema.SubjectConfig;
import gossip.api.schema.SubjectName;
import gossip.schema.RegistrySettings;
import gossip.schema.registry.Submissions.Decision;
import java.util.Optional;

/** Tells what is set, and decides about changes of it. Pure. */
final class SettingChanges {
    private final Compatibility defaultLevel;
    private final int limit;

    SettingChanges(Compatibility defaultLevel, int limit) {
        this.defaultLevel = defaultLevel;
        this.limit = limit;
    }

    SubjectConfig config(SchemasImage image, SubjectName name, boolean defaultToGlobal) {
        if (!defaultToGlobal
                && !name.equals(SubjectName.GLOBAL)
                && image.settings().config(name).isUnset()) {
            throw new SchemaException(
                    SchemaError.SUBJECT_COMPATIBILITY_NOT_CONFIGURED,
                    "Subject '" + name + "' does not have subject-level compatibility configured");
        }
        return new Scope(image.settings(), defaultLevel).config(name);
    }

    SchemaMode mode(SchemasImage image, SubjectName name, boolean defaultToGlobal) {
        if (!defaultToGlobal
                && !name.equals(SubjectName.GLOBAL)
                && image.settings().mode(name).isEmpty()) {
            throw new SchemaException(
                    SchemaError.SUBJECT_MODE_NOT_CONFIGURED,
                    "Subject '" + name + "' does not have subject-level mode configured");
        }
        return new Scope(image.settings(), defaultLevel).mode(name);
    }

    Decision<SubjectConfig> alter(SchemasImage image, SubjectName name, SubjectConfig config) {
        new Scope(image.settings(), defaultLevel).requireWritable(name);
        checkRoom(image);
        SubjectConfig after = image.settings().config(name).with(config);
        return config.isUnset()
                ? new Decision.Nothing<>(after)
                : new Decision.Submit<>(new AlterSchemaConfig(name, config), result -> after);
    }

    Decision<SubjectConfig> takeBack(SchemasImage image, SubjectName name) {
        new Scope(image.settings(), defaultLevel).requireWritable(name);
        SubjectConfig before = image.settings().config(name);
        if (before.isUnset()) {
            throw Failures.noSubject(name);
        }
        return new Decision.Submit<>(new AlterSchemaConfig(name, SubjectConfig.UNSET), result -> before);
    }

    Decision<SchemaMode> alter(SchemasImage image, SubjectName name, SchemaMode mode, boolean force) {
        if (mode == SchemaMode.READONLY_OVERRIDE && !name.equals(SubjectName.GLOBAL)) {
            throw new SchemaException(
                    SchemaError.INVALID_MODE, "READONLY_OVERRIDE is a mode of the whole registry, not of a subject");
        }
        checkRoom(image);
        boolean onlyIfEmpty = mode == SchemaMode.IMPORT
                && !force
                && new Scope(image.settings(), defaultLevel).mode(name) != SchemaMode.IMPORT;
        return new Decision.Submit<>(new AlterSchemaMode(name, Optional.of(mode), onlyIfEmpty), result -> mode);
    }

    Decision<SchemaMode> takeBackMode(SchemasImage image, SubjectName name) {
        SchemaMode before = image.settings().mode(name).orElseThrow(() -> Failures.noSubject(name));
        return new Decision.Submit<>(new AlterSchemaMode(name, Optional.empty(), false), result -> before);
    }

    private void checkRoom(SchemasImage image) {
        int most = Math.max(
                image.settings().configs().size(), image.settings().modes().size());
        if (most >= limit) {
            throw Failures.notPermitted("Settings or modes of " + most + " subjects are kept, as many as "
                    + RegistrySettings.MAX_SCHEMAS.key() + " allows; take some back first");
        }
    }
}
