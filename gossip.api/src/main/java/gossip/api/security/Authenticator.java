package gossip.api.security;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Finds out who a client is, by one SASL mechanism (RFC 4422). Thread-safe. */
public interface Authenticator {
    /**
     * Name of the mechanism.
     *
     * @return such as {@code PLAIN}
     */
    String mechanism();

    /**
     * Begins an exchange for one connection.
     *
     * @return not thread-safe
     */
    Exchange begin();

    /** One client's exchange. */
    interface Exchange {
        /**
         * Takes the client's message.
         *
         * @param message valid during the call
         * @return what to send back; may be empty
         * @throws gossip.api.BrokerException SASL_AUTHENTICATION_FAILED if the client is not who it says
         */
        ByteBuffer evaluate(ByteBuffer message);

        /**
         * Who the client is.
         *
         * @return empty until the exchange is complete
         */
        Optional<Principal> principal();
    }
}
