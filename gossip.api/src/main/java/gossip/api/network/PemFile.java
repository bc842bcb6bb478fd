package gossip.api.network;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Reads certificates and keys that are written as PEM (RFC 7468). */
final class PemFile {
    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN (ENCRYPTED )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END (ENCRYPTED )?PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA");

    private PemFile() {}

    static List<X509Certificate> certificates(File file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file.toPath())) {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                throw new InvalidKeySpecException("there is no certificate in " + file);
            }
            return found;
        }
    }

    static PrivateKey key(File file, String password) throws IOException, GeneralSecurityException {
        Matcher matcher = KEY.matcher(Files.readString(file.toPath(), StandardCharsets.ISO_8859_1));
        if (!matcher.find()) {
            throw new InvalidKeySpecException("there is no PKCS#8 key in " + file);
        }
        byte[] bytes = Base64.getMimeDecoder().decode(matcher.group(2));
        PKCS8EncodedKeySpec spec =
                matcher.group(1) == null ? new PKCS8EncodedKeySpec(bytes) : decrypted(bytes, password, file);
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // it is a key of another algorithm, or of none, which is said below
                continue;
            }
        }
        throw new InvalidKeySpecException("the key in " + file + " is none of " + String.join(", ", ALGORITHMS));
    }

    private static PKCS8EncodedKeySpec decrypted(byte[] bytes, String password, File file)
            throws IOException, GeneralSecurityException {
        if (password.isEmpty()) {
            throw new InvalidKeyException(file + " is encrypted; set tls.key_password");
        }
        EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(bytes);
        // of the newer scheme the name of the algorithm is in its parameters
        String algorithm = encrypted.getAlgName().equals("PBES2")
                ? encrypted.getAlgParameters().toString()
                : encrypted.getAlgName();
        PBEKeySpec secret = new PBEKeySpec(password.toCharArray());
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.DECRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(secret),
                encrypted.getAlgParameters());
        return encrypted.getKeySpec(cipher);
    }
}
