package gossip.plugins.kafka;

import gossip.api.Endpoint;
import gossip.api.broker.Broker;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.config.Settings;
import gossip.api.metrics.Metrics;
import gossip.api.network.NetworkServer;
import gossip.plugins.kafka.connection.ConnectionSettings;
import gossip.plugins.kafka.connection.Connections;
import gossip.plugins.kafka.handler.HandlerSettings;
import gossip.plugins.kafka.handler.Handlers;
import gossip.plugins.kafka.session.FetchSessions;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Serves Kafka clients over TCP. The address is bound at once, so that it is taken and known; the kernel keeps clients waiting
 * until {@link #serve}.
 */
final class KafkaServer implements NetworkServer {
    /** The transport. */
    static final Setting<String> PROTOCOL = Setting.of(
                    "network.protocol", SettingType.TEXT, "tcp", "How clients connect; there is only tcp.")
            .require("tcp"::equals, "tcp");

    /** Sessions. */
    static final Setting<Integer> MAX_FETCH_SESSIONS = Setting.of(
                    "network.max_fetch_sessions",
                    SettingType.INT,
                    1_000,
                    "Consumers that may fetch incrementally at the same time; others send all their partitions each"
                            + " time.")
            .require(count -> count >= 0, "at least 0");

    /** What the kernel holds for one client. */
    static final Setting<Long> SEND_BUFFER = Setting.of(
                    "network.send_buffer_size",
                    SettingType.SIZE,
                    100L << 10,
                    "Bytes on their way to one client that the kernel may hold; 0 leaves it to the kernel.")
            .require(size -> size == 0 || (size >= 4 << 10 && size <= 1 << 30), "0, or 4KB to 1GB");

    private static final String LISTENER = "kafka";
    private static final int BACKLOG = 1_024;
    private static final int LOW_WATER_BYTES = 256 << 10;
    private static final int HIGH_WATER_BYTES = 1 << 20;
    private static final long FINISH_TIMEOUT_MS = 3_000;

    private final Settings settings;
    private final Metrics metrics;
    private final InstantSource clock;
    private @Nullable EventLoops loops;
    private @Nullable Channel acceptor;
    private volatile @Nullable Connections connections;

    KafkaServer(Settings settings, Metrics metrics, InstantSource clock) {
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public List<Endpoint> bind() throws IOException {
        ListenAddress address = ListenAddress.from(settings);
        EventLoops started = EventLoops.open(settings);
        loops = started;
        ChannelFuture bound = bootstrap(started).bind(address.socketAddress()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            close();
            throw new IOException(
                    "cannot listen on " + address.bind() + ": " + bound.cause().getMessage()
                            + "; node.bind_address says where",
                    bound.cause());
        }
        acceptor = bound.channel();
        return List.of(
                address.endpoint(LISTENER, (InetSocketAddress) bound.channel().localAddress()));
    }

    @Override
    public void serve(Broker broker) {
        Channel bound = acceptor;
        if (bound == null) {
            throw new IllegalStateException("bind comes first");
        }
        connections = new Connections(
                LISTENER,
                Handlers.of(broker, HandlerSettings.from(settings), clock),
                ConnectionSettings.from(settings),
                () -> broker.configs().value(ConnectionSettings.MAX_CONNECTIONS),
                new FetchSessions(settings.value(MAX_FETCH_SESSIONS), clock),
                metrics,
                clock);
        bound.config().setAutoRead(true);
    }

    @Override
    public void close() {
        Channel bound = acceptor;
        if (bound != null) {
            bound.close().awaitUninterruptibly();
        }
        Connections present = connections;
        if (present != null) {
            present.finish(FINISH_TIMEOUT_MS);
        }
        EventLoops running = loops;
        if (running != null) {
            running.close();
        }
    }

    private ServerBootstrap bootstrap(EventLoops started) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(started.group())
                .channel(started.channelType())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(LOW_WATER_BYTES, HIGH_WATER_BYTES))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        // nothing is accepted before serve
                        channel.pipeline().addLast(Objects.requireNonNull(connections));
                    }
                });
        long sendBuffer = settings.value(SEND_BUFFER);
        return sendBuffer == 0
                ? bootstrap
                : bootstrap.childOption(ChannelOption.SO_SNDBUF, Math.toIntExact(sendBuffer));
    }
}
