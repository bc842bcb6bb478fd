package gossip.plugins.netty;

import gossip.api.network.Transport;
import gossip.api.plugin.GossipPlugin;
import gossip.api.plugin.Registrar;

/** Offers the transport {@code netty}. */
public final class NettyPlugin implements GossipPlugin {
    /** Called by the service loader. */
    public NettyPlugin() {
        // nothing to set up
    }

    @Override
    public String name() {
        return "netty";
    }

    @Override
    public int apiVersion() {
        return GossipPlugin.API_VERSION;
    }

    @Override
    public void register(Registrar registrar) {
        registrar
                .setting(NettyTransport.MAX_MESSAGE_SIZE)
                .provide(
                        Transport.class,
                        "netty",
                        context -> new NettyTransport(context.settings()
                                .value(NettyTransport.MAX_MESSAGE_SIZE)
                                .intValue()));
    }
}
