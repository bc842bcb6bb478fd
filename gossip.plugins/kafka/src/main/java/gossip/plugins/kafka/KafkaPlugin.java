package gossip.plugins.kafka;

import gossip.api.network.ListenerConfig;
import gossip.api.network.NetworkServer;
import gossip.api.plugin.GossipPlugin;
import gossip.api.plugin.Registrar;
import gossip.api.security.Authenticator;
import gossip.plugins.kafka.connection.ConnectionSettings;
import gossip.plugins.kafka.handler.HandlerSettings;

/** Provides the server for Kafka clients. */
public final class KafkaPlugin implements GossipPlugin {
    /** Creates the plugin; called by the service loader. */
    public KafkaPlugin() {
        // nothing is started before the broker asks for it
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public int apiVersion() {
        return GossipPlugin.API_VERSION;
    }

    @Override
    public void register(Registrar registrar) {
        registrar.provide(
                NetworkServer.class,
                "kafka",
                context -> new KafkaServer(
                        context.settings(),
                        context.metrics(),
                        context.clock(),
                        () -> context.all(Authenticator.class)));
        registrar
                .setting(KafkaServer.PROTOCOL)
                .setting(EventLoops.COUNT)
                .setting(KafkaServer.MAX_FETCH_SESSIONS)
                .setting(KafkaServer.SEND_BUFFER)
                .setting(ListenerConfig.LISTENERS);
        ConnectionSettings.ALL.forEach(registrar::setting);
        HandlerSettings.ALL.forEach(registrar::setting);
    }
}
