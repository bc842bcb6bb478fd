package gossip.plugins.simulation;

import gossip.api.config.NodeSettings;
import gossip.api.consensus.ConsensusEngine;
import gossip.api.group.GroupStore;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataStore;
import gossip.api.network.Transport;
import gossip.api.plugin.GossipPlugin;
import gossip.api.plugin.PluginContext;
import gossip.api.plugin.Registrar;
import gossip.api.schema.SchemaRegistry;
import gossip.api.storage.IndexStore;
import gossip.api.storage.LogStore;
import gossip.api.storage.WriteAheadLog;
import java.util.List;

/** Offers everything under the name {@code memory}. All nodes of one plugin share one disk and one network. */
public final class SimulationPlugin implements GossipPlugin {
    private static final String NAME = "memory";

    private final SimulatedDisk disk = new SimulatedDisk();
    private final SimulatedNetwork network = new SimulatedNetwork();

    /** Called by the service loader. */
    public SimulationPlugin() {
        // nothing to set up
    }

    @Override
    public String name() {
        return "simulation";
    }

    @Override
    public int apiVersion() {
        return GossipPlugin.API_VERSION;
    }

    @Override
    public void register(Registrar registrar) {
        registrar
                .provide(LogStore.class, NAME, context -> new MemoryLogStore(disk))
                .provide(WriteAheadLog.class, NAME, context -> new MemoryWriteAheadLog(disk))
                .provide(IndexStore.class, NAME, context -> new MemoryIndexStore(disk))
                .provide(
                        MetadataStore.class,
                        NAME,
                        context -> new MemoryMetadataStore(nameOf(context), MetadataImage.EMPTY))
                .provide(ConsensusEngine.class, NAME, SimulationPlugin::loneEngine)
                .provide(GroupStore.class, NAME, context -> new MemoryGroupStore())
                .provide(SchemaRegistry.class, NAME, context -> new MemorySchemaRegistry())
                .provide(Transport.class, NAME, context -> new MemoryTransport(network));
    }

    private static ConsensusEngine loneEngine(PluginContext context) {
        return new MemoryConsensusEngine(new SimulatedGroup(List.of(nameOf(context))), nameOf(context));
    }

    private static String nameOf(PluginContext context) {
        return context.settings().value(NodeSettings.ID);
    }
}
