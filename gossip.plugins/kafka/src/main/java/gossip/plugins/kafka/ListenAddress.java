package gossip.plugins.kafka;

import gossip.api.Endpoint;
import gossip.api.config.NodeSettings;
import gossip.api.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where the server listens, and what it tells clients.
 *
 * @param bind address to bind
 * @param advertised what the configuration says that clients are told; may be empty
 */
record ListenAddress(HostAndPort bind, String advertised) {
    static ListenAddress from(Settings settings) {
        return new ListenAddress(
                HostAndPort.parse(settings.value(NodeSettings.BIND_ADDRESS)),
                settings.value(NodeSettings.ADVERTISED_ADDRESS));
    }

    InetSocketAddress socketAddress() throws IOException {
        return new InetSocketAddress(InetAddress.getByName(bind.host()), bind.port());
    }

    /** What clients are told, once the port is known. */
    Endpoint endpoint(String listener, InetSocketAddress bound) throws IOException {
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
    record HostAndPort(String host, int port) {
        static HostAndPort parse(String text) {
            int colon = text.lastIndexOf(':');
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
