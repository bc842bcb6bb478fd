package gossip.plugins.kafka;

import gossip.api.config.Settings;
import gossip.api.metrics.Metrics;
import gossip.api.network.NetworkServer;
import java.time.InstantSource;

/** Opens the server to tests in other packages. */
public final class KafkaServers {
    private KafkaServers() {}

    public static NetworkServer create(Settings settings, Metrics metrics, InstantSource clock) {
        return new KafkaServer(settings, metrics, clock);
    }
}
