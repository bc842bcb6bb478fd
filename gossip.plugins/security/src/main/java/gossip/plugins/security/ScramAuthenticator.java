package gossip.plugins.security;

import gossip.api.broker.RequestContext;
import gossip.api.security.Authenticator;
import gossip.api.security.ScramMechanism;

/** SCRAM (RFC 5802, RFC 7677), for users and for delegation tokens (KIP-48). */
final class ScramAuthenticator implements Authenticator {
    private final ScramMechanism mechanism;
    private final StoredCredentials credentials;

    ScramAuthenticator(ScramMechanism mechanism, StoredCredentials credentials) {
        this.mechanism = mechanism;
        this.credentials = credentials;
    }

    @Override
    public String mechanism() {
        return mechanism.mechanism();
    }

    @Override
    public Exchange begin(RequestContext context) {
        return new ScramExchange(mechanism, credentials);
    }
}
