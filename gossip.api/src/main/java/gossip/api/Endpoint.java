package gossip.api;

/**
 * A place where a listener accepts connections.
 *
 * @param listener name of the listener, for example {@code kafka}
 * @param host name or address for clients to connect to
 * @param port TCP port
 */
public record Endpoint(String listener, String host, int port) {
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
