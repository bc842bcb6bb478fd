package gossip.api.schema;

import java.util.Optional;

/**
 * Settings of a subject, of a context, or of the registry.
 *
 * @param compatibility level; empty if it is not set here
 * @param normalize whether schemas are normalized before they are compared and stored; empty if it is not set here
 */
public record SubjectConfig(Optional<Compatibility> compatibility, Optional<Boolean> normalize) {
    /** Nothing is set. */
    public static final SubjectConfig UNSET = new SubjectConfig(Optional.empty(), Optional.empty());

    /**
     * Whether nothing is set.
     *
     * @return true if so
     */
    public boolean isUnset() {
        return compatibility.isEmpty() && normalize.isEmpty();
    }

    /**
     * These settings with others over them.
     *
     * @param other what it sets counts
     * @return the settings together
     */
    public SubjectConfig with(SubjectConfig other) {
        return new SubjectConfig(other.compatibility.or(() -> compatibility), other.normalize.or(() -> normalize));
    }
}
