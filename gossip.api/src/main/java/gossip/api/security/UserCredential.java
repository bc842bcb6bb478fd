package gossip.api.security;

import java.util.Arrays;
import java.util.Objects;

/**
 * What a user's password is verified with by SCRAM. The password cannot be found from it, but who has it can pretend to be
 * the server.
 *
 * @param key whose, for which mechanism
 * @param salt mixed into the password; copied
 * @param storedKey hash of the client's key; copied
 * @param serverKey what the server proves itself with; copied
 * @param iterations how often the password was hashed
 */
public record UserCredential(Key key, byte[] salt, byte[] storedKey, byte[] serverKey, int iterations) {
    /** Fewest iterations that are taken. */
    public static final int MIN_ITERATIONS = 4_096;
    /** Most iterations that are taken. */
    public static final int MAX_ITERATIONS = 16_384;

    /** Copies the arrays. */
    public UserCredential {
        Objects.requireNonNull(key, "key");
        salt = salt.clone();
        storedKey = storedKey.clone();
        serverKey = serverKey.clone();
    }

    /**
     * Whose credential.
     *
     * @param user name of the user, without a type
     * @param mechanism for which mechanism
     */
    public record Key(String user, ScramMechanism mechanism) {
        /** Refuses null. */
        public Key {
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(mechanism, "mechanism");
        }
    }

    /**
     * What was mixed into the password.
     *
     * @return a copy
     */
    @Override
    public byte[] salt() {
        return salt.clone();
    }

    /**
     * Hash of the client's key.
     *
     * @return a copy
     */
    @Override
    public byte[] storedKey() {
        return storedKey.clone();
    }

    /**
     * What the server proves itself with.
     *
     * @return a copy
     */
    @Override
    public byte[] serverKey() {
        return serverKey.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UserCredential that
                && key.equals(that.key)
                && iterations == that.iterations
                && Arrays.equals(salt, that.salt)
                && Arrays.equals(storedKey, that.storedKey)
                && Arrays.equals(serverKey, that.serverKey);
    }

    @Override
    public int hashCode() {
        return key.hashCode() * 31 + Arrays.hashCode(salt);
    }

    /** Tells whose it is, and nothing of what it holds. */
    @Override
    public String toString() {
        return "UserCredential[" + key.user() + ", " + key.mechanism().mechanism() + ", " + iterations + "]";
    }
}
