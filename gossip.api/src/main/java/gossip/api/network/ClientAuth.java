package gossip.api.network;

/** Whether clients have to show a certificate. */
public enum ClientAuth {
    /** They are not asked for one. */
    NONE,
    /** They may show one. */
    REQUESTED,
    /** Without one they do not get in. */
    REQUIRED
}
