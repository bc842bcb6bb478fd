package gossip.api.security;

import gossip.api.broker.RequestContext;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds out who a client is, by one SASL mechanism (RFC 4422). Thread-safe. Created only if a listener uses SASL; must
 * not fail then.
 */
public interface Authenticator {
    /**
     * Name of the mechanism.
     *
     * @return such as {@code PLAIN}
     */
    String mechanism();

    /**
     * Gets ready. Called before {@link #begin}, once for each listener that uses the mechanism.
     *
     * @throws IllegalArgumentException if a setting that it needs is missing; the message names it
     */
    default void start() {
        // most have nothing to do
    }

    /**
     * Begins an exchange for one connection. Called by network threads: must be quick and must not block.
     *
     * @param context where the client comes from; its principal is not known yet
     * @return used by one thread at a time
     */
    Exchange begin(RequestContext context);

    /** One client's exchange. */
    @FunctionalInterface
    interface Exchange {
        /**
         * Takes the client's next message. Called by threads that are there for this: may take its time, and may block for as
         * long as a client can be kept waiting. Takes the same time whether a user exists or not.
         *
         * @param message from position to limit; valid during the call
         * @return what to do
         * @throws gossip.api.BrokerException SASL_AUTHENTICATION_FAILED if the client is not who it says; the message is
         *     sent to it and must not tell whether there is such a user
         */
        Step evaluate(ByteBuffer message);
    }

    /** What to do after a message. */
    sealed interface Step {
        /**
         * What to send to the client.
         *
         * @return may be empty
         */
        ByteBuffer answer();

        /**
         * The client has to say more.
         *
         * @param answer what to send to it; may be empty
         */
        record Challenge(ByteBuffer answer) implements Step {}

        /**
         * The client is who it says.
         *
         * @param answer what to send to it; may be empty
         * @param identity who it is
         */
        record Accepted(ByteBuffer answer, Identity identity) implements Step {}
    }

    /**
     * Who a client has proved to be.
     *
     * @param principal who
     * @param proof {@code SASL} or {@code TOKEN}
     * @param expiry when it has to prove so again, whatever the broker's own limit; empty if that need not be
     */
    record Identity(Principal principal, RequestContext.Proof proof, Optional<Instant> expiry) {
        /** Refuses null. */
        public Identity {
            Objects.requireNonNull(principal, "principal");
            Objects.requireNonNull(proof, "proof");
            Objects.requireNonNull(expiry, "expiry");
        }
    }
}
