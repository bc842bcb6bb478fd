package gossip.api.network;

import gossip.api.config.NodeSettings;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.config.Settings;
import gossip.api.network.ListenAddress.HostAndPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The settings of a door of its own port, beside the listeners for Kafka clients: whether there is one, where, and what it asks
 * of clients. All doors have the same settings, with the name of the door in front. Immutable.
 */
public final class DoorSettings {
    /** Names of the doors that are not for Kafka clients, which no listener for Kafka clients can have. */
    public static final Set<String> NAMES = Set.of("rest", "grpc");

    private static final SettingType<Protocol> PROTOCOLS = new SettingType<>(
            "plaintext | tls | sasl_plaintext | sasl_tls",
            DoorSettings::protocol,
            protocol -> protocol.name().toLowerCase(Locale.ROOT));

    private final String name;
    private final int defaultPort;
    private final Setting<Boolean> enabled;
    private final Setting<String> bindAddress;
    private final Setting<String> advertisedAddress;
    private final Setting<Protocol> protocol;
    private final Setting<List<String>> mechanisms;
    private final Setting<ClientAuth> clientAuth;

    /**
     * Names the settings of a door.
     *
     * @param name of the door, in front of its settings, and of its {@link gossip.api.Endpoint}
     * @param clients whom it serves, for the reference, such as {@code HTTP clients}
     * @param defaultPort where it is found unless something else is configured
     */
    public DoorSettings(String name, String clients, int defaultPort) {
        this.name = name;
        this.defaultPort = defaultPort;
        enabled = Setting.of(name + ".enabled", SettingType.BOOLEAN, true, "Whether " + clients + " are served.");
        bindAddress = Setting.of(
                        name + ".bind_address",
                        SettingType.TEXT,
                        "",
                        "Address and port on which " + clients
                                + " are served; port 0 takes a free one. When empty, the host"
                                + " of node.bind_address with port " + defaultPort
                                + ", or with a free one if the port there is 0.")
                .require(text -> text.isEmpty() || isHostAndPort(text), "host:port");
        advertisedAddress = Setting.of(
                        name + ".advertised_address",
                        SettingType.TEXT,
                        "",
                        "Address under which other nodes reach " + name
                                + ".bind_address; when empty, the bind address, or"
                                + " this host's name if that is 0.0.0.0.")
                .require(text -> text.isEmpty() || isHostAndPort(text), "host:port");
        protocol = Setting.of(
                name + ".protocol",
                PROTOCOLS,
                Protocol.PLAINTEXT,
                "What protects the connections of " + clients + ". See security.md.");
        mechanisms = Setting.of(
                        name + ".sasl_mechanisms",
                        SettingType.LIST,
                        List.of("PLAIN"),
                        "By what " + clients + " prove who they are, with " + name
                                + ".protocol = sasl_plaintext or sasl_tls: PLAIN (Basic), OAUTHBEARER (Bearer) or"
                                + " both.")
                .require(
                        names -> !names.isEmpty()
                                && List.of("PLAIN", "OAUTHBEARER").containsAll(names),
                        "PLAIN, OAUTHBEARER or both");
        clientAuth = Setting.of(
                name + ".client_auth",
                SettingType.oneOf(ClientAuth.class),
                ClientAuth.NONE,
                "Whether " + clients + " have to show a certificate, with " + name + ".protocol = tls or sasl_tls.");
    }

    private static Protocol protocol(String text) {
        String word = text.trim().toUpperCase(Locale.ROOT).replace('-', '_');
        for (Protocol protocol : Protocol.values()) {
            if (protocol.name().equals(word)) {
                return protocol;
            }
        }
        throw new IllegalArgumentException("expected one of plaintext, tls, sasl_plaintext, sasl_tls");
    }

    private static boolean isHostAndPort(String text) {
        try {
            return HostAndPort.parse(text).port() <= 65_535;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * All of them.
     *
     * @return to be registered
     */
    public List<Setting<?>> all() {
        return List.of(enabled, bindAddress, advertisedAddress, protocol, mechanisms, clientAuth);
    }

    /**
     * Whether there is such a door.
     *
     * @param settings effective values
     * @return true unless it is switched off
     */
    public boolean isEnabled(Settings settings) {
        return settings.value(enabled);
    }

    /**
     * The listener of the door.
     *
     * @param settings effective values
     * @return where it is bound and what it asks of clients
     * @throws IllegalArgumentException if settings contradict each other; the message names them
     */
    public ListenerConfig listener(Settings settings) {
        Protocol protection = settings.value(protocol);
        ClientAuth certificates = settings.value(clientAuth);
        if (certificates != ClientAuth.NONE && !protection.isTls()) {
            throw new IllegalArgumentException(clientAuth.key() + " = " + clientAuth.format(certificates) + " needs "
                    + protocol.key() + " = tls or sasl_tls; it is " + protocol.format(protection));
        }
        return new ListenerConfig(
                name,
                new ListenAddress(address(settings), settings.value(advertisedAddress)),
                protection,
                protection.isSasl() ? settings.value(mechanisms) : List.of(),
                certificates);
    }

    private HostAndPort address(Settings settings) {
        String text = settings.value(bindAddress);
        if (!text.isEmpty()) {
            return HostAndPort.parse(text);
        }
        HostAndPort kafka = HostAndPort.parse(settings.value(NodeSettings.BIND_ADDRESS));
        return new HostAndPort(kafka.host(), kafka.port() == 0 ? 0 : defaultPort);
    }

    /**
     * Binds the address of the door.
     *
     * @param config from {@link #listener}
     * @param backlog connections that may wait to be accepted
     * @return blocking; to be closed by the caller
     * @throws IOException if it cannot be bound; the message says what to set
     */
    public ServerSocketChannel bind(ListenerConfig config, int backlog) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(config.address().socketAddress(), backlog);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw new IOException(
                    "cannot listen on " + config.address().bind() + ": " + e.getMessage() + "; " + bindAddress.key()
                            + " says where, and " + enabled.key() + " = false does without",
                    e);
        }
    }

    /**
     * Where a channel of {@link #bind} is bound.
     *
     * @param channel bound
     * @return with the real port
     * @throws IOException if it is closed
     */
    public static InetSocketAddress boundAt(ServerSocketChannel channel) throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }
}
