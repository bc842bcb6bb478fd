package gossip.api.broker;

import gossip.api.security.Principal;

/**
 * Who sends a request, and how it came.
 *
 * @param principal who
 * @param clientId what the client calls itself; may be empty
 * @param clientHost address of the client
 * @param listener name of the listener
 */
public record RequestContext(Principal principal, String clientId, String clientHost, String listener) {
    /** The broker itself. */
    public static final RequestContext INTERNAL =
            new RequestContext(Principal.BROKER, "gossip", "internal", "internal");
}
