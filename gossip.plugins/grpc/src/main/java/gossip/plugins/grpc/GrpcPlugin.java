package gossip.plugins.grpc;

import gossip.api.network.NetworkServer;
import gossip.api.plugin.GossipPlugin;
import gossip.api.plugin.Registrar;
import gossip.api.security.Authenticator;

/** Provides the server for gRPC clients. */
public final class GrpcPlugin implements GossipPlugin {
    /** Creates the plugin; called by the service loader. */
    public GrpcPlugin() {
        // nothing is started before the broker asks for it
    }

    @Override
    public String name() {
        return "grpc";
    }

    @Override
    public int apiVersion() {
        return GossipPlugin.API_VERSION;
    }

    @Override
    public void register(Registrar registrar) {
        registrar.provide(
                NetworkServer.class,
                "grpc",
                context -> new GrpcServer(
                        context.settings(),
                        context.metrics(),
                        context.clock(),
                        () -> context.all(Authenticator.class)));
        GrpcSettings.ALL.forEach(registrar::setting);
    }
}
