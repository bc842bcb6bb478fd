package gossip.api.network;

import gossip.api.config.Setting;
import gossip.api.config.Settings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Makes TLS contexts from the files that {@link TlsSettings} name. Reads files: not for event loops. Thread-safe. */
public final class TlsFiles {
    private static final List<Setting<String>> FILES = List.of(
            TlsSettings.CERTIFICATE,
            TlsSettings.KEY,
            TlsSettings.KEYSTORE,
            TlsSettings.CLIENT_AUTHORITIES,
            TlsSettings.TRUSTSTORE);

    private final Settings settings;

    /**
     * Prepares; reads nothing.
     *
     * @param settings effective values
     */
    public TlsFiles(Settings settings) {
        this.settings = settings;
    }

    /**
     * What changes when a file does.
     *
     * @return to be compared with a later one
     */
    public List<String> state() {
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
     * Makes a context for a server.
     *
     * @param clientAuth whether clients are asked for certificates
     * @return with the present keys and authorities
     * @throws IOException with the settings to look at
     */
    public SSLContext context(ClientAuth clientAuth) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] believed = clientAuth == ClientAuth.NONE ? new TrustManager[0] : trust();
            context.init(keys().getKeyManagers(), believed, null);
            return context;
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

    private KeyManagerFactory keys() throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        String keyPassword = settings.value(TlsSettings.KEY_PASSWORD);
        if (TlsSettings.has(settings, TlsSettings.KEYSTORE)) {
            String storePassword = settings.value(TlsSettings.KEYSTORE_PASSWORD);
            keys.init(
                    store(TlsSettings.KEYSTORE, storePassword),
                    (keyPassword.isEmpty() ? storePassword : keyPassword).toCharArray());
            return keys;
        }
        if (!TlsSettings.has(settings, TlsSettings.CERTIFICATE) || !TlsSettings.has(settings, TlsSettings.KEY)) {
            throw new IOException("a listener uses TLS: set tls.certificate and tls.key, or tls.keystore");
        }
        KeyStore store = emptyStore();
        Certificate[] chain =
                PemFile.certificates(readable(TlsSettings.CERTIFICATE)).toArray(Certificate[]::new);
        store.setKeyEntry("node", PemFile.key(readable(TlsSettings.KEY), keyPassword), new char[0], chain);
        keys.init(store, new char[0]);
        return keys;
    }

    private TrustManager[] trust() throws GeneralSecurityException, IOException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (TlsSettings.has(settings, TlsSettings.TRUSTSTORE)) {
            trust.init(store(TlsSettings.TRUSTSTORE, settings.value(TlsSettings.TRUSTSTORE_PASSWORD)));
        } else if (TlsSettings.has(settings, TlsSettings.CLIENT_AUTHORITIES)) {
            KeyStore store = emptyStore();
            List<X509Certificate> authorities = PemFile.certificates(readable(TlsSettings.CLIENT_AUTHORITIES));
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
            trust.init(store);
        } else {
            throw new IOException(
                    "a listener asks clients for certificates: set tls.client_authorities or tls.truststore");
        }
        return trust.getTrustManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
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
