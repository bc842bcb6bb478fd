package gossip.plugins.security;

import gossip.tck.AuthenticatorContract.Client;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.scram.ScramExtensionsCallback;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.apache.kafka.common.security.scram.internals.ScramSaslClient;

/** The client of Kafka's own library. */
final class KafkaScramClient implements Client {
    private final ScramSaslClient client;

    KafkaScramClient(String mechanism, String user, String password, boolean isToken) throws Exception {
        client = new ScramSaslClient(ScramMechanism.forMechanismName(mechanism), callbacks -> {
            for (Callback callback : callbacks) {
                fill(callback, user, password, isToken);
            }
        });
    }

    private static void fill(Callback callback, String user, String password, boolean isToken)
            throws UnsupportedCallbackException {
        switch (callback) {
            case NameCallback name -> name.setName(user);
            case PasswordCallback secret -> secret.setPassword(password.toCharArray());
            case ScramExtensionsCallback extensions ->
                extensions.extensions(isToken ? Map.of("tokenauth", "true") : Map.of());
            case SaslExtensionsCallback ignored -> {}
            default -> throw new UnsupportedCallbackException(callback);
        }
    }

    @Override
    public byte[] answer(byte[] challenge) throws Exception {
        return client.evaluateChallenge(challenge);
    }

    /** The server has proved that it knows the user too. */
    boolean isContent(byte[] serverFinal) throws Exception {
        client.evaluateChallenge(serverFinal);
        return client.isComplete();
    }
}
