package gossip.plugins.grpc.door;

import gossip.api.network.TlsDoor;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * Encrypts connections with the present certificates. Those that have changed are read on another thread, so the connection that
 * finds that they have is the last one with the old ones.
 */
final class ReloadingTls extends SSLContextSpi {
    private final TlsDoor door;
    private final Executor reader;
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile SSLContext present;

    private ReloadingTls(TlsDoor door, Executor reader) {
        this.door = door;
        this.reader = reader;
        this.present = door.context();
    }

    /**
     * Encrypts for HTTP/2.
     *
     * @param door whose certificates
     * @param reader reads files
     */
    static SslContext http2(TlsDoor door, Executor reader) {
        ReloadingTls reloading = new ReloadingTls(door, reader);
        SSLParameters parameters = door.parameters();
        return new JdkSslContext(
                reloading.context(),
                false,
                List.of(parameters.getCipherSuites()),
                IdentityCipherSuiteFilter.INSTANCE,
                new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2),
                clientAuth(parameters),
                parameters.getProtocols(),
                false);
    }

    private static ClientAuth clientAuth(SSLParameters parameters) {
        if (parameters.getNeedClientAuth()) {
            return ClientAuth.REQUIRE;
        }
        return parameters.getWantClientAuth() ? ClientAuth.OPTIONAL : ClientAuth.NONE;
    }

    private SSLContext context() {
        return new SSLContext(this, present.getProvider(), present.getProtocol()) {};
    }

    private void reload() {
        if (reading.compareAndSet(false, true)) {
            reader.execute(() -> {
                try {
                    present = door.context();
                } finally {
                    reading.set(false);
                }
            });
        }
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        reload();
        return present.createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        reload();
        return present.createSSLEngine(host, port);
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {
        throw new IllegalStateException("the certificates are those of the listener");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return present.getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return present.getServerSocketFactory();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return present.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return present.getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
        return present.getDefaultSSLParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
        return present.getSupportedSSLParameters();
    }
}
