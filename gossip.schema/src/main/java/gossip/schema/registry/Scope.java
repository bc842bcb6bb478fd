package gossip.schema.registry;

import gossip.api.metadata.SchemaSettings;
import gossip.api.schema.Compatibility;
import gossip.api.schema.SchemaMode;
import gossip.api.schema.SubjectConfig;
import gossip.api.schema.SubjectName;
import java.util.Optional;

/** What holds for a subject: what is set for it, else for its context, else for all, else by default. */
record Scope(SchemaSettings settings, Compatibility defaultLevel) {
    SubjectConfig config(SubjectName subject) {
        return new SubjectConfig(Optional.of(defaultLevel), Optional.of(false))
                .with(settings.config(SubjectName.GLOBAL))
                .with(settings.config(new SubjectName(subject.context(), "")))
                .with(settings.config(subject));
    }

    Compatibility level(SubjectName subject) {
        return config(subject).compatibility().orElse(defaultLevel);
    }

    boolean isNormalizing(SubjectName subject) {
        return config(subject).normalize().orElse(false);
    }

    SchemaMode mode(SubjectName subject) {
        Optional<SchemaMode> global = settings.mode(SubjectName.GLOBAL);
        if (global.equals(Optional.of(SchemaMode.READONLY_OVERRIDE))) {
            return SchemaMode.READONLY_OVERRIDE;
        }
        return settings.mode(subject)
                .or(() -> settings.mode(new SubjectName(subject.context(), "")))
                .or(() -> global)
                .orElse(SchemaMode.READWRITE);
    }

    void requireWritable(SubjectName subject) {
        SchemaMode mode = mode(subject);
        if (mode == SchemaMode.READONLY || mode == SchemaMode.READONLY_OVERRIDE) {
            throw Failures.notPermitted("Subject " + subject + " in context " + subject.context()
                    + " is in read-only mode; set its mode to READWRITE first");
        }
    }

    void requireMode(SubjectName subject, boolean isImport) {
        requireWritable(subject);
        if (isImport != (mode(subject) == SchemaMode.IMPORT)) {
            throw Failures.notPermitted("Subject " + subject + " in context " + subject.context() + " is not in "
                    + (isImport ? "import mode, which is needed to give a schema an id" : "read-write mode"));
        }
    }
}
