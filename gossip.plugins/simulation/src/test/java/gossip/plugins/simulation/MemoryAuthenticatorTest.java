package gossip.plugins.simulation;

import gossip.api.security.Authenticator;
import gossip.api.security.Principal;
import gossip.tck.AuthenticatorContract;
import java.nio.charset.StandardCharsets;
import java.util.Map;

class MemoryAuthenticatorTest extends AuthenticatorContract {
    @Override
    protected Authenticator openAuthenticator() {
        return new MemoryAuthenticator("MEMORY", Map.of("alice", "secret"));
    }

    @Override
    protected Principal known() {
        return new Principal("User", "alice");
    }

    @Override
    protected Client client(boolean isRight) {
        return challenge -> ("alice:" + (isRight ? "secret" : "guess")).getBytes(StandardCharsets.UTF_8);
    }
}
