package gossip.api.schema;

import java.util.Locale;

/** What may be done with the schemas of a subject. */
public enum SchemaMode {
    /** Schemas may be registered and deleted. */
    READWRITE,
    /** Nothing may be changed. */
    READONLY,
    /** Schemas are registered with the ids and versions they have elsewhere, and are not checked for compatibility. */
    IMPORT,
    /** Nothing may be changed anywhere, whatever the modes of subjects are; only for the registry as a whole. */
    READONLY_OVERRIDE;

    /**
     * Reads a mode as clients write it.
     *
     * @param text its name, in any case
     * @return the mode
     * @throws SchemaException with {@link SchemaError#INVALID_MODE} if there is no such mode
     */
    public static SchemaMode parse(String text) {
        for (SchemaMode mode : values()) {
            if (mode.name().equals(text.toUpperCase(Locale.ROOT))) {
                return mode;
            }
        }
        throw new SchemaException(
                SchemaError.INVALID_MODE,
                "Invalid mode '" + text + "'. Valid values are READWRITE, READONLY, READONLY_OVERRIDE, and IMPORT");
    }
}
