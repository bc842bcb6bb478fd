package gossip.plugins.kafka.handler;

import gossip.api.Endpoint;
import gossip.api.metadata.BrokerRegistration;
import gossip.api.metadata.MetadataImage;
import java.util.Optional;

/** Where clients of a listener reach the brokers. */
final class Endpoints {
    private Endpoints() {}

    static Optional<Endpoint> of(BrokerRegistration broker, String listener) {
        for (Endpoint endpoint : broker.endpoints()) {
            if (endpoint.listener().equals(listener)) {
                return Optional.of(endpoint);
            }
        }
        return Optional.empty();
    }

    static Optional<Endpoint> of(MetadataImage metadata, int brokerId, String listener) {
        return Optional.ofNullable(metadata.brokers().get(brokerId)).flatMap(broker -> of(broker, listener));
    }
}
