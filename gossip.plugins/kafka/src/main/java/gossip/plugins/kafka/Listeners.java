package gossip.plugins.kafka;

import gossip.api.config.NodeSettings;
import gossip.api.config.Settings;
import gossip.api.security.Authenticator;
import gossip.plugins.kafka.listener.Listener;
import gossip.plugins.kafka.listener.ListenerConfig;
import gossip.plugins.kafka.listener.PeerPolicy;
import gossip.plugins.kafka.listener.Protocol;
import gossip.plugins.kafka.tls.TlsGate;
import gossip.plugins.kafka.tls.TlsSettings;
import gossip.plugins.kafka.tls.TlsThreads;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Prepares what listeners ask of clients. Loads TLS and SASL only for listeners that use them. Used by one thread. */
final class Listeners implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Listeners.class.getName());

    private final Settings settings;
    private final Supplier<List<Authenticator>> installed;
    private final Map<String, Authenticator> started = new HashMap<>();
    private @Nullable TlsThreads tlsThreads;

    Listeners(Settings settings, Supplier<List<Authenticator>> installed) {
        this.settings = settings;
        this.installed = installed;
    }

    /** Prepares a listener that is bound. */
    Listener open(ListenerConfig config, InetSocketAddress bound) throws IOException {
        boolean allowsAnonymous = settings.value(NodeSettings.ALLOW_ANONYMOUS);
        PeerPolicy policy = PeerPolicy.of(config, bound, allowsAnonymous);
        Optional<TlsGate> tls = config.protocol().isTls()
                ? Optional.of(TlsGate.open(config.name(), config.clientAuth(), settings, threads()))
                : Optional.empty();
        warn(config, bound, policy);
        return new Listener(config.name(), policy, tls, authenticators(config));
    }

    private TlsThreads threads() {
        TlsThreads present = tlsThreads;
        if (present == null) {
            present = new TlsThreads(settings.value(TlsSettings.THREADS));
            tlsThreads = present;
        }
        return present;
    }

    private Map<String, Authenticator> authenticators(ListenerConfig config) throws IOException {
        Map<String, Authenticator> chosen = new HashMap<>();
        for (String mechanism : config.mechanisms()) {
            chosen.put(mechanism, authenticator(config, mechanism));
        }
        return chosen;
    }

    private Authenticator authenticator(ListenerConfig config, String mechanism) throws IOException {
        Authenticator present = started.get(mechanism);
        if (present != null) {
            return present;
        }
        List<Authenticator> all = installed.get();
        for (Authenticator one : all) {
            if (one.mechanism().equals(mechanism)) {
                one.start();
                started.put(mechanism, one);
                return one;
            }
        }
        throw new IOException("listener " + config.name() + " of network.listeners uses the SASL mechanism " + mechanism
                + "; there are only "
                + String.join(
                        ", ",
                        all.stream().map(Authenticator::mechanism).sorted().toList()));
    }

    private static void warn(ListenerConfig config, InetSocketAddress bound, PeerPolicy policy) {
        boolean isReachable = !bound.getAddress().isLoopbackAddress();
        if (policy == PeerPolicy.THIS_MACHINE) {
            LOG.log(
                    Level.WARNING,
                    "listener {0} at {1} asks nobody who they are, so it serves clients of this machine only;"
                            + " security.md says how to let others in",
                    config.name(),
                    config.address().bind());
        } else if (isReachable && config.protocol() == Protocol.SASL_PLAINTEXT) {
            LOG.log(
                    Level.WARNING,
                    "listener {0} at {1} does not encrypt: whoever is on the way can read everything, passwords of"
                            + " PLAIN among it",
                    config.name(),
                    config.address().bind());
        } else if (isReachable && !config.isAuthenticated()) {
            LOG.log(
                    Level.WARNING,
                    "listener {0} at {1} serves everybody who can reach it, and whoever that is may do whatever the"
                            + " ACLs, if there are any, allow User:ANONYMOUS: read, write and delete all topics without"
                            + " them (security.allow_anonymous is true)",
                    config.name(),
                    config.address().bind());
        }
    }

    @Override
    public void close() {
        TlsThreads present = tlsThreads;
        if (present != null) {
            present.close();
        }
    }
}
