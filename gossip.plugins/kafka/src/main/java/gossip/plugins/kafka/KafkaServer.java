package gossip.plugins.kafka;

import gossip.api.Endpoint;
import gossip.api.broker.Broker;
import gossip.api.config.NodeSettings;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.config.Settings;
import gossip.api.metrics.Metrics;
import gossip.api.network.ListenerConfig;
import gossip.api.network.NetworkServer;
import gossip.api.network.SaslSettings;
import gossip.api.security.Authenticator;
import gossip.plugins.kafka.connection.ConnectionSettings;
import gossip.plugins.kafka.connection.Connections;
import gossip.plugins.kafka.handler.HandlerSettings;
import gossip.plugins.kafka.handler.Handlers;
import gossip.plugins.kafka.listener.Listener;
import gossip.plugins.kafka.sasl.SaslScope;
import gossip.plugins.kafka.sasl.SaslThreads;
import gossip.plugins.kafka.session.FetchSessions;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.AttributeKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves Kafka clients over TCP. The addresses are bound at once, so that they are taken and known; the kernel keeps clients
 * waiting until {@link #serve}.
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

    private static final AttributeKey<Listener> LISTENER = AttributeKey.valueOf(KafkaServer.class, "listener");
    private static final int BACKLOG = 1_024;
    private static final int LOW_WATER_BYTES = 256 << 10;
    private static final int HIGH_WATER_BYTES = 1 << 20;
    private static final long FINISH_TIMEOUT_MS = 3_000;

    private final Settings settings;
    private final Metrics metrics;
    private final InstantSource clock;
    private final Listeners listeners;
    private final List<Channel> acceptors = new ArrayList<>();
    private @Nullable EventLoops loops;
    private @Nullable SaslThreads saslThreads;
    private volatile @Nullable Connections connections;

    /**
     * Creates a server.
     *
     * @param settings effective values
     * @param metrics where figures are reported
     * @param clock wall clock
     * @param authenticators gives all SASL mechanisms, and is asked only if a listener uses SASL
     */
    KafkaServer(Settings settings, Metrics metrics, InstantSource clock, Supplier<List<Authenticator>> authenticators) {
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
        this.listeners = new Listeners(settings, authenticators);
    }

    @Override
    public List<Endpoint> bind() throws IOException {
        List<ListenerConfig> configs = ListenerConfig.from(settings);
        EventLoops started = EventLoops.open(settings);
        loops = started;
        List<Endpoint> endpoints = new ArrayList<>();
        try {
            for (ListenerConfig config : configs) {
                endpoints.add(bind(config, started));
            }
            return endpoints;
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private Endpoint bind(ListenerConfig config, EventLoops started) throws IOException {
        ChannelFuture bound =
                bootstrap(started).bind(config.address().socketAddress()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            String setting = settings.value(ListenerConfig.LISTENERS).isEmpty()
                    ? NodeSettings.BIND_ADDRESS.key()
                    : "network.listeners";
            throw new IOException(
                    "cannot listen on " + config.address().bind() + ": "
                            + bound.cause().getMessage() + "; " + setting + " says where",
                    bound.cause());
        }
        Channel acceptor = bound.channel();
        acceptors.add(acceptor);
        InetSocketAddress address = (InetSocketAddress) acceptor.localAddress();
        acceptor.attr(LISTENER).set(listeners.open(config, address));
        return config.address().endpoint(config.name(), address);
    }

    @Override
    public void serve(Broker broker) {
        if (acceptors.isEmpty()) {
            throw new IllegalStateException("bind comes first");
        }
        SaslSettings saslSettings = SaslSettings.from(settings);
        SaslThreads threads = new SaslThreads(
                saslSettings.threads(), saslSettings.queue(), saslSettings.queueBytes(), saslSettings.perAddress());
        saslThreads = threads;
        connections = new Connections(
                Handlers.of(broker, HandlerSettings.from(settings), clock),
                ConnectionSettings.from(settings),
                () -> broker.configs().value(ConnectionSettings.MAX_CONNECTIONS),
                new FetchSessions(settings.value(MAX_FETCH_SESSIONS), clock),
                SaslScope.of(saslSettings, threads, broker.security(), metrics),
                broker.quotas(),
                metrics,
                clock);
        acceptors.forEach(acceptor -> acceptor.config().setAutoRead(true));
    }

    @Override
    public void close() {
        acceptors.forEach(acceptor -> acceptor.close().awaitUninterruptibly());
        Connections present = connections;
        if (present != null) {
            present.finish(FINISH_TIMEOUT_MS);
        }
        SaslThreads threads = saslThreads;
        if (threads != null) {
            threads.close();
        }
        EventLoops running = loops;
        if (running != null) {
            running.close();
        }
        listeners.close();
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
                        Listener listener = channel.parent().attr(LISTENER).get();
                        Objects.requireNonNull(connections).admit(channel, listener);
                    }
                });
        long sendBuffer = settings.value(SEND_BUFFER);
        return sendBuffer == 0
                ? bootstrap
                : bootstrap.childOption(ChannelOption.SO_SNDBUF, Math.toIntExact(sendBuffer));
    }
}
