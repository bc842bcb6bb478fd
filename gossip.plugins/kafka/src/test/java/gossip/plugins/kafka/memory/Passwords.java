package gossip.plugins.kafka.memory;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.RequestContext;
import gossip.api.broker.RequestContext.Proof;
import gossip.api.security.Authenticator;
import gossip.api.security.Principal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** PLAIN, where the password of everybody is "secret"; a message of "more" is answered with "go on", and "deep" overflows the stack. */
public final class Passwords implements Authenticator {
    @Override
    public String mechanism() {
        return "PLAIN";
    }

    public static byte[] message(String user, String password) {
        return ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Exchange begin(RequestContext context) {
        return Passwords::evaluate;
    }

    private static Step evaluate(ByteBuffer message) {
        String text = StandardCharsets.UTF_8.decode(message).toString();
        if (text.equals("more")) {
            return new Step.Challenge(StandardCharsets.UTF_8.encode("go on"));
        }
        if (text.equals("deep")) {
            throw new StackOverflowError();
        }
        String[] parts = text.split("\0", -1);
        if (parts.length != 3 || !parts[2].equals("secret")) {
            throw new BrokerException(ErrorCode.SASL_AUTHENTICATION_FAILED, "wrong");
        }
        Identity identity = new Identity(new Principal("User", parts[1]), Proof.SASL, Optional.empty());
        return new Step.Accepted(ByteBuffer.allocate(0), identity);
    }
}
