package gossip.api.broker;

import gossip.api.security.Principal;

/**
 * Who sends a request, and how it came.
 *
 * @param principal who
 * @param clientId what the client calls itself; may be empty
 * @param clientHost address of the client
 * @param listener name of the listener
 * @param proof how the client proved who it is
 */
public record RequestContext(Principal principal, String clientId, String clientHost, String listener, Proof proof) {
    /** The broker itself. */
    public static final RequestContext INTERNAL =
            new RequestContext(Principal.BROKER, "gossip", "internal", "internal");

    /**
     * A client that proved nothing.
     *
     * @param principal who
     * @param clientId what the client calls itself; may be empty
     * @param clientHost address of the client
     * @param listener name of the listener
     */
    public RequestContext(Principal principal, String clientId, String clientHost, String listener) {
        this(principal, clientId, clientHost, listener, Proof.NONE);
    }

    /** How a client proved who it is. */
    public enum Proof {
        /** Not at all. */
        NONE,
        /** By the certificate of its TLS connection. */
        CERTIFICATE,
        /** By a SASL exchange. */
        SASL,
        /** By a SASL exchange with a delegation token, which does not allow to get further tokens (KIP-48). */
        TOKEN
    }
}
