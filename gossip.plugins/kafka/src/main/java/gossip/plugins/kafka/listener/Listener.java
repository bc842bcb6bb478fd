package gossip.plugins.kafka.listener;

import gossip.api.network.PeerPolicy;
import gossip.api.security.Authenticator;
import gossip.plugins.kafka.tls.TlsGate;
import java.util.Map;
import java.util.Optional;

/**
 * A place where clients connect, ready to serve them.
 *
 * @param name its name
 * @param policy which machines it serves
 * @param tls encrypts; empty without TLS
 * @param authenticators SASL mechanisms by name; empty without SASL
 */
public record Listener(
        String name, PeerPolicy policy, Optional<TlsGate> tls, Map<String, Authenticator> authenticators) {
    /** Copies the map. */
    public Listener {
        authenticators = Map.copyOf(authenticators);
    }

    /**
     * Whether clients prove who they are by SASL.
     *
     * @return true if so
     */
    public boolean isSasl() {
        return !authenticators.isEmpty();
    }
}
