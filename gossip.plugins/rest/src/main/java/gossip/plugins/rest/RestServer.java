package gossip.plugins.rest;

import gossip.api.Endpoint;
import gossip.api.broker.Broker;
import gossip.api.config.Settings;
import gossip.api.metrics.Metrics;
import gossip.api.network.BoundDoor;
import gossip.api.network.NetworkServer;
import gossip.api.network.SaslSettings;
import gossip.api.network.TlsSettings;
import gossip.api.security.Authenticator;
import gossip.api.security.HeaderAuthentication;
import gossip.plugins.rest.http.HttpDoor;
import gossip.plugins.rest.http.HttpLimits;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
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
    private @Nullable BoundDoor bound;
    private @Nullable HttpDoor door;

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
        Optional<BoundDoor> opened = BoundDoor.open(RestSettings.DOOR, settings, BACKLOG, authenticators);
        opened.flatMap(BoundDoor::warning).ifPresent(warning -> LOG.log(Level.WARNING, warning));
        bound = opened.orElse(null);
        return opened.stream().map(BoundDoor::endpoint).toList();
    }

    @Override
    public void serve(Broker broker) throws IOException {
        BoundDoor present = bound;
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

    private Gate gate(BoundDoor present, Broker broker) {
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
        BoundDoor present = bound;
        if (present != null) {
            try {
                present.channel().close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "the address of the HTTP door could not be given back", e);
            }
        }
    }
}
