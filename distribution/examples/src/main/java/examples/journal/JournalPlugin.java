package examples.journal;

import gossip.api.plugin.GossipPlugin;
import gossip.api.plugin.Registrar;
import gossip.api.storage.LogStore;

/** Offers the log store {@code journal}; select it with {@code plugins.log_store: journal}. */
public final class JournalPlugin implements GossipPlugin {
    @Override
    public String name() {
        return "example-journal";
    }

    @Override
    public int apiVersion() {
        return GossipPlugin.API_VERSION;
    }

    @Override
    public void register(Registrar registrar) {
        registrar.provide(
                LogStore.class,
                "journal",
                context -> new JournalStore(context.dataDir().resolve("journal")));
    }
}
