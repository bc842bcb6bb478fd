package gossip.api.network;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Which machines a listener serves. */
public enum PeerPolicy {
    /** All. */
    ANYBODY,
    /** This one only: whoever came from elsewhere could not be told from a stranger. */
    THIS_MACHINE;

    /**
     * The policy of a listener.
     *
     * @param config what it asks of clients
     * @param bound where it is bound
     * @param allowsAnonymous whether the operator wants strangers to be served
     * @return {@link #THIS_MACHINE} for one that is bound beyond this machine and asks nobody who they are
     */
    public static PeerPolicy of(ListenerConfig config, InetSocketAddress bound, boolean allowsAnonymous) {
        boolean isReachable = !bound.getAddress().isLoopbackAddress();
        return isReachable && !config.isAuthenticated() && !allowsAnonymous ? THIS_MACHINE : ANYBODY;
    }

    /**
     * Whether a machine is served.
     *
     * @param peer its address
     * @return true if so
     */
    public boolean serves(InetAddress peer) {
        return this == ANYBODY || peer.isLoopbackAddress();
    }

    /**
     * What the operator should know about a listener.
     *
     * @param config what it asks of clients
     * @param bound where it is bound
     * @return one sentence to be logged as a warning; empty if there is nothing to say
     */
    public Optional<String> warning(ListenerConfig config, InetSocketAddress bound) {
        String place = "listener " + config.name() + " at " + config.address().bind();
        boolean isReachable = !bound.getAddress().isLoopbackAddress();
        if (this == THIS_MACHINE) {
            return Optional.of(place + " asks nobody who they are, so it serves clients of this machine only;"
                    + " security.md says how to let others in");
        }
        if (isReachable && config.protocol() == Protocol.SASL_PLAINTEXT) {
            return Optional.of(place
                    + " does not encrypt: whoever is on the way can read everything, passwords of PLAIN" + " among it");
        }
        if (isReachable && !config.isAuthenticated()) {
            return Optional.of(
                    place + " serves everybody who can reach it, and whoever that is may do whatever the ACLs, if"
                            + " there are any, allow User:ANONYMOUS: read, write and delete all topics without them"
                            + " (security.allow_anonymous is true)");
        }
        return Optional.empty();
    }
}
