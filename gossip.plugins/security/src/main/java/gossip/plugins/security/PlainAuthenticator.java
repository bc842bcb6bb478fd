package gossip.plugins.security;

import gossip.api.broker.RequestContext;
import gossip.api.broker.RequestContext.Proof;
import gossip.api.security.Authenticator;
import gossip.api.security.Principal;
import gossip.api.security.ScramKeys;
import gossip.api.security.ScramMechanism;
import gossip.api.security.UserCredential;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * PLAIN (RFC 4616): name and password as they are. The password is verified with the SCRAM credentials of the user, of
 * whichever mechanism; both are tried, always, so that the time does not tell which there are.
 */
final class PlainAuthenticator implements Authenticator {
    static final String MECHANISM = "PLAIN";

    private static final int PARTS = 3;

    private final StoredCredentials credentials;

    PlainAuthenticator(StoredCredentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public String mechanism() {
        return MECHANISM;
    }

    @Override
    public Exchange begin(RequestContext context) {
        return this::evaluate;
    }

    private Step evaluate(ByteBuffer message) {
        String[] parts = StandardCharsets.UTF_8.decode(message).toString().split("\0", PARTS + 1);
        if (parts.length != PARTS) {
            throw Failures.malformed(MECHANISM, "expected three parts");
        }
        String user = parts[1];
        String password = parts[2];
        if (user.isEmpty() || password.isEmpty()) {
            throw Failures.malformed(MECHANISM, "name or password are empty");
        }
        boolean actsForAnother = !parts[0].isEmpty() && !parts[0].equals(user);
        if (!isPasswordOf(user, password) || actsForAnother) {
            throw Failures.wrongPassword();
        }
        Identity identity = new Identity(new Principal("User", user), Proof.SASL, Optional.empty());
        return new Step.Accepted(ByteBuffer.allocate(0), identity);
    }

    private boolean isPasswordOf(String user, String password) {
        boolean fits = false;
        for (ScramMechanism mechanism : ScramMechanism.values()) {
            UserCredential.Key key = new UserCredential.Key(user, mechanism);
            UserCredential stored = credentials.ofUser(key).orElseGet(() -> credentials.ofNobody(key));
            UserCredential given = ScramKeys.credential(key, password, stored.salt(), stored.iterations());
            fits |= MessageDigest.isEqual(given.storedKey(), stored.storedKey());
        }
        return fits;
    }
}
