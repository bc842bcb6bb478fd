package gossip.api.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The arithmetic of SCRAM (RFC 5802, section 3). Stateless; any thread. */
public final class ScramKeys {
    private static final byte[] CLIENT = "Client Key".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVER = "Server Key".getBytes(StandardCharsets.US_ASCII);

    private ScramKeys() {}

    /**
     * Hashes a password. Takes milliseconds: that is what it is for.
     *
     * @param mechanism with which hash function
     * @param password not empty
     * @param salt mixed into it
     * @param iterations how often
     * @return SaltedPassword
     */
    public static byte[] saltedPassword(ScramMechanism mechanism, String password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, mechanism.keyBytes() * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2With" + mechanism.mac())
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        } finally {
            spec.clearPassword();
        }
    }

    /**
     * Makes what is stored of a user from the hash of its password.
     *
     * @param key whose, for which mechanism
     * @param saltedPassword SaltedPassword
     * @param salt what was mixed into it
     * @param iterations how often it was hashed
     * @return the credential
     */
    public static UserCredential credential(
            UserCredential.Key key, byte[] saltedPassword, byte[] salt, int iterations) {
        ScramMechanism mechanism = key.mechanism();
        byte[] storedKey = hash(mechanism, mac(mechanism, saltedPassword, CLIENT));
        return new UserCredential(key, salt, storedKey, mac(mechanism, saltedPassword, SERVER), iterations);
    }

    /**
     * Makes what is stored of a user from its password. Takes milliseconds.
     *
     * @param key whose, for which mechanism
     * @param password not empty
     * @param salt to be mixed into it
     * @param iterations how often it is hashed
     * @return the credential
     */
    public static UserCredential credential(UserCredential.Key key, String password, byte[] salt, int iterations) {
        return credential(key, saltedPassword(key.mechanism(), password, salt, iterations), salt, iterations);
    }

    /**
     * Hashes.
     *
     * @param mechanism with which hash function
     * @param bytes what
     * @return the hash
     */
    public static byte[] hash(ScramMechanism mechanism, byte[] bytes) {
        try {
            return MessageDigest.getInstance(mechanism.digest()).digest(bytes);
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /**
     * Hashes with a key.
     *
     * @param mechanism with which hash function
     * @param key not empty
     * @param bytes what
     * @return the hash
     */
    public static byte[] mac(ScramMechanism mechanism, byte[] key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(mechanism.mac());
            mac.init(new SecretKeySpec(key, mechanism.mac()));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private static IllegalStateException missing(GeneralSecurityException e) {
        return new IllegalStateException("this Java lacks the cryptography of SCRAM", e);
    }
}
