package gossip.plugins.security;

import gossip.api.security.Authenticator;
import gossip.api.security.Principal;
import gossip.api.security.ScramMechanism;
import gossip.tck.AuthenticatorContract;

class ScramAuthenticatorTest extends AuthenticatorContract {
    @Override
    protected Authenticator openAuthenticator() {
        Accounts accounts = new Accounts().user("alice", ScramMechanism.SHA_256, "secret", 4096);
        return new ScramAuthenticator(ScramMechanism.SHA_256, accounts.credentials());
    }

    @Override
    protected Principal known() {
        return new Principal("User", "alice");
    }

    @Override
    protected Client client(boolean isRight) throws Exception {
        return new KafkaScramClient("SCRAM-SHA-256", "alice", isRight ? "secret" : "guess", false);
    }
}
