package gossip.api.metadata;

import gossip.api.Endpoint;
import java.util.List;

/**
 * A broker as the metadata knows it.
 *
 * @param id number given at the first registration of its name, from 1; clients know the broker by it
 * @param nodeName {@code node.id} of its configuration
 * @param epoch grows with every registration, so that an older incarnation can be told apart
 * @param endpoints where clients reach it, one for each listener
 */
public record BrokerRegistration(int id, String nodeName, long epoch, List<Endpoint> endpoints) {
    /** Copies the endpoints. */
    public BrokerRegistration {
        endpoints = List.copyOf(endpoints);
    }
}
