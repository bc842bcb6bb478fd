package gossip.api.network;

import gossip.api.security.Authenticator;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the mechanisms by which the clients of a listener prove who they are. */
public final class SaslMechanisms {
    private SaslMechanisms() {}

    /**
     * Gets the mechanisms of a listener ready.
     *
     * @param config the listener
     * @param installed all mechanisms that plugins offer
     * @return by name; empty for a listener without SASL
     * @throws IOException if one is not installed; the message names those that are
     * @throws IllegalArgumentException if a setting that one needs is missing; the message names it
     */
    public static Map<String, Authenticator> of(ListenerConfig config, List<Authenticator> installed)
            throws IOException {
        Map<String, Authenticator> chosen = new HashMap<>();
        for (String mechanism : config.mechanisms()) {
            Authenticator authenticator = find(config, mechanism, installed);
            authenticator.start();
            chosen.put(mechanism, authenticator);
        }
        return Map.copyOf(chosen);
    }

    private static Authenticator find(ListenerConfig config, String mechanism, List<Authenticator> installed)
            throws IOException {
        for (Authenticator one : installed) {
            if (one.mechanism().equals(mechanism)) {
                return one;
            }
        }
        throw new IOException("listener " + config.name() + " uses the SASL mechanism " + mechanism
                + "; there are only "
                + String.join(
                        ", ",
                        installed.stream()
                                .map(Authenticator::mechanism)
                                .sorted()
                                .toList()));
    }
}
