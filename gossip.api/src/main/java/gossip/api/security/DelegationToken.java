package gossip.api.security;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A token with which a process may act for a user (KIP-48). Its secret is not stored: it is made from the id and the key that
 * all brokers share. Times are ms since 1970.
 *
 * @param id names it
 * @param owner whom it speaks for
 * @param requester who asked for it (KIP-373)
 * @param renewers who may renew it, beside the owner
 * @param issueMs when it was issued
 * @param expiryMs until when it is valid; exclusive
 * @param maxMs until when it can be renewed
 */
public record DelegationToken(
        String id,
        Principal owner,
        Principal requester,
        List<Principal> renewers,
        long issueMs,
        long expiryMs,
        long maxMs) {
    /** Copies the list. */
    public DelegationToken {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(requester, "requester");
        renewers = List.copyOf(renewers);
    }

    /**
     * Whether it is not valid any more.
     *
     * @param nowMs ms since 1970
     * @return true if so
     */
    public boolean isExpired(long nowMs) {
        return expiryMs <= nowMs || maxMs <= nowMs;
    }

    /**
     * Whether somebody may renew, expire and see it without further rights.
     *
     * @param principal who
     * @return true for its owner, requester and renewers
     */
    public boolean isOf(Principal principal) {
        return owner.equals(principal) || requester.equals(principal) || renewers.contains(principal);
    }

    /**
     * The same with another time of expiry.
     *
     * @param newExpiryMs ms since 1970
     * @return a new token
     */
    public DelegationToken expiringAt(long newExpiryMs) {
        return new DelegationToken(id, owner, requester, renewers, issueMs, newExpiryMs, maxMs);
    }

    /**
     * The secret of a token, which only its holder and brokers with the same key know.
     *
     * @param key what all brokers share; not empty
     * @param id id of the token
     * @return HMAC-SHA-512 of the id; its Base64 form is the password of the token in SCRAM
     */
    public static byte[] hmac(String key, String id) {
        return ScramKeys.mac(
                ScramMechanism.SHA_512, key.getBytes(StandardCharsets.UTF_8), id.getBytes(StandardCharsets.UTF_8));
    }
}
