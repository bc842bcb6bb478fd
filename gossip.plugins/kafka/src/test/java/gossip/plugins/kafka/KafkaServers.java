package gossip.plugins.kafka;

import gossip.api.config.Settings;
import gossip.api.metrics.Metrics;
import gossip.api.network.NetworkServer;
import gossip.api.security.Authenticator;
import java.time.InstantSource;
import java.util.List;

/** Opens the server to tests in other packages. */
public final class KafkaServers {
    private KafkaServers() {}

    public static NetworkServer create(Settings settings, Metrics metrics, InstantSource clock) {
        return create(settings, metrics, clock, List.of());
    }

    public static NetworkServer create(
            Settings settings, Metrics metrics, InstantSource clock, List<Authenticator> authenticators) {
        return new KafkaServer(settings, metrics, clock, () -> authenticators);
    }
}
