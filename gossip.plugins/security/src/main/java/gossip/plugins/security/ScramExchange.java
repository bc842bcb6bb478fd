package gossip.plugins.security;

import gossip.api.broker.RequestContext.Proof;
import gossip.api.security.Authenticator.Exchange;
import gossip.api.security.Authenticator.Identity;
import gossip.api.security.Authenticator.Step;
import gossip.api.security.DelegationToken;
import gossip.api.security.Principal;
import gossip.api.security.ScramKeys;
import gossip.api.security.ScramMechanism;
import gossip.api.security.UserCredential;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One exchange of SCRAM, seen from the server. Used by one thread at a time. */
final class ScramExchange implements Exchange {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_BYTES = 18;

    private final ScramMechanism mechanism;
    private final StoredCredentials credentials;
    private @Nullable Challenged challenged;

    ScramExchange(ScramMechanism mechanism, StoredCredentials credentials) {
        this.mechanism = mechanism;
        this.credentials = credentials;
    }

    @Override
    public Step evaluate(ByteBuffer message) {
        String text = StandardCharsets.UTF_8.decode(message).toString();
        Challenged present = challenged;
        if (present == null) {
            return challenge(ScramMessage.first(mechanism.mechanism(), text));
        }
        return verify(present, ScramMessage.last(mechanism.mechanism(), text));
    }

    private Step challenge(ScramMessage.First first) {
        if (!first.actor().isEmpty() && !first.actor().equals(first.name())) {
            throw Failures.malformed(mechanism.mechanism(), "nobody may act for another user");
        }
        byte[] random = new byte[NONCE_BYTES];
        RANDOM.nextBytes(random);
        String nonce = first.nonce() + Base64.getEncoder().encodeToString(random);
        Claim claim = claim(first);
        UserCredential credential = claim.credential();
        String serverFirst = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(credential.salt()) + ",i="
                + credential.iterations();
        challenged = new Challenged(first, serverFirst, nonce, claim);
        return new Step.Challenge(bytes(serverFirst));
    }

    private Claim claim(ScramMessage.First first) {
        UserCredential.Key key = new UserCredential.Key(first.name(), mechanism);
        if (Boolean.parseBoolean(first.extensions().getOrDefault("tokenauth", "false"))) {
            Optional<DelegationToken> token = credentials.token(first.name());
            return token.isPresent()
                    ? new Claim(credentials.ofToken(token.get(), mechanism), identity(token.get()))
                    : new Claim(credentials.ofNobody(key), Optional.empty());
        }
        return credentials
                .ofUser(key)
                .map(credential -> new Claim(credential, Optional.of(identity(first.name()))))
                .orElseGet(() -> new Claim(credentials.ofNobody(key), Optional.empty()));
    }

    private static Identity identity(String user) {
        return new Identity(new Principal("User", user), Proof.SASL, Optional.empty());
    }

    private static Optional<Identity> identity(DelegationToken token) {
        Instant expiry = Instant.ofEpochMilli(token.expiryMs());
        return Optional.of(new Identity(token.owner(), Proof.TOKEN, Optional.of(expiry)));
    }

    private Step verify(Challenged present, ScramMessage.Last last) {
        // librdkafka up to 2.6 repeats its own nonce before that of both sides; Kafka does not mind either
        if (!last.nonce().endsWith(present.nonce())) {
            throw Failures.malformed(mechanism.mechanism(), "the nonce is another one");
        }
        if (!last.header().equals(present.first().header())) {
            throw Failures.malformed(mechanism.mechanism(), "the channel binding is another one");
        }
        UserCredential credential = present.claim().credential();
        byte[] signed = (present.first().bare() + "," + present.serverFirst() + "," + last.withoutProof())
                .getBytes(StandardCharsets.UTF_8);
        byte[] clientSignature = ScramKeys.mac(mechanism, credential.storedKey(), signed);
        byte[] clientKey = xor(clientSignature, last.proof());
        boolean isProved = MessageDigest.isEqual(ScramKeys.hash(mechanism, clientKey), credential.storedKey());
        byte[] serverSignature = ScramKeys.mac(mechanism, credential.serverKey(), signed);
        Optional<Identity> identity = present.claim().identity();
        if (!isProved || identity.isEmpty()) {
            throw Failures.wrong(mechanism.mechanism());
        }
        String serverFinal = "v=" + Base64.getEncoder().encodeToString(serverSignature);
        return new Step.Accepted(bytes(serverFinal), identity.get());
    }

    /** A proof of another length cannot be right. */
    private static byte[] xor(byte[] signature, byte[] proof) {
        byte[] key = signature.clone();
        for (int i = 0; i < key.length && i < proof.length; i++) {
            key[i] ^= proof[i];
        }
        return proof.length == key.length ? key : new byte[key.length];
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Whom the client says it is.
     *
     * @param credential what that is verified with
     * @param identity empty if there is no such user or token
     */
    private record Claim(UserCredential credential, Optional<Identity> identity) {}

    /**
     * What has been said so far.
     *
     * @param first by the client
     * @param serverFirst by the server
     * @param nonce of both sides
     * @param claim whom the client says it is
     */
    private record Challenged(ScramMessage.First first, String serverFirst, String nonce, Claim claim) {}
}
