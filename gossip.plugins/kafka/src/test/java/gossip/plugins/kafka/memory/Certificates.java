package gossip.plugins.kafka.memory;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates that each sign themselves, made by the JDK's keytool. */
public final class Certificates {
    public static final String PASSWORD = "changeit";

    private final Path directory;

    public Certificates(Path directory) {
        this.directory = directory;
    }

    /** A PKCS#12 file with a new key and its certificate. */
    public Path keystore(String file, String name) throws Exception {
        Path store = directory.resolve(file);
        Files.deleteIfExists(store);
        keytool(
                "-genkeypair",
                "-alias",
                "key",
                "-keyalg",
                "EC",
                "-dname",
                name,
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString());
        return store;
    }

    /** A PKCS#12 file that believes the certificates of others. */
    public Path truststore(String file, Path... keystores) throws Exception {
        Path store = directory.resolve(file);
        for (Path keystore : keystores) {
            Path certificate = directory.resolve(keystore.getFileName() + ".crt");
            keytool("-exportcert", "-alias", "key", "-keystore", keystore.toString(), "-file", certificate.toString());
            keytool(
                    "-importcert",
                    "-noprompt",
                    "-alias",
                    keystore.getFileName().toString(),
                    "-file",
                    certificate.toString(),
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString());
        }
        return store;
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed: " + output);
        }
    }

    /** A connection after its handshake. */
    public static SSLSocket connect(int port, Path truststore, Path... keystore) throws Exception {
        SSLSocket socket =
                (SSLSocket) context(truststore, keystore).getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }

    private static SSLContext context(Path truststore, Path... keystore) throws GeneralSecurityException, IOException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(KeyStore.getInstance(truststore.toFile(), PASSWORD.toCharArray()));
        SSLContext context = SSLContext.getInstance("TLS");
        if (keystore.length == 0) {
            context.init(null, trust.getTrustManagers(), null);
        } else {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            File file = keystore[0].toFile();
            keys.init(KeyStore.getInstance(file, PASSWORD.toCharArray()), PASSWORD.toCharArray());
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        }
        return context;
    }
}
