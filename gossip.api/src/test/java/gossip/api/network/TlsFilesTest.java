package gossip.api.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.AlgorithmParameters;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsFilesTest {
    private static final String PASSWORD = "change-it";

    @TempDir
    static Path directory;

    @BeforeAll
    static void makeKeys() throws Exception {
        make("EC");
        make("RSA");
    }

    private static void make(String algorithm) throws Exception {
        Path store = directory.resolve(algorithm + ".p12");
        int exit = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "node",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=node",
                        "-validity",
                        "10",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).isZero();
        KeyStore loaded = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        Key key = loaded.getKey("node", PASSWORD.toCharArray());
        write(algorithm + ".crt", "CERTIFICATE", loaded.getCertificate("node").getEncoded());
        write(algorithm + ".key", "PRIVATE KEY", key.getEncoded());
        write(algorithm + ".secret", "ENCRYPTED PRIVATE KEY", encrypted(key.getEncoded()));
    }

    private static byte[] encrypted(byte[] key) throws Exception {
        String algorithm = "PBEWithHmacSHA256AndAES_256";
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(PASSWORD.toCharArray())));
        // under this name the parameters have an object identifier
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
        parameters.init(cipher.getParameters().getEncoded());
        return new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(key)).getEncoded();
    }

    private static void write(String name, String label, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(
                directory.resolve(name), "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n");
    }

    private static TlsFiles files(String certificate, String key, String password) {
        return new TlsFiles(TextSettings.of(Map.of(
                "tls.certificate", directory.resolve(certificate).toString(),
                "tls.key", directory.resolve(key).toString(),
                "tls.key_password", password,
                "tls.client_authorities", directory.resolve(certificate).toString())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void certificatesAndKeysAreReadAsPem(String algorithm) throws IOException {
        SSLContext context = files(algorithm + ".crt", algorithm + ".key", "").context(ClientAuth.REQUIRED);
        assertThat(context.createSSLEngine().getSupportedProtocols()).contains("TLSv1.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void encryptedKeysAreReadWithTheirPassword(String algorithm) throws IOException {
        assertThat(files(algorithm + ".crt", algorithm + ".secret", PASSWORD).context(ClientAuth.NONE))
                .isNotNull();
        assertThatThrownBy(() ->
                        files(algorithm + ".crt", algorithm + ".secret", "").context(ClientAuth.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tls.key_password");
        assertThatThrownBy(() -> files(algorithm + ".crt", algorithm + ".secret", "wrong")
                        .context(ClientAuth.NONE))
                .isInstanceOf(IOException.class);
    }

    @Test
    void filesThatAreNotWhatTheyShouldBeAreNamed() {
        assertThatThrownBy(() -> files("EC.key", "EC.crt", "").context(ClientAuth.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("EC.key");
        assertThatThrownBy(() -> files("none.crt", "EC.key", "").context(ClientAuth.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tls.certificate");
    }

    @Test
    void stateChangesWithTheFiles() throws IOException {
        Path certificate = directory.resolve("changing.crt");
        Files.writeString(certificate, "a", StandardCharsets.UTF_8);
        TlsFiles files = files("changing.crt", "EC.key", "");
        var before = files.state();
        Files.setLastModifiedTime(certificate, FileTime.fromMillis(1));
        assertThat(files.state()).isNotEqualTo(before);
    }
}
