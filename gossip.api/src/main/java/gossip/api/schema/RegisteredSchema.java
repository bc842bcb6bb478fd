package gossip.api.schema;

import java.util.Objects;

/**
 * A version of a subject.
 *
 * @param subject with its context, unless that is the default one
 * @param version number in the subject, from 1
 * @param id number in the context, the same for all versions with the same schema
 * @param schema what was registered
 * @param isDeleted whether it was softly deleted
 */
public record RegisteredSchema(String subject, int version, int id, Schema schema, boolean isDeleted) {
    /** Checks that nothing is missing. */
    public RegisteredSchema {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(schema, "schema");
    }
}
