package gossip.api.metadata;

import gossip.api.schema.Schema;
import java.util.Objects;

/**
 * A schema with the id that it has in its context. Immutable.
 *
 * @param context begins with a dot
 * @param id unique in the context, never given to another schema
 * @param schema in its canonical form
 */
public record StoredSchema(String context, int id, Schema schema) {
    /** Refuses null. */
    public StoredSchema {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(schema, "schema");
    }

    Key key() {
        return new Key(context, id);
    }

    /** Names a stored schema. */
    record Key(String context, int id) {}
}
