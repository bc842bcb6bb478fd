package gossip.plugins.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.BrokerException;
import gossip.api.broker.RequestContext;
import gossip.api.security.Authenticator;
import gossip.api.security.Authenticator.Step;
import gossip.api.security.Principal;
import gossip.api.security.ScramMechanism;
import gossip.tck.AuthenticatorContract;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PlainAuthenticatorTest extends AuthenticatorContract {
    @Override
    protected Authenticator openAuthenticator() {
        Accounts accounts = new Accounts()
                .user("alice", ScramMechanism.SHA_256, "secret", 4096)
                .user("bob", ScramMechanism.SHA_512, "geheim", 8192);
        return new PlainAuthenticator(accounts.credentials());
    }

    @Override
    protected Principal known() {
        return new Principal("User", "alice");
    }

    @Override
    protected Client client(boolean isRight) {
        return challenge -> message("", "alice", isRight ? "secret" : "guess");
    }

    private static byte[] message(String actor, String user, String password) {
        return (actor + "\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
    }

    private Step evaluate(byte[] message) {
        RequestContext stranger = new RequestContext(Principal.ANONYMOUS, "c", "127.0.0.1", "kafka");
        return openAuthenticator().begin(stranger).evaluate(ByteBuffer.wrap(message));
    }

    @Test
    void credentialOfEitherMechanismWillDo() {
        assertThat(evaluate(message("bob", "bob", "geheim"))).isInstanceOf(Step.Accepted.class);
    }

    @Test
    void whoDoesNotExistHearsTheSameAsWhoIsWrong() {
        String wrong = refusal(message("", "alice", "x"));
        assertThat(refusal(message("", "nobody", "x"))).isEqualTo(wrong);
        assertThat(refusal(message("bob", "alice", "secret"))).isEqualTo(wrong);
    }

    private String refusal(byte[] message) {
        try {
            evaluate(message);
            return "accepted";
        } catch (BrokerException e) {
            return e.getMessage();
        }
    }

    @Test
    void emptyPasswordIsNone() {
        assertThatThrownBy(() -> evaluate(message("", "alice", ""))).isInstanceOf(BrokerException.class);
        assertThatThrownBy(() -> evaluate(message("", "", "secret"))).isInstanceOf(BrokerException.class);
    }
}
