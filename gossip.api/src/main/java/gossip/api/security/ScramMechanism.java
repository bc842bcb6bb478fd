package gossip.api.security;

import java.util.Arrays;
import java.util.Optional;

/** The SCRAM mechanisms (RFC 5802, RFC 7677). */
public enum ScramMechanism {
    /** With SHA-256. */
    SHA_256(1, "SCRAM-SHA-256", "SHA-256", "HmacSHA256", 32),
    /** With SHA-512. */
    SHA_512(2, "SCRAM-SHA-512", "SHA-512", "HmacSHA512", 64);

    private final byte code;
    private final String mechanism;
    private final String digest;
    private final String mac;
    private final int keyBytes;

    ScramMechanism(int code, String mechanism, String digest, String mac, int keyBytes) {
        this.code = (byte) code;
        this.mechanism = mechanism;
        this.digest = digest;
        this.mac = mac;
        this.keyBytes = keyBytes;
    }

    /**
     * Finds a mechanism by its number on the wire (KIP-554).
     *
     * @param code its number
     * @return empty if there is none
     */
    public static Optional<ScramMechanism> of(byte code) {
        return Arrays.stream(values()).filter(one -> one.code == code).findFirst();
    }

    /**
     * Finds a mechanism by its name.
     *
     * @param mechanism such as {@code SCRAM-SHA-256}
     * @return empty if there is none
     */
    public static Optional<ScramMechanism> of(String mechanism) {
        return Arrays.stream(values())
                .filter(one -> one.mechanism.equals(mechanism))
                .findFirst();
    }

    /**
     * Number on the wire.
     *
     * @return 1 or 2
     */
    public byte code() {
        return code;
    }

    /**
     * Name of the mechanism.
     *
     * @return such as {@code SCRAM-SHA-256}
     */
    public String mechanism() {
        return mechanism;
    }

    /**
     * Name of the hash function.
     *
     * @return for {@link java.security.MessageDigest}
     */
    public String digest() {
        return digest;
    }

    /**
     * Name of the keyed hash function.
     *
     * @return for {@code javax.crypto.Mac}
     */
    public String mac() {
        return mac;
    }

    /**
     * Size of hashes.
     *
     * @return bytes
     */
    public int keyBytes() {
        return keyBytes;
    }
}
