package gossip.core.schema;

import gossip.api.broker.RequestContext;
import gossip.api.schema.SchemaError;
import gossip.api.schema.SchemaException;
import gossip.api.schema.SchemaRegistry;
import gossip.core.security.Guard;
import java.util.function.Supplier;

/** Shows the selected registry to clients, to each as far as it may. Thread-safe. The registry is made when first asked for. */
public final class SchemasService {
    private final Supplier<SchemaRegistry> registry;
    private final Guard guard;

    /**
     * Creates the service.
     *
     * @param registry gives the selected registry, always the same; fails with IllegalStateException if none is installed
     * @param guard decides who may do what
     */
    public SchemasService(Supplier<SchemaRegistry> registry, Guard guard) {
        this.registry = registry;
        this.guard = guard;
    }

    /**
     * The registry as a client may see and change it.
     *
     * @param context who asks
     * @return a light view
     */
    public SchemaRegistry view(RequestContext context) {
        SchemaRegistry selected;
        try {
            selected = registry.get();
        } catch (IllegalStateException e) {
            throw new SchemaException(
                    SchemaError.NOT_INSTALLED,
                    "This broker has no schema registry: " + e.getMessage() + ". Install the plugin 'schema'.",
                    e);
        }
        return new GuardedRegistry(selected, new SchemaGuard(guard, context));
    }
}
