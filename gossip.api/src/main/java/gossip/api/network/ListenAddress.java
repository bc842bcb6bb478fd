package gossip.api.network;

import gossip.api.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where the server listens, and what it tells clients.
 *
 * @param bind address to bind
 * @param advertised what the configuration says that clients are told; may be empty
 */
public record ListenAddress(HostAndPort bind, String advertised) {
    /**
     * The address to bind.
     *
     * @return resolved
     * @throws IOException if there is no such host
     */
    public InetSocketAddress socketAddress() throws IOException {
        return new InetSocketAddress(InetAddress.getByName(bind.host()), bind.port());
    }

    /**
     * What clients are told, once the port is known.
     *
     * @param listener name of the listener
     * @param bound where it is bound
     * @return the endpoint
     * @throws IOException if the name of this machine cannot be found out
     */
    public Endpoint endpoint(String listener, InetSocketAddress bound) throws IOException {
        if (!advertised.isEmpty()) {
            HostAndPort told = HostAndPort.parse(advertised);
            return new Endpoint(listener, told.host(), told.port() == 0 ? bound.getPort() : told.port());
        }
        boolean anyAddress = bound.getAddress().isAnyLocalAddress();
        return new Endpoint(
                listener, anyAddress ? InetAddress.getLocalHost().getHostName() : bind.host(), bound.getPort());
    }

    /**
     * A host with a port, as the settings write it.
     *
     * @param host name or address, without the brackets of IPv6
     * @param port 0 for any
     */
    public record HostAndPort(String host, int port) {
        /**
         * Reads an address.
         *
         * @param text such as {@code 127.0.0.1:9092} or {@code [::1]:9092}
         * @return the address
         * @throws IllegalArgumentException if it is none
         */
        public static HostAndPort parse(String text) {
            int colon = text.lastIndexOf(':');
            if (colon < 1 || !text.substring(colon + 1).matches("\\d{1,5}")) {
                throw new IllegalArgumentException("not host:port: " + text);
            }
            String host = text.substring(0, colon);
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            return new HostAndPort(
                    bracketed ? host.substring(1, host.length() - 1) : host,
                    Integer.parseInt(text.substring(colon + 1)));
        }

        @Override
        public String toString() {
            return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
        }
    }
}
