package gossip.plugins.security;

import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.SecurityImage;
import gossip.api.security.DelegationToken;
import gossip.api.security.ScramKeys;
import gossip.api.security.ScramMechanism;
import gossip.api.security.UserCredential;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What users and delegation tokens are verified with. Whoever does not exist has a credential too, always the same and one that
 * no password fits, so that an exchange does not show who exists. It is hashed as often as most are. Thread-safe.
 */
final class StoredCredentials {
    private static final int MOST_DERIVED = 10_000;
    private static final int SALT_BITS = 130;

    private final MetadataStore metadata;
    private final String tokenKey;
    private final InstantSource clock;
    private final byte[] secret = new byte[32];
    /** Of tokens, because deriving one takes milliseconds. */
    private final Map<UserCredential.Key, UserCredential> derived = new ConcurrentHashMap<>();

    private volatile Usual usual = new Usual(SecurityImage.EMPTY, UserCredential.MIN_ITERATIONS);

    StoredCredentials(MetadataStore metadata, String tokenKey, InstantSource clock) {
        this.metadata = metadata;
        this.tokenKey = tokenKey;
        this.clock = clock;
        new SecureRandom().nextBytes(secret);
    }

    Optional<UserCredential> ofUser(UserCredential.Key key) {
        return metadata.image().security().credential(key);
    }

    /** A token that can be used now. */
    Optional<DelegationToken> token(String id) {
        return tokenKey.isEmpty()
                ? Optional.empty()
                : metadata.image().security().token(id).filter(token -> !token.isExpired(clock.millis()));
    }

    /** What a token's secret is verified with. */
    UserCredential ofToken(DelegationToken token, ScramMechanism mechanism) {
        UserCredential.Key key = new UserCredential.Key(token.id(), mechanism);
        UserCredential present = derived.get(key);
        if (present != null) {
            return present;
        }
        if (derived.size() >= MOST_DERIVED) {
            derived.clear();
        }
        String password = Base64.getEncoder().encodeToString(DelegationToken.hmac(tokenKey, token.id()));
        UserCredential fresh = ScramKeys.credential(key, password, salt(token.id()), UserCredential.MIN_ITERATIONS);
        derived.put(key, fresh);
        return fresh;
    }

    /** The credential of somebody who does not exist. */
    UserCredential ofNobody(UserCredential.Key key) {
        byte[] noKey = ScramKeys.mac(key.mechanism(), secret, bytes("key " + key.user()));
        return new UserCredential(key, salt(key.user()), noKey, noKey, usualIterations());
    }

    /** Counted again only after a change of somebody's credentials, or of what else the image has. */
    private int usualIterations() {
        SecurityImage image = metadata.image().security();
        Usual present = usual;
        if (present.image() != image) {
            present = Usual.of(image);
            usual = present;
        }
        return present.iterations();
    }

    /** Looks like the salts that Kafka's tools make, and is the same each time. */
    private byte[] salt(String user) {
        byte[] hash = ScramKeys.mac(ScramMechanism.SHA_512, secret, bytes("salt " + user));
        BigInteger number = new BigInteger(1, hash).mod(BigInteger.ONE.shiftLeft(SALT_BITS));
        return bytes(number.toString(Character.MAX_RADIX));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * How often most passwords are hashed.
     *
     * @param image whose
     * @param iterations of several that are as frequent the least
     */
    private record Usual(SecurityImage image, int iterations) {
        static Usual of(SecurityImage image) {
            Map<Integer, Integer> counts = new TreeMap<>();
            image.credentials().forEach(credential -> counts.merge(credential.iterations(), 1, Integer::sum));
            int most = UserCredential.MIN_ITERATIONS;
            for (Map.Entry<Integer, Integer> entry : counts.entrySet()) {
                if (entry.getValue() > counts.getOrDefault(most, 0)) {
                    most = entry.getKey();
                }
            }
            return new Usual(image, most);
        }
    }
}
