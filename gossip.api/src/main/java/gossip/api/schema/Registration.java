package gossip.api.schema;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * A schema to register.
 *
 * @param schema what to register
 * @param normalize whether to normalize it first, even if the settings of the subject do not say so
 * @param version which version it is to be; must be the next one unless the mode is IMPORT
 * @param id which id it is to have; only if the mode is IMPORT
 */
public record Registration(Schema schema, boolean normalize, OptionalInt version, OptionalInt id) {
    /** Checks that nothing is missing. */
    public Registration {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(id, "id");
    }

    /**
     * A schema as the next version of its subject.
     *
     * @param schema what to register
     * @return not normalized, unless the settings of the subject say so
     */
    public static Registration of(Schema schema) {
        return new Registration(schema, false, OptionalInt.empty(), OptionalInt.empty());
    }
}
