package gossip.api.security;

/**
 * Who a client is.
 *
 * @param type {@code User} for all that Gossip itself makes
 * @param name name within the type
 */
public record Principal(String type, String name) {
    /** A client that did not say who it is. */
    public static final Principal ANONYMOUS = new Principal("User", "ANONYMOUS");
    /** The broker itself, which may do everything. */
    public static final Principal BROKER = new Principal("Internal", "broker");

    @Override
    public String toString() {
        return type + ":" + name;
    }
}
