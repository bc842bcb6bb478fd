package gossip.plugins.netty;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.network.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One connection to each node that is sent to, made when it is first needed and made again when it was lost. */
final class NettyTransport implements Transport {
    static final Setting<Long> MAX_MESSAGE_SIZE = Setting.of(
                    "transport.max_message_size",
                    SettingType.SIZE,
                    64L << 20,
                    "Largest message between brokers; a larger one closes its connection.")
            .require(bytes -> bytes >= 1024 && bytes <= 1 << 30, "1KB to 1GB");

    private static final int CONNECT_TIMEOUT_MS = 5_000;

    private final int maxMessageBytes;
    private final EventLoopGroup loop;
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final Map<InetSocketAddress, ChannelFuture> connections = new ConcurrentHashMap<>();
    private final AtomicLong nextCorrelation = new AtomicLong();

    NettyTransport(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.loop = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("gossip-net-transport", true), io);
    }

    @Override
    public void handle(String channel, Handler handler) {
        handlers.put(channel, handler);
    }

    @Override
    public InetSocketAddress listen(InetSocketAddress bind) throws IOException {
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channel(serverType())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(pipeline(() -> new RequestReceiver(handlers)))
                .bind(bind)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + bind + ": " + bound.cause().getMessage(), bound.cause());
        }
        open.add(bound.channel());
        return (InetSocketAddress) bound.channel().localAddress();
    }

    @Override
    public CompletionStage<ByteBuffer> send(
            InetSocketAddress node, String channel, ByteBuffer request, Duration timeout) {
        CompletableFuture<ByteBuffer> reply = new CompletableFuture<>();
        ChannelFuture connection = connections.compute(
                node, (address, present) -> present == null || isLost(present) ? connect(address) : present);
        // listeners run in order on the event loop, so that requests keep theirs
        connection.addListener(connected -> {
            if (connected.isSuccess()) {
                write(connection.channel(), channel, request.duplicate(), timeout, reply);
            } else {
                reply.completeExceptionally(new IOException("cannot reach " + node, connected.cause()));
            }
        });
        return reply;
    }

    private static boolean isLost(ChannelFuture connection) {
        return connection.channel().closeFuture().isDone();
    }

    private ChannelFuture connect(InetSocketAddress node) {
        ChannelFuture connection = new Bootstrap()
                .group(loop)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .handler(pipeline(ReplyReceiver::new))
                .connect(node);
        open.add(connection.channel());
        return connection;
    }

    private void write(
            Channel connection,
            String channel,
            ByteBuffer request,
            Duration timeout,
            CompletableFuture<ByteBuffer> reply) {
        long correlation = nextCorrelation.getAndIncrement();
        ReplyReceiver receiver = connection.pipeline().get(ReplyReceiver.class);
        receiver.expect(correlation, reply);
        Future<?> deadline = connection
                .eventLoop()
                .schedule(
                        () -> receiver.fail(
                                correlation,
                                new IOException("no reply from " + connection.remoteAddress() + " within "
                                        + timeout.toMillis() + " ms")),
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS);
        reply.whenComplete((answer, problem) -> deadline.cancel(false));
        connection
                .writeAndFlush(Frame.request(connection.alloc(), correlation, channel, request))
                .addListener(written -> {
                    if (!written.isSuccess()) {
                        receiver.fail(correlation, new IOException("cannot send to the node", written.cause()));
                    }
                });
    }

    private ChannelInitializer<Channel> pipeline(java.util.function.Supplier<ChannelHandler> receiver) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                open.add(channel);
                channel.pipeline()
                        .addLast(new LengthFieldBasedFrameDecoder(
                                maxMessageBytes, 0, Frame.LENGTH_BYTES, 0, Frame.LENGTH_BYTES))
                        .addLast(receiver.get());
            }
        };
    }

    private static Class<? extends ServerChannel> serverType() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    @Override
    public void close() {
        open.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
