package gossip.plugins.simulation;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.RequestContext;
import gossip.api.broker.RequestContext.Proof;
import gossip.api.security.Authenticator;
import gossip.api.security.Principal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Believes who says a user's name and password, with a colon between. Thread-safe. */
public final class MemoryAuthenticator implements Authenticator {
    private final String mechanism;
    private final Map<String, String> passwords;

    /**
     * Creates an authenticator.
     *
     * @param mechanism what it is called
     * @param passwords of users, by name
     */
    public MemoryAuthenticator(String mechanism, Map<String, String> passwords) {
        this.mechanism = mechanism;
        this.passwords = Map.copyOf(passwords);
    }

    @Override
    public String mechanism() {
        return mechanism;
    }

    @Override
    public Exchange begin(RequestContext context) {
        return this::evaluate;
    }

    private Step evaluate(ByteBuffer message) {
        String text = StandardCharsets.UTF_8.decode(message).toString();
        int colon = text.indexOf(':');
        String user = colon < 0 ? text : text.substring(0, colon);
        if (colon < 0 || !text.substring(colon + 1).equals(passwords.get(user))) {
            throw new BrokerException(ErrorCode.SASL_AUTHENTICATION_FAILED, "authentication failed");
        }
        Identity identity = new Identity(new Principal("User", user), Proof.SASL, Optional.empty());
        return new Step.Accepted(ByteBuffer.allocate(0), identity);
    }
}
