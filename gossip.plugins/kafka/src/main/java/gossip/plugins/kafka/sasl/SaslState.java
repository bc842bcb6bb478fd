package gossip.plugins.kafka.sasl;

import gossip.api.security.Authenticator.Exchange;
import gossip.api.security.Principal;
import java.util.Optional;

/** How far a client has come. */
sealed interface SaslState {
    /** It has not said how it wants to prove who it is. */
    record Unknown() implements SaslState {}

    /**
     * It is proving who it is.
     *
     * @param mechanism how
     * @param exchange what has been said
     * @param isRaw whether its messages come without headers, as after version 0 of SaslHandshake
     * @param before who it was, if it does so again
     */
    record Proving(String mechanism, Exchange exchange, boolean isRaw, Optional<Proved> before) implements SaslState {}

    /**
     * It has proved who it is.
     *
     * @param mechanism how
     * @param principal who
     * @param expiryNanos when it has to do so again, in terms of {@link System#nanoTime}; empty for never
     */
    record Proved(String mechanism, Principal principal, Optional<Long> expiryNanos) implements SaslState {}

    /** It could not, and is going to be told so. */
    record Failed() implements SaslState {}
}
