package gossip.schema.format;

import gossip.api.schema.Schema;
import java.util.List;

/**
 * All that makes a schema.
 *
 * @param schema the schema
 * @param dependencies schemas that it refers to, and those that they refer to; each after those that it refers to itself
 */
public record SchemaSource(Schema schema, List<Dependency> dependencies) {
    /** Copies the list. */
    public SchemaSource {
        dependencies = List.copyOf(dependencies);
    }

    /**
     * A schema that is referred to.
     *
     * @param name how it is called
     * @param schema the schema
     */
    public record Dependency(String name, Schema schema) {}

    /**
     * How much text that is.
     *
     * @return characters
     */
    public long length() {
        long length = schema.text().length();
        for (Dependency dependency : dependencies) {
            length += dependency.schema().text().length();
        }
        return length;
    }
}
