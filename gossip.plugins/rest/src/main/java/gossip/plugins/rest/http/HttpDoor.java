package gossip.plugins.rest.http;

import gossip.api.network.TlsDoor;
import gossip.plugins.rest.http.Head.Peer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Serves HTTP on a channel that is bound already. Until the first client comes nothing but one event loop is there: what
 * answers requests is created then.
 */
public final class HttpDoor implements AutoCloseable {
    /** How long a connection is read after its last answer. */
    static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Name of the handler of a connection in its pipeline. */
    static final String CONNECTION = "connection";

    private static final String CODEC = "codec";

    private static final Logger LOG = System.getLogger(HttpDoor.class.getName());
    private static final int MOST_LOOPS = 4;
    private static final long SWEEP_MS = 500;
    private static final long FINISH_TIMEOUT_MS = 3_000;
    private static final long STOP_TIMEOUT_MS = 2_000;
    private static final int SEND_BUFFER_BYTES = 128 << 10;

    private final HttpLimits limits;
    private final long stallTimeoutNanos;
    private final Optional<TlsDoor> tls;
    private final long handshakeTimeoutMs;
    private final Supplier<Application> applications;
    private final ByteBudget bodies;
    private final AtomicInteger count = new AtomicInteger();
    private final IoEventLoopGroup loops;
    private final Object creation = new Object();
    private volatile @Nullable HttpScope scope;
    private @Nullable ExecutorService threads;
    private @Nullable Channel acceptor;

    /**
     * Prepares.
     *
     * @param limits what clients may take
     * @param stallTimeoutNanos time in which a client must have taken a piece of an answer that goes on
     * @param tls encrypts; empty without TLS
     * @param handshakeTimeoutMs time for a TLS handshake
     * @param applications gives what answers requests, and is asked once, when the first client comes
     */
    public HttpDoor(
            HttpLimits limits,
            long stallTimeoutNanos,
            Optional<TlsDoor> tls,
            long handshakeTimeoutMs,
            Supplier<Application> applications) {
        this.limits = limits;
        this.stallTimeoutNanos = stallTimeoutNanos;
        this.tls = tls;
        this.handshakeTimeoutMs = handshakeTimeoutMs;
        this.applications = applications;
        this.bodies = new ByteBudget(limits.maxBufferedBytes());
        int loopCount = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MOST_LOOPS);
        loops = new MultiThreadIoEventLoopGroup(loopCount, loopThreads(), NioIoHandler.newFactory());
    }

    private static ThreadFactory loopThreads() {
        AtomicInteger next = new AtomicInteger();
        return task -> new FastThreadLocalThread(task, "gossip-net-rest-" + next.getAndIncrement());
    }

    /**
     * Begins to accept connections.
     *
     * @param bound blocking; belongs to the door from now on
     * @throws IOException if that fails
     */
    public void open(ServerSocketChannel bound) throws IOException {
        bound.configureBlocking(false);
        acceptor = new ServerBootstrap()
                .group(loops)
                .channelFactory(() -> new NioServerSocketChannel(bound))
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        admit(channel);
                    }
                })
                .register()
                .syncUninterruptibly()
                .channel();
    }

    /**
     * Connections there are.
     *
     * @return a count
     */
    public int connections() {
        return count.get();
    }

    /**
     * The bodies of requests that are being received or handled.
     *
     * @return shared by all connections
     */
    public ByteBudget bodies() {
        return bodies;
    }

    private void admit(SocketChannel channel) {
        if (count.incrementAndGet() > limits.maxConnections()) {
            count.decrementAndGet();
            LOG.log(
                    Level.WARNING,
                    "refusing the connection of {0}: rest.max_connections = {1} are open",
                    channel.remoteAddress(),
                    limits.maxConnections());
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> count.decrementAndGet());
        // what answers is created, and files of certificates are looked at, where that holds up nobody
        threads().execute(() -> {
            try {
                HttpScope ready = scope();
                Optional<SSLEngine> engine = tls.map(TlsDoor::engine);
                channel.eventLoop().execute(() -> attach(ready, channel, engine));
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "HTTP clients cannot be served", e);
                channel.close();
            }
        });
    }

    private void attach(HttpScope ready, SocketChannel channel, Optional<SSLEngine> engine) {
        if (!channel.isActive()) {
            return;
        }
        engine.ifPresent(made -> {
            SslHandler handler = new SslHandler(made, false, ready::execute);
            handler.setHandshakeTimeout(handshakeTimeoutMs, TimeUnit.MILLISECONDS);
            channel.pipeline().addLast(handler);
        });
        HttpDecoderConfig config = new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.maxHeaderBytes() / 2)
                .setMaxHeaderSize(limits.maxHeaderBytes());
        channel.pipeline().addLast(CODEC, new HttpServerCodec(config));
        if (engine.isEmpty()) {
            begin(ready, channel, Certificate.NONE);
        } else {
            channel.pipeline().addLast(new Handshake(ready, channel));
        }
        channel.config().setAutoRead(true);
    }

    private void begin(HttpScope ready, SocketChannel channel, Certificate certificate) {
        Peer peer = new Peer(channel.remoteAddress().getAddress(), certificate);
        HttpConnection connection = new HttpConnection(ready, peer, channel);
        channel.pipeline().addBefore(CODEC, "begin", new FirstByte(connection)).addLast(CONNECTION, connection);
        ready.joined(connection);
    }

    private HttpScope scope() {
        HttpScope present = scope;
        if (present != null) {
            return present;
        }
        synchronized (creation) {
            present = scope;
            if (present == null) {
                present = new HttpScope(limits, stallTimeoutNanos, applications.get(), threads(), bodies);
                scope = present;
                HttpScope swept = present;
                loops.next().scheduleWithFixedDelay(() -> sweep(swept), SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
            }
            return present;
        }
    }

    private ExecutorService threads() {
        synchronized (creation) {
            ExecutorService present = threads;
            if (present == null) {
                present = Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("gossip-rest-", 0).factory());
                threads = present;
            }
            return present;
        }
    }

    private static void sweep(HttpScope swept) {
        long now = System.nanoTime();
        swept.connections().forEach(connection -> connection.checkDeadline(now));
    }

    /** Takes no more connections, answers what is under way within a few seconds, and closes everything. */
    @Override
    public void close() {
        Channel present = acceptor;
        if (present != null) {
            present.close().awaitUninterruptibly();
        }
        HttpScope used = scope;
        if (used != null) {
            used.finish();
            used.connections().forEach(HttpConnection::finish);
            awaitAnswers(() -> used.connections().stream().allMatch(HttpConnection::isLive));
        }
        synchronized (creation) {
            if (threads != null) {
                threads.shutdownNow();
            }
        }
        if (used != null) {
            awaitAnswers(() -> used.connections().isEmpty());
        }
        loops.shutdownGracefully(0, STOP_TIMEOUT_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(2 * STOP_TIMEOUT_MS);
    }

    private static void awaitAnswers(BooleanSupplier isDone) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FINISH_TIMEOUT_MS);
        while (!isDone.getAsBoolean() && System.nanoTime() - deadline < 0) {
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Notices when a request begins, before it is one. */
    private static final class FirstByte extends ChannelInboundHandlerAdapter {
        private final HttpConnection connection;

        private FirstByte(HttpConnection connection) {
            this.connection = connection;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            connection.begun();
            context.fireChannelRead(message);
        }
    }

    /** Waits for the end of the TLS handshake, to know who the client is before its first request is read. */
    private final class Handshake extends ChannelInboundHandlerAdapter {
        private final HttpScope ready;
        private final SocketChannel channel;

        private Handshake(HttpScope ready, SocketChannel channel) {
            this.ready = ready;
            this.channel = channel;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent completed) {
                if (completed.isSuccess()) {
                    context.pipeline().remove(this);
                    begin(ready, channel, certificate(context.pipeline().get(SslHandler.class)));
                } else {
                    LOG.log(
                            Level.INFO,
                            "no TLS with {0}: {1}",
                            channel.remoteAddress(),
                            // what was sent instead may hold a password
                            completed.cause() instanceof NotSslRecordException
                                    ? "it does not speak TLS"
                                    : completed.cause().getMessage());
                    context.close();
                }
            } else {
                context.fireUserEventTriggered(event);
            }
        }

        private Certificate certificate(SslHandler handler) {
            try {
                return tls.orElseThrow()
                        .principal(handler.engine().getSession())
                        .<Certificate>map(Certificate.Of::new)
                        .orElse(Certificate.NONE);
            } catch (IOException e) {
                return new Certificate.Unusable(String.valueOf(e.getMessage()));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
