package gossip.plugins.kafka.tls;

import gossip.api.config.Settings;
import gossip.api.network.ClientAuth;
import gossip.api.network.PrincipalRules;
import gossip.api.network.TlsFiles;
import gossip.api.network.TlsSettings;
import gossip.api.security.Principal;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the connections of one listener. Looks now and then for new certificates, which new connections then use; while the
 * new ones cannot be read, the old ones go on. Thread-safe.
 */
public final class TlsGate {
    private static final Logger LOG = System.getLogger(TlsGate.class.getName());

    private final String listener;
    private final ClientAuth clientAuth;
    private final Settings settings;
    private final TlsFiles files;
    private final TlsThreads threads;
    private final PrincipalRules rules;
    private final long handshakeTimeoutMs;
    private volatile SslContext context;
    private List<String> state;

    private TlsGate(
            String listener,
            ClientAuth clientAuth,
            TlsFiles files,
            TlsThreads threads,
            Settings settings,
            Start start) {
        this.listener = listener;
        this.clientAuth = clientAuth;
        this.settings = settings;
        this.files = files;
        this.threads = threads;
        this.rules = PrincipalRules.parse(settings.value(TlsSettings.PRINCIPAL_RULES));
        this.handshakeTimeoutMs = settings.value(TlsSettings.HANDSHAKE_TIMEOUT).toMillis();
        this.state = start.state();
        this.context = start.context();
    }

    /**
     * Reads the certificates.
     *
     * @param listener name of the listener
     * @param clientAuth whether clients have to show a certificate
     * @param settings effective values
     * @param threads compute the handshakes
     * @return ready for connections
     * @throws IOException with the settings to look at
     */
    public static TlsGate open(String listener, ClientAuth clientAuth, Settings settings, TlsThreads threads)
            throws IOException {
        TlsFiles files = new TlsFiles(settings);
        Start start = new Start(files.state(), context(files.context(clientAuth), clientAuth, settings));
        TlsGate gate = new TlsGate(listener, clientAuth, files, threads, settings, start);
        threads.repeat(
                gate::reloadIfChanged,
                settings.value(TlsSettings.RELOAD_INTERVAL).toMillis());
        return gate;
    }

    /**
     * Makes what encrypts one connection.
     *
     * @param allocator where buffers are from
     * @return for the head of its pipeline
     */
    public SslHandler handler(ByteBufAllocator allocator) {
        SslHandler handler = context.newHandler(allocator, threads.executor());
        handler.setHandshakeTimeout(handshakeTimeoutMs, TimeUnit.MILLISECONDS);
        return handler;
    }

    /**
     * Who a client is by its certificate.
     *
     * @param handler of its connection, after the handshake
     * @return empty if it has shown none
     * @throws IOException if no rule fits the name in the certificate
     */
    public Optional<Principal> principal(SslHandler handler) throws IOException {
        if (clientAuth == ClientAuth.NONE) {
            return Optional.empty();
        }
        try {
            String name = handler.engine().getSession().getPeerPrincipal().getName();
            String user = rules.user(name)
                    .orElseThrow(() -> new IOException("no rule of tls.principal_mapping_rules fits " + name));
            return Optional.of(new Principal("User", user));
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    private static SslContext context(SSLContext made, ClientAuth clientAuth, Settings settings) {
        List<String> ciphers = settings.value(TlsSettings.CIPHERS);
        @Nullable List<String> chosen = ciphers.isEmpty() ? null : ciphers;
        return new JdkSslContext(
                made,
                false,
                chosen,
                IdentityCipherSuiteFilter.INSTANCE,
                ApplicationProtocolConfig.DISABLED,
                switch (clientAuth) {
                    case NONE -> io.netty.handler.ssl.ClientAuth.NONE;
                    case REQUESTED -> io.netty.handler.ssl.ClientAuth.OPTIONAL;
                    case REQUIRED -> io.netty.handler.ssl.ClientAuth.REQUIRE;
                },
                settings.value(TlsSettings.PROTOCOLS).toArray(String[]::new),
                false);
    }

    private synchronized void reloadIfChanged() {
        List<String> now = files.state();
        if (now.equals(state)) {
            return;
        }
        state = now;
        try {
            context = context(files.context(clientAuth), clientAuth, settings);
            LOG.log(Level.INFO, "listener {0} uses new certificates from now on", listener);
        } catch (IOException e) {
            LOG.log(
                    Level.ERROR,
                    "listener " + listener + " goes on with the old certificates, for the new ones cannot be used: "
                            + e.getMessage());
        }
    }

    /**
     * What a gate starts with.
     *
     * @param state of the files
     * @param context made from them
     */
    private record Start(List<String> state, SslContext context) {}
}
