package gossip.plugins.grpc.door;

import gossip.api.config.Settings;
import gossip.api.network.TlsSettings;
import gossip.plugins.grpc.Door;
import gossip.plugins.grpc.DoorParts;
import gossip.plugins.grpc.GrpcSettings;
import gossip.plugins.grpc.call.Gatekeeper;
import gossip.plugins.grpc.call.Inflow;
import gossip.plugins.grpc.call.Outflow;
import gossip.plugins.grpc.call.Streams;
import gossip.plugins.grpc.service.ConsumerService;
import gossip.plugins.grpc.service.ProducerService;
import gossip.plugins.grpc.service.TopicsService;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The gRPC server. */
public final class GrpcDoor implements Door {
    private static final Logger LOG = System.getLogger(GrpcDoor.class.getName());
    private static final int MAX_LOOPS = 2;
    private static final int MAX_METADATA_BYTES = 32 << 10;
    private static final int FLOW_CONTROL_WINDOW_BYTES = 256 << 10;
    private static final int KEEPALIVE_SECONDS = 60;
    private static final int KEEPALIVE_TIMEOUT_SECONDS = 20;
    private static final int MAX_RESETS = 400;
    private static final int RESETS_WINDOW_SECONDS = 10;
    private static final int FINISH_SECONDS = 2;

    private final Server server;
    private final HealthStatusManager health;
    private final Streams streams;
    private final EventLoopGroup loops;
    private final ExecutorService calls;

    private GrpcDoor(
            Server server, HealthStatusManager health, Streams streams, EventLoopGroup loops, ExecutorService calls) {
        this.server = server;
        this.health = health;
        this.streams = streams;
        this.loops = loops;
        this.calls = calls;
    }

    /**
     * Begins to accept connections.
     *
     * @param parts what it works with
     * @param channel bound, registered nowhere; stays the caller's to close if this fails
     * @return to be closed
     * @throws IOException if it cannot begin
     */
    public static Door open(DoorParts parts, ServerSocketChannel channel) throws IOException {
        ExecutorService calls = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("gossip-grpc-call-", 0).factory());
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                Math.min(MAX_LOOPS, Runtime.getRuntime().availableProcessors()),
                new DefaultThreadFactory("gossip-grpc-loop", true),
                NioIoHandler.newFactory());
        HealthStatusManager health = new HealthStatusManager();
        Streams streams = new Streams();
        try {
            Server server =
                    server(parts, channel, health, streams, loops, calls).start();
            health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.SERVING);
            return new GrpcDoor(server, health, streams, loops, calls);
        } catch (IOException | RuntimeException | LinkageError e) {
            loops.shutdownGracefully(0, FINISH_SECONDS, TimeUnit.SECONDS);
            calls.shutdownNow();
            throw e;
        }
    }

    private static Server server(
            DoorParts parts,
            ServerSocketChannel channel,
            HealthStatusManager health,
            Streams streams,
            EventLoopGroup loops,
            ExecutorService calls)
            throws IOException {
        Settings settings = parts.settings();
        Inflow inflow = new Inflow(
                settings.value(GrpcSettings.MAX_CALLS),
                settings.value(GrpcSettings.MAX_BUFFERED_SIZE),
                parts.metrics(),
                calls);
        Admission admission = new Admission(
                parts.policy(), parts.broker().quotas(), settings.value(GrpcSettings.MAX_CONNECTIONS), parts.metrics());
        NettyServerBuilder builder = NettyServerBuilder.forAddress(channel.getLocalAddress())
                .channelFactory(() -> new HandedChannel(channel, admission))
                .bossEventLoopGroup(loops)
                .workerEventLoopGroup(loops)
                .executor(calls)
                .addStreamTracerFactory(inflow)
                .maxInboundMessageSize(Math.toIntExact(settings.value(GrpcSettings.MAX_MESSAGE_SIZE)))
                .maxInboundMetadataSize(MAX_METADATA_BYTES)
                .maxConcurrentCallsPerConnection(settings.value(GrpcSettings.MAX_STREAMS))
                .flowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
                .handshakeTimeout(settings.value(TlsSettings.HANDSHAKE_TIMEOUT).toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEPALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveTime(
                        settings.value(GrpcSettings.MIN_KEEPALIVE_TIME).toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true)
                .maxConnectionIdle(
                        settings.value(GrpcSettings.MAX_CONNECTION_IDLE).toMillis(), TimeUnit.MILLISECONDS)
                .maxRstFramesPerWindow(MAX_RESETS, RESETS_WINDOW_SECONDS);
        parts.tls().ifPresent(door -> builder.sslContext(ReloadingTls.http2(door, calls)));
        Gatekeeper gatekeeper = Gatekeeper.of(parts);
        for (BindableService service : services(parts, streams, calls)) {
            builder.addService(ServerInterceptors.intercept(service, inflow, gatekeeper));
        }
        // whoever looks whether the broker is well need not say who it is
        builder.addService(ServerInterceptors.intercept(health.getHealthService(), inflow));
        if (settings.value(GrpcSettings.REFLECTION)) {
            builder.addService(
                    ServerInterceptors.intercept(ProtoReflectionServiceV1.newInstance(), inflow, gatekeeper));
        }
        return builder.build();
    }

    private static List<BindableService> services(DoorParts parts, Streams streams, ExecutorService calls) {
        Outflow outflow = new Outflow(parts.settings().value(GrpcSettings.READ_BUFFER), parts.metrics());
        return List.of(
                new ProducerService(parts.broker().messages(), calls),
                new ConsumerService(parts.broker(), outflow, streams, calls),
                new TopicsService(parts.broker(), calls));
    }

    @Override
    public void close() {
        health.enterTerminalState();
        server.shutdown();
        streams.close();
        try {
            if (!server.awaitTermination(FINISH_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow().awaitTermination(FINISH_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "not waiting for gRPC calls any longer", e);
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        calls.shutdownNow();
        loops.shutdownGracefully(0, FINISH_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
