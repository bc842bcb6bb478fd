package examples.freeze;

import gossip.api.plugin.GossipPlugin;
import gossip.api.plugin.RecordInterceptor;
import gossip.api.plugin.RecordInterceptor.Verdict;
import gossip.api.plugin.Registrar;

/** Refuses records for frozen topics. */
public final class FreezePlugin implements GossipPlugin {
    private static final Verdict FROZEN = new Verdict.Refuse("the topic is frozen");

    @Override
    public String name() {
        return "example-freeze";
    }

    @Override
    public int apiVersion() {
        return GossipPlugin.API_VERSION;
    }

    @Override
    public void register(Registrar registrar) {
        RecordInterceptor freeze =
                (context, partition, batch) -> partition.topic().startsWith("frozen-") ? FROZEN : Verdict.ACCEPT;
        registrar.provide(RecordInterceptor.class, "freeze", context -> freeze);
    }
}
