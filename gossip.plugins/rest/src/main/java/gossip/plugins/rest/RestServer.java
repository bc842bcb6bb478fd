package gossip.plugins.rest;

import gossip.api.Endpoint;
import gossip.api.broker.Broker;
import gossip.api.config.NodeSettings;
import gossip.api.config.Settings;
import gossip.api.metrics.Metrics;
import gossip.api.network.DoorSettings;
import gossip.api.network.ListenerConfig;
import gossip.api.network.NetworkServer;
import gossip.api.network.PeerPolicy;
import gossip.api.network.SaslMechanisms;
import gossip.api.network.SaslSettings;
import gossip.api.network.TlsDoor;
import gossip.api.network.TlsSettings;
import gossip.api.security.Authenticator;
import gossip.api.security.HeaderAuthentication;
import gossip.plugins.rest.http.HttpDoor;
import gossip.plugins.rest.http.HttpLimits;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves HTTP clients. The address is bound at once, so that it is taken and known; the kernel keeps clients waiting until
 * {@link #serve}, and most of what serves them is loaded when the first one comes.
 */
final class RestServer implements NetworkServer {
    private static final Logger LOG = System.getLogger(RestServer.class.getName());
    private static final int BACKLOG = 1_024;

    private final Settings settings;
    private final Metrics metrics;
    private final InstantSource clock;
    private final Supplier<List<Authenticator>> authenticators;
    private @Nullable Bound bound;
    private @Nullable HttpDoor door;

    /**
     * What is known once the address is bound.
     *
     * @param config of the listener
     * @param channel bound
     * @param policy which machines are served
     * @param tls encrypts
     * @param mechanisms by which clients prove who they are
     */
    private record Bound(
            ListenerConfig config,
            ServerSocketChannel channel,
            PeerPolicy policy,
            Optional<TlsDoor> tls,
            Map<String, Authenticator> mechanisms) {}

    /**
     * Creates a server.
     *
     * @param settings effective values
     * @param metrics where figures are reported
     * @param clock wall clock
     * @param authenticators gives all SASL mechanisms, and is asked only if the door uses SASL
     */
    RestServer(Settings settings, Metrics metrics, InstantSource clock, Supplier<List<Authenticator>> authenticators) {
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
        this.authenticators = authenticators;
    }

    @Override
    public List<Endpoint> bind() throws IOException {
        if (!RestSettings.DOOR.isEnabled(settings)) {
            return List.of();
        }
        ListenerConfig config = listener();
        ServerSocketChannel channel = RestSettings.DOOR.bind(config, BACKLOG);
        try {
            InetSocketAddress address = DoorSettings.boundAt(channel);
            PeerPolicy policy = PeerPolicy.of(config, address, settings.value(NodeSettings.ALLOW_ANONYMOUS));
            Optional<TlsDoor> tls =
                    config.protocol().isTls() ? Optional.of(TlsDoor.open(config, settings)) : Optional.empty();
            policy.warning(config, address).ifPresent(warning -> LOG.log(Level.WARNING, warning));
            Map<String, Authenticator> mechanisms =
                    config.protocol().isSasl() ? SaslMechanisms.of(config, authenticators.get()) : Map.of();
            bound = new Bound(config, channel, policy, tls, mechanisms);
            return List.of(config.address().endpoint(config.name(), address));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private ListenerConfig listener() throws IOException {
        try {
            return RestSettings.DOOR.listener(settings);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void serve(Broker broker) throws IOException {
        Bound present = bound;
        if (present == null) {
            return;
        }
        HttpLimits limits = HttpLimits.from(settings);
        HttpDoor opened = new HttpDoor(
                limits,
                settings.value(RestSettings.TAIL_STALL_TIMEOUT).toNanos(),
                present.tls(),
                settings.value(TlsSettings.HANDSHAKE_TIMEOUT).toMillis(),
                () -> RestApplication.create(broker, settings, metrics, clock, gate(present, broker)));
        door = opened;
        metrics.gauge("gossip_rest_connections", "Connections of HTTP clients.", opened::connections);
        metrics.gauge(
                "gossip_rest_body_bytes",
                "Bodies of HTTP requests that are received or handled; see rest.max_buffered_size.",
                () -> opened.bodies().used());
        opened.open(present.channel());
    }

    private Gate gate(Bound present, Broker broker) {
        SaslSettings limits = SaslSettings.from(settings);
        Optional<HeaderAuthentication> headers = present.mechanisms().isEmpty()
                ? Optional.empty()
                : Optional.of(new HeaderAuthentication(
                        present.mechanisms(),
                        limits,
                        settings.value(HeaderAuthentication.CACHE_TIME),
                        settings.value(HeaderAuthentication.CACHE_ENTRIES),
                        clock));
        return new Gate(
                present.config(), present.policy(), headers, limits.failureDelayMs(), broker.security(), metrics);
    }

    @Override
    public void close() {
        HttpDoor opened = door;
        if (opened != null) {
            opened.close();
        }
        Bound present = bound;
        if (present != null) {
            try {
                present.channel().close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "the address of the HTTP door could not be given back", e);
            }
        }
    }
}
