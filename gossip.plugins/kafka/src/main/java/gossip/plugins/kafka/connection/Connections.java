package gossip.plugins.kafka.connection;

import gossip.api.broker.Quotas;
import gossip.api.metrics.Metrics;
import gossip.api.network.PeerPolicy;
import gossip.plugins.kafka.api.ApiRegistry;
import gossip.plugins.kafka.frame.FrameDecoder;
import gossip.plugins.kafka.frame.FrameReader;
import gossip.plugins.kafka.listener.Listener;
import gossip.plugins.kafka.sasl.SaslScope;
import gossip.plugins.kafka.session.FetchSessions;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.stream.ChunkedWriteHandler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Admits connections up to the limit and sets them up, each on its event loop. Thread-safe. */
public final class Connections {
    private static final Logger LOG = System.getLogger(Connections.class.getName());

    private final ConnectionSettings settings;
    private final IntSupplier maxConnections;
    private final Quotas quotas;
    private final ConnectionScope scope;
    private final AtomicInteger count = new AtomicInteger();
    private final CountDownLatch none = new CountDownLatch(1);
    private volatile boolean finishing;
    private final Map<EventLoop, LoopConnections> byLoop = new ConcurrentHashMap<>();

    /**
     * Creates the connections of a server.
     *
     * @param registry the APIs there are
     * @param settings limits
     * @param maxConnections connections of all clients together, which can change
     * @param fetchSessions counts the sessions
     * @param sasl what clients that prove who they are share
     * @param quotas what clients may take
     * @param metrics where figures are reported
     * @param clock for the rate of log lines
     */
    public Connections(
            ApiRegistry registry,
            ConnectionSettings settings,
            IntSupplier maxConnections,
            FetchSessions fetchSessions,
            SaslScope sasl,
            Quotas quotas,
            Metrics metrics,
            InstantSource clock) {
        this.settings = settings;
        this.maxConnections = maxConnections;
        this.quotas = quotas;
        this.scope = new ConnectionScope(
                registry,
                new RequestParser(registry),
                settings,
                fetchSessions,
                sasl,
                new Throttle(quotas),
                new ConnectionMetrics(metrics, registry, count::get),
                new LogLimiter(LOG, clock),
                new LogLimiter(LOG, clock),
                this::leave);
        metrics.limit(ConnectionSettings.MAX_CONNECTIONS.key(), maxConnections::getAsInt, count::get);
    }

    /**
     * Takes a new connection in, or closes it.
     *
     * @param channel registered with its event loop, which calls
     * @param listener where it came in
     */
    public void admit(Channel channel, Listener listener) {
        if (!serves(listener, channel.remoteAddress())) {
            turnAway(channel, listener);
            return;
        }
        if (count.incrementAndGet() > maxConnections.getAsInt()) {
            count.decrementAndGet();
            refuse(channel);
            return;
        }
        if (quotas.isLimited(Quotas.Use.CONNECTION)) {
            long holdMs = quotas.connect(Identification.hostOf(channel.remoteAddress()));
            if (holdMs > 0) {
                hold(channel, holdMs);
                return;
            }
        }
        FrameDecoder decoder = new FrameDecoder(channel.alloc(), settings.maxRequestBytes());
        if (listener.tls().isPresent()) {
            channel.pipeline()
                    .addLast(listener.tls().get().handler(channel.alloc()))
                    .addLast(new ChunkedWriteHandler());
        } else {
            channel.config().setRecvByteBufAllocator(new FrameReader(decoder));
        }
        Connection connection = new Connection(scope, listener, decoder, channel);
        channel.pipeline().addLast(connection);
        ofLoop(channel.eventLoop()).add(connection);
    }

    /**
     * How many connections there are.
     *
     * @return a count
     */
    public int count() {
        return count.get();
    }

    /**
     * Lets every connection answer what is under way and then close.
     *
     * @param timeoutMs how long to wait for that
     */
    public void finish(long timeoutMs) {
        finishing = true;
        byLoop.forEach((loop, connections) -> loop.execute(connections::finish));
        if (count.get() == 0) {
            return;
        }
        try {
            if (!none.await(timeoutMs, TimeUnit.MILLISECONDS)) {
                LOG.log(Level.INFO, "{0} connections had requests under way for {1} ms", count.get(), timeoutMs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void leave(Connection connection) {
        ofLoop(connection.eventLoop()).remove(connection);
        countDown();
    }

    private void countDown() {
        if (count.decrementAndGet() == 0 && finishing) {
            none.countDown();
        }
    }

    private LoopConnections ofLoop(EventLoop loop) {
        return byLoop.computeIfAbsent(loop, key -> new LoopConnections(key, settings));
    }

    /** Whoever has gone already has no address, and is let in as one that will be found gone. */
    private static boolean serves(Listener listener, @Nullable SocketAddress peer) {
        return listener.policy() == PeerPolicy.ANYBODY
                || !(peer instanceof InetSocketAddress address)
                || listener.policy().serves(address.getAddress());
    }

    private void turnAway(Channel channel, Listener listener) {
        scope.metrics().refused();
        scope.log().log(
                Level.WARNING,
                "turning away " + channel.remoteAddress() + ": listener " + listener.name()
                        + " asks nobody who they are, so it serves this machine only; give it a protocol with SASL or"
                        + " client certificates in network.listeners, or set security.allow_anonymous: true");
        channel.close();
    }

    /** Keeps a client whose address connects too often from trying again at once (KIP-612). */
    private void hold(Channel channel, long holdMs) {
        scope.log().log(
                Level.INFO,
                "closing the connection of " + channel.remoteAddress() + " after " + holdMs
                        + " ms: its address has exceeded the quota connection_creation_rate");
        channel.config().setAutoRead(false);
        channel.closeFuture().addListener(closed -> countDown());
        channel.eventLoop().schedule(() -> channel.close(), holdMs, TimeUnit.MILLISECONDS);
    }

    private void refuse(Channel channel) {
        scope.metrics().refused();
        scope.log().log(
                Level.WARNING,
                "refusing the connection of " + channel.remoteAddress() + ": network.max_connections = "
                        + maxConnections.getAsInt() + " are open; raise it, or let clients share connections");
        channel.close();
    }
}
