package gossip.plugins.kafka;

import gossip.api.config.NodeSettings;
import gossip.api.config.Settings;
import gossip.api.network.ListenerConfig;
import gossip.api.network.PeerPolicy;
import gossip.api.network.SaslMechanisms;
import gossip.api.network.TlsSettings;
import gossip.api.security.Authenticator;
import gossip.plugins.kafka.listener.Listener;
import gossip.plugins.kafka.tls.TlsGate;
import gossip.plugins.kafka.tls.TlsThreads;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
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
        policy.warning(config, bound).ifPresent(warning -> LOG.log(Level.WARNING, warning));
        Map<String, Authenticator> mechanisms =
                config.protocol().isSasl() ? SaslMechanisms.of(config, installed.get()) : Map.of();
        return new Listener(config.name(), policy, tls, mechanisms);
    }

    private TlsThreads threads() {
        TlsThreads present = tlsThreads;
        if (present == null) {
            present = new TlsThreads(settings.value(TlsSettings.THREADS));
            tlsThreads = present;
        }
        return present;
    }

    @Override
    public void close() {
        TlsThreads present = tlsThreads;
        if (present != null) {
            present.close();
        }
    }
}
