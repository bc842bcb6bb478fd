package gossip.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.RequestContext;
import gossip.api.security.Authenticator;
import gossip.api.security.Authenticator.Exchange;
import gossip.api.security.Authenticator.Identity;
import gossip.api.security.Authenticator.Step;
import gossip.api.security.Principal;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Authenticator} has to do. */
public abstract class AuthenticatorContract {
    private static final RequestContext STRANGER = new RequestContext(Principal.ANONYMOUS, "c", "127.0.0.1", "kafka");
    private static final int MOST_STEPS = 10;

    private Authenticator authenticator;

    /** Called by subclasses. */
    protected AuthenticatorContract() {}

    /**
     * Opens an authenticator that knows of {@link #known}.
     *
     * @return not started
     * @throws Exception if that fails
     */
    protected abstract Authenticator openAuthenticator() throws Exception;

    /**
     * Who can prove who it is.
     *
     * @return a principal
     */
    protected abstract Principal known();

    /**
     * Plays a client.
     *
     * @param isRight whether it is {@link #known}, or tries to be it with a wrong secret
     * @return a new client
     * @throws Exception if that fails
     */
    protected abstract Client client(boolean isRight) throws Exception;

    /** One side of an exchange. */
    @FunctionalInterface
    public interface Client {
        /**
         * Takes what the server says.
         *
         * @param challenge empty at first
         * @return what the client says
         * @throws Exception if the client does not go on
         */
        byte[] answer(byte[] challenge) throws Exception;
    }

    @BeforeEach
    final void open() throws Exception {
        authenticator = openAuthenticator();
        authenticator.start();
    }

    @Test
    void clientThatIsRightIsWhoItSays() throws Exception {
        assertThat(prove(authenticator.begin(STRANGER), client(true)).principal())
                .isEqualTo(known());
    }

    @Test
    void clientThatIsWrongIsRefused() throws Exception {
        Exchange exchange = authenticator.begin(STRANGER);
        Client client = client(false);
        Throwable refusal = catchThrowable(() -> prove(exchange, client));
        assertRefused(refusal);
    }

    @Test
    void exchangesDoNotDisturbEachOther() throws Exception {
        Exchange first = authenticator.begin(STRANGER);
        Client client = client(true);
        Step step = first.evaluate(ByteBuffer.wrap(client.answer(new byte[0])));
        assertRefused(catchThrowable(() -> prove(authenticator.begin(STRANGER), client(false))));
        assertThat(prove(authenticator.begin(STRANGER), client(true)).principal())
                .isEqualTo(known());
        assertThat(goOn(first, client, step).principal()).isEqualTo(known());
    }

    @Test
    void noiseIsRefused() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            Exchange exchange = authenticator.begin(STRANGER);
            assertRefused(catchThrowable(() -> {
                exchange.evaluate(ByteBuffer.wrap(noise));
                exchange.evaluate(ByteBuffer.wrap(noise));
            }));
        }
    }

    @Test
    void messageIsTakenFromPositionToLimit() throws Exception {
        Client client = client(true);
        Client shifting = challenge -> {
            byte[] message = client.answer(challenge);
            byte[] shifted = new byte[message.length + 5];
            System.arraycopy(message, 0, shifted, 3, message.length);
            return shifted;
        };
        Exchange exchange = authenticator.begin(STRANGER);
        Step step = exchange.evaluate(inner(shifting.answer(new byte[0])));
        for (int i = 0; i < MOST_STEPS && step instanceof Step.Challenge; i++) {
            step = exchange.evaluate(inner(shifting.answer(bytes(step.answer()))));
        }
        assertThat(step).isInstanceOf(Step.Accepted.class);
    }

    private static ByteBuffer inner(byte[] shifted) {
        return ByteBuffer.wrap(shifted, 3, shifted.length - 5);
    }

    private static Identity prove(Exchange exchange, Client client) throws Exception {
        return goOn(exchange, client, exchange.evaluate(ByteBuffer.wrap(client.answer(new byte[0]))));
    }

    private static Identity goOn(Exchange exchange, Client client, Step begun) throws Exception {
        Step step = begun;
        for (int i = 0; i < MOST_STEPS; i++) {
            if (step instanceof Step.Accepted accepted) {
                return accepted.identity();
            }
            step = exchange.evaluate(ByteBuffer.wrap(client.answer(bytes(step.answer()))));
        }
        throw new AssertionError("the exchange does not come to an end");
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static void assertRefused(Throwable refusal) {
        assertThat(refusal)
                .isInstanceOfSatisfying(
                        BrokerException.class,
                        known -> assertThat(known.code()).isEqualTo(ErrorCode.SASL_AUTHENTICATION_FAILED));
    }
}
