package gossip.plugins.rest;

import gossip.api.network.NetworkServer;
import gossip.api.plugin.GossipPlugin;
import gossip.api.plugin.Registrar;
import gossip.api.security.Authenticator;

/** Provides the server for HTTP clients. */
public final class RestPlugin implements GossipPlugin {
    /** Creates the plugin; called by the service loader. */
    public RestPlugin() {
        // nothing is started before the broker asks for it
    }

    @Override
    public String name() {
        return "rest";
    }

    @Override
    public int apiVersion() {
        return GossipPlugin.API_VERSION;
    }

    @Override
    public void register(Registrar registrar) {
        registrar.provide(
                NetworkServer.class,
                "rest",
                context -> new RestServer(
                        context.settings(),
                        context.metrics(),
                        context.clock(),
                        () -> context.all(Authenticator.class)));
        RestSettings.ALL.forEach(registrar::setting);
    }
}
