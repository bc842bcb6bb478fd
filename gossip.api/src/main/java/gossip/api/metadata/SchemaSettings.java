package gossip.api.metadata;

import gossip.api.schema.SchemaMode;
import gossip.api.schema.SubjectConfig;
import gossip.api.schema.SubjectName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is set for subjects, contexts ({@link SubjectName#isContext}) and, under {@link SubjectName#GLOBAL}, for all of them.
 * Immutable; any thread.
 *
 * @param revision grows with every change
 * @param configs settings where something is set
 * @param modes modes where one is set
 */
public record SchemaSettings(
        long revision, Map<SubjectName, SubjectConfig> configs, Map<SubjectName, SchemaMode> modes) {
    /** Nothing is set. */
    public static final SchemaSettings EMPTY = new SchemaSettings(0, Map.of(), Map.of());

    /** Copies the maps. */
    public SchemaSettings {
        configs = Map.copyOf(configs);
        modes = Map.copyOf(modes);
    }

    /**
     * What is set for a subject itself.
     *
     * @param subject the subject, or context
     * @return unset if nothing is
     */
    public SubjectConfig config(SubjectName subject) {
        return configs.getOrDefault(subject, SubjectConfig.UNSET);
    }

    /**
     * The mode of a subject itself.
     *
     * @param subject the subject, or context
     * @return empty if none is set
     */
    public Optional<SchemaMode> mode(SubjectName subject) {
        return Optional.ofNullable(modes.get(subject));
    }

    SchemaSettings with(SubjectName subject, SubjectConfig config) {
        Map<SubjectName, SubjectConfig> more = new HashMap<>(configs);
        SubjectConfig merged = config(subject).with(config);
        if (config.isUnset()) {
            more.remove(subject);
        } else {
            more.put(subject, merged);
        }
        return new SchemaSettings(revision + 1, more, modes);
    }

    SchemaSettings with(SubjectName subject, Optional<SchemaMode> mode) {
        Map<SubjectName, SchemaMode> more = new HashMap<>(modes);
        mode.ifPresentOrElse(set -> more.put(subject, set), () -> more.remove(subject));
        return new SchemaSettings(revision + 1, configs, more);
    }

    SchemaSettings without(SubjectName subject) {
        if (!configs.containsKey(subject) && !modes.containsKey(subject)) {
            return this;
        }
        return with(subject, SubjectConfig.UNSET).with(subject, Optional.empty());
    }
}
