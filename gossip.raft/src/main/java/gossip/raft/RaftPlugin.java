package gossip.raft;

import gossip.api.consensus.ConsensusEngine;
import gossip.api.metadata.MetadataStore;
import gossip.api.plugin.GossipPlugin;
import gossip.api.plugin.Registrar;
import gossip.raft.engine.RatisEngine;
import gossip.raft.metadata.ReplicatedMetadataStore;

/** Provides the consensus engine "ratis" and the metadata store "replicated". */
public final class RaftPlugin implements GossipPlugin {
    /** Called by the service loader. */
    public RaftPlugin() {}

    @Override
    public String name() {
        return "raft";
    }

    @Override
    public int apiVersion() {
        return GossipPlugin.API_VERSION;
    }

    @Override
    public void register(Registrar registrar) {
        RaftSettings.ALL.forEach(registrar::setting);
        registrar.provide(ConsensusEngine.class, "ratis", RatisEngine::create);
        registrar.provide(
                MetadataStore.class,
                "replicated",
                context -> new ReplicatedMetadataStore(
                        context.selected(ConsensusEngine.class),
                        context.settings().value(RaftSettings.REQUEST_TIMEOUT)));
    }
}
