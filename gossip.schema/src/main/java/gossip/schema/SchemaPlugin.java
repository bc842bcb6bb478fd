package gossip.schema;

import gossip.api.plugin.GossipPlugin;
import gossip.api.plugin.PluginContext;
import gossip.api.plugin.Registrar;
import gossip.api.schema.SchemaRegistry;
import gossip.schema.registry.EmbeddedRegistry;

/** Provides the schema registry "embedded". */
public final class SchemaPlugin implements GossipPlugin {
    /** Called by the service loader. */
    public SchemaPlugin() {
        // nothing to set up
    }

    @Override
    public String name() {
        return "schema";
    }

    @Override
    public int apiVersion() {
        return GossipPlugin.API_VERSION;
    }

    @Override
    public void register(Registrar registrar) {
        RegistrySettings.ALL.forEach(registrar::setting);
        registrar.provide(SchemaRegistry.class, "embedded", SchemaPlugin::registry);
    }

    private static SchemaRegistry registry(PluginContext context) {
        return EmbeddedRegistry.of(context);
    }
}
