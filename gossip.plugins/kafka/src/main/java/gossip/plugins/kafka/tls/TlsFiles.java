package gossip.plugins.kafka.tls;

import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.plugins.kafka.listener.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/** Makes contexts from the files that the settings name. Reads files: not for event loops. */
final class TlsFiles {
    private static final List<Setting<String>> FILES = List.of(
            TlsSettings.CERTIFICATE,
            TlsSettings.KEY,
            TlsSettings.KEYSTORE,
            TlsSettings.CLIENT_AUTHORITIES,
            TlsSettings.TRUSTSTORE);

    private final Settings settings;

    TlsFiles(Settings settings) {
        this.settings = settings;
    }

    /** What changes when a file does. */
    List<String> state() {
        return FILES.stream()
                .map(settings::value)
                .filter(name -> !name.isEmpty())
                .map(name -> state(Path.of(name)))
                .toList();
    }

    private static String state(Path file) {
        try {
            return file.toRealPath() + " " + Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return file + " cannot be read";
        }
    }

    /**
     * Makes a context.
     *
     * @throws IOException with the settings to look at
     */
    SslContext context(ClientAuth clientAuth) throws IOException {
        try {
            SslContextBuilder builder = withKey()
                    .sslProvider(SslProvider.JDK)
                    .protocols(settings.value(TlsSettings.PROTOCOLS))
                    .clientAuth(
                            switch (clientAuth) {
                                case NONE -> io.netty.handler.ssl.ClientAuth.NONE;
                                case REQUESTED -> io.netty.handler.ssl.ClientAuth.OPTIONAL;
                                case REQUIRED -> io.netty.handler.ssl.ClientAuth.REQUIRE;
                            });
            List<String> ciphers = settings.value(TlsSettings.CIPHERS);
            if (!ciphers.isEmpty()) {
                builder.ciphers(ciphers);
            }
            if (clientAuth != ClientAuth.NONE) {
                trust(builder);
            }
            return builder.build();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    "TLS cannot be set up from " + String.join(", ", named()) + ": " + reason(e)
                            + "; keys have to be PKCS#8 (openssl pkcs8 -topk8)",
                    e);
        }
    }

    private List<String> named() {
        return FILES.stream()
                .filter(file -> TlsSettings.has(settings, file))
                .map(file -> file.key() + " = " + settings.value(file))
                .toList();
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure.getMessage() + (cause == null ? "" : " (" + cause.getMessage() + ")");
    }

    private SslContextBuilder withKey() throws GeneralSecurityException, IOException {
        if (TlsSettings.has(settings, TlsSettings.KEYSTORE)) {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            String keyPassword = settings.value(TlsSettings.KEY_PASSWORD);
            String storePassword = settings.value(TlsSettings.KEYSTORE_PASSWORD);
            keys.init(
                    store(TlsSettings.KEYSTORE, storePassword),
                    (keyPassword.isEmpty() ? storePassword : keyPassword).toCharArray());
            return SslContextBuilder.forServer(keys);
        }
        if (!TlsSettings.has(settings, TlsSettings.CERTIFICATE) || !TlsSettings.has(settings, TlsSettings.KEY)) {
            throw new IOException("a listener uses TLS: set tls.certificate and tls.key, or tls.keystore");
        }
        String password = settings.value(TlsSettings.KEY_PASSWORD);
        return SslContextBuilder.forServer(
                readable(TlsSettings.CERTIFICATE), readable(TlsSettings.KEY), password.isEmpty() ? null : password);
    }

    private void trust(SslContextBuilder builder) throws GeneralSecurityException, IOException {
        if (TlsSettings.has(settings, TlsSettings.TRUSTSTORE)) {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store(TlsSettings.TRUSTSTORE, settings.value(TlsSettings.TRUSTSTORE_PASSWORD)));
            builder.trustManager(trust);
        } else if (TlsSettings.has(settings, TlsSettings.CLIENT_AUTHORITIES)) {
            builder.trustManager(readable(TlsSettings.CLIENT_AUTHORITIES));
        } else {
            throw new IOException(
                    "a listener asks clients for certificates: set tls.client_authorities or tls.truststore");
        }
    }

    private KeyStore store(Setting<String> file, String password) throws GeneralSecurityException, IOException {
        return KeyStore.getInstance(readable(file), password.toCharArray());
    }

    private File readable(Setting<String> setting) throws IOException {
        File file = new File(settings.value(setting));
        if (!file.canRead()) {
            throw new IOException(setting.key() + " = " + file + " cannot be read");
        }
        return file;
    }
}
