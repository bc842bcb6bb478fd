package gossip.api.network;

import gossip.api.Endpoint;
import gossip.api.broker.Broker;
import java.io.IOException;
import java.util.List;

/**
 * A door of the broker. Its addresses are bound first, because clients must be told where to go before the broker can
 * answer; then it serves.
 */
public interface NetworkServer extends AutoCloseable {
    /**
     * Binds the addresses of the configuration without accepting connections.
     *
     * @return the addresses to advertise, with the real port where the configuration says 0
     * @throws IOException if an address cannot be bound; the message names it
     */
    List<Endpoint> bind() throws IOException;

    /**
     * Begins to accept connections.
     *
     * @param broker what requests are translated to
     * @throws IOException if that fails
     */
    void serve(Broker broker) throws IOException;

    /** Takes no more requests, answers those under way within a few seconds, and closes all connections. */
    @Override
    void close();
}
