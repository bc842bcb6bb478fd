package gossip.plugins.rest.http;

import gossip.plugins.rest.http.Head.Peer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.ReferenceCountUtil;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An answer that goes on. Its producer runs on a virtual thread and waits until each piece has been taken by the client, so that
 * of a client that does not read nothing is kept but the piece at hand.
 */
final class LiveAnswer implements Response.Outlet {
    private static final Logger LOG = System.getLogger(LiveAnswer.class.getName());
    private static final int MAX_FRAME_BYTES = 64 << 10;
    private static final String VERSION = "13";
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final HttpScope scope;
    private final Peer peer;
    private final SocketChannel channel;
    private final Response.Live live;

    private LiveAnswer(HttpScope scope, Peer peer, SocketChannel channel, Response.Live live) {
        this.scope = scope;
        this.peer = peer;
        this.channel = channel;
        this.live = live;
    }

    /** Refuses a handshake of a web socket that is not that of RFC 6455. */
    static void check(HttpRequest request, Response.Live live) {
        if (live.protocol() != Response.Protocol.WEBSOCKET) {
            return;
        }
        String version = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "");
        if (!version.trim().equals(VERSION)) {
            throw new Refusal(
                    426,
                    "the Sec-WebSocket-Version is " + (version.isEmpty() ? "missing" : version) + "; it has to be "
                            + VERSION,
                    Map.of("sec-websocket-version", VERSION, "upgrade", "websocket"));
        }
        if (request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY, "").isBlank()) {
            throw Refusal.badRequest("a web socket begins with a Sec-WebSocket-Key, and there is none");
        }
    }

    /** Begins to answer. Event loop. */
    static void start(HttpScope scope, Peer peer, SocketChannel channel, HttpRequest request, Response.Live live) {
        LiveAnswer answer = new LiveAnswer(scope, peer, channel, live);
        ChannelFuture begun;
        if (live.protocol() == Response.Protocol.EVENTS) {
            begun = channel.writeAndFlush(Answers.events(live.headers()));
            // only to notice that the client is gone: what it sends does not matter
            channel.config().setAutoRead(true);
        } else {
            begun = answer.handshake(request);
        }
        begun.addListener((ChannelFutureListener) written -> {
            if (written.isSuccess()) {
                scope.execute(answer::run);
            } else {
                channel.close();
            }
        });
    }

    private ChannelFuture handshake(HttpRequest request) {
        DefaultFullHttpRequest whole = new DefaultFullHttpRequest(
                request.protocolVersion(),
                request.method(),
                request.uri(),
                Unpooled.EMPTY_BUFFER,
                request.headers(),
                EmptyHttpHeaders.INSTANCE);
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                        request.uri(), null, false, MAX_FRAME_BYTES)
                .newHandshaker(request);
        if (handshaker == null) {
            return channel.newFailedFuture(new WebSocketHandshakeException("an unknown version"));
        }
        try {
            ChannelFuture done = handshaker.handshake(channel, whole);
            channel.pipeline().addBefore(HttpDoor.CONNECTION, "frames", new Frames());
            channel.config().setAutoRead(true);
            return done;
        } catch (WebSocketHandshakeException e) {
            return channel.newFailedFuture(e);
        }
    }

    private void run() {
        String reason = "the broker failed; its log says why";
        try {
            reason = live.producer().run(this);
        } catch (InterruptedException e) {
            reason = "the broker stops";
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "an answer to " + peer.address().getHostAddress() + " broke off", e);
        }
        end(reason);
    }

    private void end(String reason) {
        if (live.protocol() == Response.Protocol.EVENTS) {
            channel.write(new DefaultHttpContent(Unpooled.copiedBuffer(
                    "event: end\ndata: " + reason.replace('\n', ' ') + "\n\n", StandardCharsets.UTF_8)));
            channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(ChannelFutureListener.CLOSE);
        } else {
            String shortened = reason.length() > 100 ? reason.substring(0, 100) : reason;
            channel.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE, shortened))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public boolean send(byte[] piece) throws InterruptedException {
        ByteBuf bytes = Unpooled.wrappedBuffer(piece);
        return write(
                live.protocol() == Response.Protocol.EVENTS
                        ? new DefaultHttpContent(bytes)
                        : new TextWebSocketFrame(bytes));
    }

    @Override
    public boolean beat() throws InterruptedException {
        return write(
                live.protocol() == Response.Protocol.EVENTS
                        ? new DefaultHttpContent(Unpooled.wrappedBuffer(COMMENT))
                        : new PingWebSocketFrame());
    }

    private boolean write(Object message) throws InterruptedException {
        ChannelFuture written = channel.writeAndFlush(message);
        if (!written.await(scope.stallTimeoutNanos(), TimeUnit.NANOSECONDS)) {
            scope.application().stalled(peer);
            channel.close();
            return false;
        }
        return written.isSuccess();
    }

    @Override
    public boolean isOpen() {
        return channel.isActive();
    }

    @Override
    public void onGone(Runnable task) {
        channel.closeFuture().addListener(closed -> task.run());
    }

    /** What a client sends over a web socket: nothing is expected but control frames. */
    private static final class Frames extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            switch (message) {
                // pongs pile up for a client that sends pings and reads nothing
                case PingWebSocketFrame ping
                when context.channel().isWritable() -> context.writeAndFlush(new PongWebSocketFrame(ping.content()));
                case CloseWebSocketFrame close -> context.writeAndFlush(close).addListener(ChannelFutureListener.CLOSE);
                default -> ReferenceCountUtil.release(message);
            }
        }
    }
}
