package gossip.api.schema;

import java.util.Locale;

/** What a new version of a subject must be able to do with what older ones wrote, and the other way about. */
public enum Compatibility {
    /** Nothing. */
    NONE,
    /** Read what the last version wrote. */
    BACKWARD,
    /** Read what any version wrote. */
    BACKWARD_TRANSITIVE,
    /** Be read by the last version. */
    FORWARD,
    /** Be read by any version. */
    FORWARD_TRANSITIVE,
    /** Both, with the last version. */
    FULL,
    /** Both, with any version. */
    FULL_TRANSITIVE;

    /**
     * Reads a level as clients write it.
     *
     * @param text its name, in any case
     * @return the level
     * @throws SchemaException with {@link SchemaError#INVALID_COMPATIBILITY} if there is no such level
     */
    public static Compatibility parse(String text) {
        for (Compatibility level : values()) {
            if (level.name().equals(text.toUpperCase(Locale.ROOT))) {
                return level;
            }
        }
        throw new SchemaException(
                SchemaError.INVALID_COMPATIBILITY,
                "Invalid compatibility level '" + text + "'. Valid values are none, backward, forward, full,"
                        + " backward_transitive, forward_transitive, and full_transitive");
    }

    /**
     * Whether a new version reads what older ones wrote.
     *
     * @return true for BACKWARD and FULL, transitive or not
     */
    public boolean isBackward() {
        return this == BACKWARD || this == BACKWARD_TRANSITIVE || this == FULL || this == FULL_TRANSITIVE;
    }

    /**
     * Whether older versions read what a new one writes.
     *
     * @return true for FORWARD and FULL, transitive or not
     */
    public boolean isForward() {
        return this == FORWARD || this == FORWARD_TRANSITIVE || this == FULL || this == FULL_TRANSITIVE;
    }

    /**
     * Whether all older versions count, not only the last.
     *
     * @return true for the transitive levels
     */
    public boolean isTransitive() {
        return this == BACKWARD_TRANSITIVE || this == FORWARD_TRANSITIVE || this == FULL_TRANSITIVE;
    }
}
