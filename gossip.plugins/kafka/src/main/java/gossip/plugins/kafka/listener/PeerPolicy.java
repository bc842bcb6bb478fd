package gossip.plugins.kafka.listener;

import java.net.InetAddress;
import java.net.InetSocketAddress;

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
}
