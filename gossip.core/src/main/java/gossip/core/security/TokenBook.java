package gossip.core.security;

import gossip.api.metadata.SecurityImage;
import gossip.api.security.DelegationToken;
import gossip.api.security.Principal;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The secrets of the stored tokens, and who asked for them. Secrets are computed by the thread that changes the metadata, before
 * the change is acknowledged, so that who shows a secret waits for none. Thread-safe.
 */
final class TokenBook {
    /** What HMAC-SHA-512 gives. */
    private static final int SECRET_BYTES = 64;

    private final String key;
    private final Map<String, byte[]> secrets = new ConcurrentHashMap<>();
    private final Map<ByteBuffer, String> ids = new ConcurrentHashMap<>();
    private final Map<Principal, Set<String>> byRequester = new ConcurrentHashMap<>();

    /** With the key that all brokers share; notes nothing if it is empty. */
    TokenBook(String key) {
        this.key = key;
    }

    /** Called for one change after the other. */
    void changed(SecurityImage before, SecurityImage after) {
        if (key.isEmpty()) {
            return;
        }
        before.tokensNotIn(after)
                .filter(token -> after.token(token.id()).isEmpty())
                .forEach(this::forget);
        after.tokensNotIn(before)
                .filter(token -> !secrets.containsKey(token.id()))
                .forEach(this::note);
    }

    private void note(DelegationToken token) {
        byte[] secret = DelegationToken.hmac(key, token.id());
        secrets.put(token.id(), secret);
        ids.put(ByteBuffer.wrap(secret), token.id());
        byRequester
                .computeIfAbsent(token.requester(), missing -> ConcurrentHashMap.newKeySet())
                .add(token.id());
    }

    private void forget(DelegationToken token) {
        byte[] secret = secrets.remove(token.id());
        if (secret != null) {
            ids.remove(ByteBuffer.wrap(secret));
        }
        byRequester.computeIfPresent(token.requester(), (requester, present) -> {
            present.remove(token.id());
            return present.isEmpty() ? null : present;
        });
    }

    /** Not to be changed. */
    byte[] secret(DelegationToken token) {
        byte[] present = secrets.get(token.id());
        return present != null ? present : DelegationToken.hmac(key, token.id());
    }

    /** The id of the token that has a secret. */
    Optional<String> find(ByteBuffer secret) {
        return secret.remaining() == SECRET_BYTES ? Optional.ofNullable(ids.get(secret)) : Optional.empty();
    }

    /** Ids of the tokens that somebody asked for. */
    Set<String> of(Principal requester) {
        return byRequester.getOrDefault(requester, Set.of());
    }
}
