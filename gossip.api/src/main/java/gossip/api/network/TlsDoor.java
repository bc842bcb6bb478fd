package gossip.api.network;

import gossip.api.config.Settings;
import gossip.api.security.Principal;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * What encrypts the connections of one listener, for servers that take a {@link SSLContext}. New certificates are noticed when a
 * connection comes, {@code tls.reload_interval} after the last look at the earliest; while they cannot be read, the old ones go
 * on. Thread-safe.
 */
public final class TlsDoor {
    private static final Logger LOG = System.getLogger(TlsDoor.class.getName());

    private final String listener;
    private final ClientAuth clientAuth;
    private final Settings settings;
    private final TlsFiles files;
    private final PrincipalRules rules;
    private final long reloadNanos;
    private final AtomicLong nextLookNanos;
    private volatile Loaded loaded;

    private TlsDoor(String listener, ClientAuth clientAuth, Settings settings, TlsFiles files, Loaded loaded) {
        this.listener = listener;
        this.clientAuth = clientAuth;
        this.settings = settings;
        this.files = files;
        this.rules = PrincipalRules.parse(settings.value(TlsSettings.PRINCIPAL_RULES));
        this.reloadNanos = settings.value(TlsSettings.RELOAD_INTERVAL).toNanos();
        this.nextLookNanos = new AtomicLong(System.nanoTime() + reloadNanos);
        this.loaded = loaded;
    }

    /**
     * Reads the certificates. Blocks for the files.
     *
     * @param config the listener
     * @param settings effective values
     * @return ready for connections
     * @throws IOException with the settings to look at
     */
    public static TlsDoor open(ListenerConfig config, Settings settings) throws IOException {
        TlsFiles files = new TlsFiles(settings);
        Loaded loaded = new Loaded(files.state(), files.context(config.clientAuth()));
        return new TlsDoor(config.name(), config.clientAuth(), settings, files, loaded);
    }

    /**
     * The context for a new connection. Reads files if they have changed, so not for event loops.
     *
     * @return with the present certificates
     */
    public SSLContext context() {
        long now = System.nanoTime();
        long next = nextLookNanos.get();
        if (now - next >= 0 && nextLookNanos.compareAndSet(next, now + reloadNanos)) {
            reloadIfChanged();
        }
        return loaded.context();
    }

    /**
     * What encrypts one connection.
     *
     * @return a new engine of {@link #context}, in server mode, with protocols, ciphers and client authentication set
     */
    public SSLEngine engine() {
        SSLEngine engine = context().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters());
        return engine;
    }

    /**
     * How connections are to be encrypted.
     *
     * @return protocols, ciphers and client authentication as configured; a new object
     */
    public SSLParameters parameters() {
        SSLParameters parameters = loaded.context().getDefaultSSLParameters();
        parameters.setProtocols(settings.value(TlsSettings.PROTOCOLS).toArray(String[]::new));
        List<String> ciphers = settings.value(TlsSettings.CIPHERS);
        if (!ciphers.isEmpty()) {
            parameters.setCipherSuites(ciphers.toArray(String[]::new));
        }
        switch (clientAuth) {
            case NONE -> parameters.setNeedClientAuth(false);
            case REQUESTED -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
        }
        return parameters;
    }

    /**
     * Who a client is by its certificate.
     *
     * @param session of its connection, after the handshake
     * @return empty if it has shown none
     * @throws IOException if no rule fits the name in the certificate
     */
    public Optional<Principal> principal(SSLSession session) throws IOException {
        if (clientAuth == ClientAuth.NONE) {
            return Optional.empty();
        }
        try {
            String name = session.getPeerPrincipal().getName();
            String user = rules.user(name)
                    .orElseThrow(() -> new IOException("no rule of tls.principal_mapping_rules fits " + name));
            return Optional.of(new Principal("User", user));
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    private void reloadIfChanged() {
        List<String> now = files.state();
        if (now.equals(loaded.state())) {
            return;
        }
        try {
            loaded = new Loaded(now, files.context(clientAuth));
            LOG.log(Level.INFO, "listener {0} uses new certificates from now on", listener);
        } catch (IOException e) {
            loaded = new Loaded(now, loaded.context());
            LOG.log(
                    Level.ERROR,
                    "listener " + listener + " goes on with the old certificates, for the new ones cannot be used: "
                            + e.getMessage());
        }
    }

    /**
     * What is in use.
     *
     * @param state of the files that were looked at last
     * @param context made from those that could be read last
     */
    private record Loaded(List<String> state, SSLContext context) {}
}
