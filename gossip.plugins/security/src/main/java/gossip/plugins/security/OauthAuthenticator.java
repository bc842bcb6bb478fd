package gossip.plugins.security;

import gossip.api.BrokerException;
import gossip.api.broker.RequestContext;
import gossip.api.broker.RequestContext.Proof;
import gossip.api.security.Authenticator;
import gossip.api.security.Principal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** OAUTHBEARER (RFC 7628, KIP-768): a token that somebody who is trusted has signed. */
final class OauthAuthenticator implements Authenticator {
    static final String MECHANISM = "OAUTHBEARER";

    private final Tokens tokens;

    OauthAuthenticator(OauthSettings settings, InstantSource clock) {
        this.tokens = new Tokens(settings, clock);
    }

    @Override
    public String mechanism() {
        return MECHANISM;
    }

    @Override
    public void start() {
        tokens.check();
    }

    @Override
    public Exchange begin(RequestContext context) {
        return new OauthExchange(tokens);
    }

    /** One client's exchange. Used by one thread at a time. */
    private static final class OauthExchange implements Exchange {
        private static final ByteBuffer INVALID =
                StandardCharsets.UTF_8.encode("{\"status\":\"invalid_token\"}").asReadOnlyBuffer();

        private final Tokens tokens;
        private @Nullable BrokerException refusal;

        OauthExchange(Tokens tokens) {
            this.tokens = tokens;
        }

        @Override
        public Step evaluate(ByteBuffer message) {
            BrokerException earlier = refusal;
            if (earlier != null) {
                // the client has taken note of it, as the mechanism wants
                throw earlier;
            }
            OauthMessage first =
                    OauthMessage.parse(StandardCharsets.UTF_8.decode(message).toString());
            try {
                return accept(first, tokens.verify(first.token()));
            } catch (BrokerException e) {
                refusal = e;
                return new Step.Challenge(INVALID.duplicate());
            }
        }

        private static Step accept(OauthMessage first, Tokens.Verified token) {
            if (!first.actor().isEmpty() && !first.actor().equals(token.user())) {
                throw Failures.malformed(MECHANISM, "the token is not of the user that is named");
            }
            Principal principal = new Principal("User", token.user());
            return new Step.Accepted(
                    ByteBuffer.allocate(0), new Identity(principal, Proof.SASL, Optional.of(token.expiry())));
        }
    }
}
