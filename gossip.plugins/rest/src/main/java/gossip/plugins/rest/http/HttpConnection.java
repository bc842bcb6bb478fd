package gossip.plugins.rest.http;

import gossip.api.broker.RequestContext;
import gossip.plugins.rest.http.Head.Peer;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A connection: one request after the other. While one is handled, no more is read from the socket, so that a client that does
 * not take its answers is not read either. Confined to its event loop, unless a method says otherwise.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = System.getLogger(HttpConnection.class.getName());
    private static final long NEVER = Long.MAX_VALUE;

    /** What is being done. */
    private enum State {
        IDLE,
        HEAD,
        BODY,
        HANDLING,
        WRITING,
        LIVE,
        CLOSING
    }

    private final HttpScope scope;
    private final Peer peer;
    private final SocketChannel channel;
    private final Queue<Object> queued = new ArrayDeque<>();
    private volatile State state = State.HEAD;
    private @Nullable Exchange exchange;
    private String uri = "";
    private volatile long deadlineNanos;

    /** A request that is being received or answered. */
    private static final class Exchange {
        private final Head head;
        private final HttpRequest request;
        private final boolean keepAlive;
        private final Allowance allowance;
        private final Body body;
        private @Nullable RequestContext caller;

        private Exchange(Head head, HttpRequest request, Allowance allowance, Body body) {
            this.head = head;
            this.request = request;
            this.keepAlive = HttpUtil.isKeepAlive(request);
            this.allowance = allowance;
            this.body = body;
        }
    }

    HttpConnection(HttpScope scope, Peer peer, SocketChannel channel) {
        this.scope = scope;
        this.peer = peer;
        this.channel = channel;
        expectWithin(scope.limits().headerTimeoutNanos());
    }

    /** Closes the connection if something did not happen in time. Any thread. */
    void checkDeadline(long nowNanos) {
        if (deadlineNanos != NEVER && nowNanos - deadlineNanos > 0) {
            channel.eventLoop().execute(this::expire);
        }
    }

    private void expire() {
        if (deadlineNanos == NEVER || System.nanoTime() - deadlineNanos <= 0) {
            return;
        }
        switch (state) {
            case HEAD, BODY -> {
                state = State.HANDLING;
                refuse(new Refusal(
                        408, "the request was not complete in time (rest.header_timeout, rest.body_timeout)"));
            }
            case WRITING -> {
                scope.application().stalled(peer);
                channel.close();
            }
            default -> channel.close();
        }
    }

    private void expectWithin(long nanos) {
        long deadline = System.nanoTime() + nanos;
        deadlineNanos = deadline == NEVER ? deadline - 1 : deadline;
    }

    /** Closes the connection, once what is under way has come to its end. Any thread. */
    void finish() {
        channel.eventLoop().execute(() -> {
            if (state == State.IDLE || state == State.HEAD) {
                channel.close();
            }
        });
    }

    /** Whether an answer is given that goes on. Any thread. */
    boolean isLive() {
        return state == State.LIVE;
    }

    /** The first byte of a request has come. */
    void begun() {
        if (state == State.IDLE) {
            state = State.HEAD;
            expectWithin(scope.limits().headerTimeoutNanos());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (state == State.LIVE || state == State.CLOSING) {
            ReferenceCountUtil.release(message);
        } else if (state == State.HANDLING || state == State.WRITING) {
            queued.add(message);
        } else {
            take(message);
        }
    }

    private void take(Object message) {
        try {
            if (message instanceof HttpRequest request) {
                head(request);
            }
            if (message instanceof HttpContent content && state == State.BODY) {
                body(content);
            }
        } catch (Refusal refusal) {
            refuse(refusal);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void head(HttpRequest request) {
        uri = request.uri();
        if (request.decoderResult().isFailure()) {
            throw undecodable(request.decoderResult().cause());
        }
        Head head = checked(request);
        boolean hasBody = Body.isExpected(request);
        Allowance allowance = new Allowance(scope.bodies());
        int maxBytes =
                hasBody && scope.application().takesBody(head) ? scope.limits().maxBodyBytes() : 0;
        Body body = new Body(allowance, maxBytes);
        Exchange started = new Exchange(head, request, allowance, body);
        exchange = started;
        body.announce(request);
        if (!hasBody || !scope.application().isGuarded()) {
            expectBody(started, hasBody);
            return;
        }
        beginHandling();
        scope.execute(() -> admit(started));
    }

    private Head checked(HttpRequest request) {
        int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || hosts == 0 && request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            throw Refusal.badRequest("a request has one Host header, not " + hosts);
        }
        if (!request.protocolVersion().protocolName().equals("HTTP")
                || request.protocolVersion().majorVersion() != 1) {
            throw new Refusal(
                    505, "this is HTTP/1.1, not " + request.protocolVersion().text());
        }
        return new Head(request.method().name(), Target.parse(request.uri()), request.headers(), peer);
    }

    private static Refusal undecodable(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException e ->
                new Refusal(414, "the first line is longer than half of rest.max_header_size");
            case TooLongHttpHeaderException e -> new Refusal(431, "the headers are larger than rest.max_header_size");
            case TooLongFrameException e -> new Refusal(431, "the request is too large: " + e.getMessage());
            default -> Refusal.badRequest("that is not HTTP/1.1: " + cause.getMessage());
        };
    }

    private void admit(Exchange started) {
        try {
            RequestContext caller = scope.application().admit(started.head);
            channel.eventLoop().execute(() -> {
                started.caller = caller;
                if (state == State.HANDLING) {
                    expectBody(started, true);
                    resume();
                }
            });
        } catch (Refusal refusal) {
            channel.eventLoop().execute(() -> refuse(refusal));
        } catch (InterruptedException e) {
            channel.close();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void expectBody(Exchange started, boolean hasBody) {
        state = State.BODY;
        expectWithin(scope.limits().bodyTimeoutNanos());
        if (hasBody && HttpUtil.is100ContinueExpected(started.request)) {
            channel.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    private void body(HttpContent content) {
        Exchange present = present();
        if (content.decoderResult().isFailure()) {
            throw undecodable(content.decoderResult().cause());
        }
        present.body.add(content.content());
        if (content instanceof LastHttpContent) {
            beginHandling();
            scope.execute(() -> handle(present));
        }
    }

    private void beginHandling() {
        state = State.HANDLING;
        deadlineNanos = NEVER;
        channel.config().setAutoRead(false);
    }

    private void handle(Exchange handled) {
        try {
            Response response = answer(handled);
            channel.eventLoop().execute(() -> respond(handled, response));
        } catch (InterruptedException e) {
            channel.close();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private Response answer(Exchange handled) throws InterruptedException {
        try {
            RequestContext caller = handled.caller;
            if (caller == null) {
                caller = scope.application().admit(handled.head);
            }
            byte[] body = Gzip.decode(
                    handled.head, handled.body.toByteArray(), scope.limits().maxBodyBytes(), handled.allowance);
            Response response = scope.application().answer(new Request(handled.head, caller, body, handled.allowance));
            return response instanceof Response.Whole whole ? compressed(handled.head, whole) : response;
        } catch (Refusal refusal) {
            return scope.application().refused(handled.request.uri(), refusal);
        }
    }

    private static Response compressed(Head head, Response.Whole whole) {
        return Gzip.encode(head, whole.body())
                .map(body -> new Response.Whole(whole.status(), whole.contentType(), body, whole.headers())
                        .with(Map.of("content-encoding", "gzip", "vary", "accept-encoding")))
                .orElse(whole);
    }

    /** Nothing is known of the connection's state any more. */
    private void fail(Throwable failure) {
        LOG.log(Level.ERROR, "a request of " + peer.address().getHostAddress() + " could not be answered", failure);
        channel.eventLoop().execute(() -> refuse(new Refusal(500, "the broker failed; its log says why")));
    }

    private void refuse(Refusal refusal) {
        Exchange present = exchange;
        boolean isHead = present != null && present.head.method().equals("HEAD");
        write(scope.application().refused(uri, refusal), isHead, false, false);
    }

    private void respond(Exchange handled, Response response) {
        try {
            begin(handled, response);
        } catch (Refusal refusal) {
            refuse(refusal);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "an answer to " + peer.address().getHostAddress() + " could not be begun", e);
            channel.close();
        }
    }

    private void begin(Exchange handled, Response response) {
        switch (response) {
            case Response.Whole whole ->
                write(
                        whole,
                        handled.head.method().equals("HEAD"),
                        handled.keepAlive && !scope.isFinishing(),
                        handled.request.protocolVersion().equals(HttpVersion.HTTP_1_0));
            case Response.Live live -> {
                LiveAnswer.check(handled.request, live);
                handled.body.release();
                state = State.LIVE;
                deadlineNanos = NEVER;
                releaseQueued();
                LiveAnswer.start(scope, peer, channel, handled.request, live);
            }
        }
    }

    private void write(Response.Whole answer, boolean isHead, boolean keepAlive, boolean isOld) {
        if (!keepAlive) {
            channel.config().setAutoRead(false);
        }
        state = State.WRITING;
        expectWithin(scope.limits().writeTimeoutNanos());
        channel.writeAndFlush(Answers.whole(answer, isHead, keepAlive, isOld))
                .addListener((ChannelFutureListener) written -> {
                    if (written.isSuccess() && keepAlive) {
                        next();
                    } else {
                        hangUp();
                    }
                });
    }

    /**
     * Closing with bytes of the client unread makes the kernel send a reset, which can overtake the answer; so the rest is read
     * and thrown away for a while.
     */
    private void hangUp() {
        releaseExchange();
        releaseQueued();
        state = State.CLOSING;
        expectWithin(Math.min(HttpDoor.LINGER_NANOS, scope.limits().idleTimeoutNanos()));
        boolean isEncrypted = channel.pipeline().get(SslHandler.class) != null;
        if (!isEncrypted && !channel.isOutputShutdown()) {
            channel.shutdownOutput().addListener(done -> channel.config().setAutoRead(true));
        } else {
            channel.close();
        }
    }

    private void next() {
        releaseExchange();
        state = State.IDLE;
        expectWithin(scope.limits().idleTimeoutNanos());
        resume();
    }

    private void resume() {
        while ((state == State.IDLE || state == State.BODY || state == State.HEAD) && !queued.isEmpty()) {
            take(queued.remove());
        }
        if (state == State.IDLE || state == State.BODY || state == State.HEAD) {
            if (scope.isFinishing() && state == State.IDLE) {
                channel.close();
            } else {
                channel.config().setAutoRead(true);
            }
        }
    }

    private Exchange present() {
        Exchange present = exchange;
        if (present == null) {
            throw new IllegalStateException("there is no request");
        }
        return present;
    }

    private void releaseExchange() {
        Exchange present = exchange;
        if (present != null) {
            present.body.release();
            exchange = null;
        }
    }

    private void releaseQueued() {
        queued.forEach(ReferenceCountUtil::release);
        queued.clear();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        state = State.CLOSING;
        deadlineNanos = NEVER;
        releaseQueued();
        releaseExchange();
        scope.left(this);
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.log(Level.DEBUG, () -> "closing the connection of " + peer.address().getHostAddress(), cause);
        channel.close();
    }
}
