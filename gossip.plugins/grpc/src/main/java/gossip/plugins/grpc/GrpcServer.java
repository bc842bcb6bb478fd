package gossip.plugins.grpc;

import gossip.api.Endpoint;
import gossip.api.broker.Broker;
import gossip.api.config.Settings;
import gossip.api.metrics.Metrics;
import gossip.api.network.BoundDoor;
import gossip.api.network.NetworkServer;
import gossip.api.security.Authenticator;
import gossip.plugins.grpc.door.GrpcDoor;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ServerSocketChannel;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves gRPC clients. The address is bound at once, so that it is taken and known; the kernel keeps clients waiting until
 * {@link #serve}, and what serves them is loaded when the first one comes.
 */
final class GrpcServer implements NetworkServer {
    private static final Logger LOG = System.getLogger(GrpcServer.class.getName());
    private static final int BACKLOG = 1_024;

    private final Settings settings;
    private final Metrics metrics;
    private final InstantSource clock;
    private final Supplier<List<Authenticator>> authenticators;
    private @Nullable BoundDoor bound;
    private @Nullable FirstConnection waiting;
    private volatile @Nullable Door door;

    /**
     * Creates a server.
     *
     * @param settings effective values
     * @param metrics where figures are reported
     * @param clock wall clock
     * @param authenticators gives all SASL mechanisms, and is asked only if the door uses SASL
     */
    GrpcServer(Settings settings, Metrics metrics, InstantSource clock, Supplier<List<Authenticator>> authenticators) {
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
        this.authenticators = authenticators;
    }

    @Override
    public List<Endpoint> bind() throws IOException {
        Optional<BoundDoor> opened = BoundDoor.open(GrpcSettings.DOOR, settings, BACKLOG, authenticators);
        opened.flatMap(BoundDoor::warning).ifPresent(warning -> LOG.log(Level.WARNING, warning));
        bound = opened.orElse(null);
        return opened.stream().map(BoundDoor::endpoint).toList();
    }

    @Override
    public void serve(Broker broker) throws IOException {
        BoundDoor present = bound;
        if (present != null) {
            waiting = FirstConnection.await(present.channel(), () -> open(present, broker));
        }
    }

    private void open(BoundDoor present, Broker broker) {
        try {
            door = GrpcDoor.open(
                    new DoorParts(
                            broker,
                            settings,
                            metrics,
                            clock,
                            present.config(),
                            present.policy(),
                            present.tls(),
                            present.mechanisms()),
                    present.channel());
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.log(Level.ERROR, "gRPC clients cannot be served, and are turned away", e);
            close(present.channel());
        }
    }

    @Override
    public void close() {
        FirstConnection first = waiting;
        if (first != null) {
            first.close();
        }
        Door opened = door;
        if (opened != null) {
            opened.close();
        }
        BoundDoor present = bound;
        if (present != null) {
            close(present.channel());
        }
    }

    private static void close(ServerSocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the address of the gRPC door could not be given back", e);
        }
    }
}
