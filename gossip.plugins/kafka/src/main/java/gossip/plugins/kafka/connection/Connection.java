package gossip.plugins.kafka.connection;

import gossip.api.broker.RequestContext;
import gossip.api.security.Authenticator.Identity;
import gossip.plugins.kafka.api.Api;
import gossip.plugins.kafka.api.Reply;
import gossip.plugins.kafka.frame.FrameDecoder;
import gossip.plugins.kafka.frame.MalformedFrameException;
import gossip.plugins.kafka.listener.Listener;
import gossip.plugins.kafka.reply.ReplyWriter;
import gossip.plugins.kafka.sasl.SaslPeer;
import gossip.plugins.kafka.sasl.SaslSession;
import gossip.plugins.kafka.session.FetchSessionSlot;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection. Requests are handled as their frames arrive; replies go out in the same order, whenever they are
 * known. While a limit is reached, or the broker takes no records, or the client does not read its replies, nothing more is
 * read from the socket, so that the client feels it.
 */
final class Connection extends ChannelInboundHandlerAdapter implements SaslPeer {
    private final ConnectionScope scope;
    private final FrameDecoder decoder;
    private final Channel channel;
    private final CallQueue calls;
    private final FetchSessionSlot fetchSession;
    private final ConnectionActivity activity = new ConnectionActivity(System.nanoTime());
    private final AtomicBoolean proceedScheduled = new AtomicBoolean();
    private final Runnable proceedTask = this::proceedAsScheduled;
    private final Identification client;
    private final Mute mute;
    private @Nullable ReplyWriter writer;
    private @Nullable PendingCall suspended;
    /** Whether the loop is in this connection, so that replies are sent when it leaves. */
    private boolean busy;
    /** No more requests are handled. */
    private boolean finishing;
    /** Nothing is read or sent any more. */
    private boolean closed;

    private boolean ended;

    Connection(ConnectionScope scope, Listener listener, FrameDecoder decoder, Channel channel) {
        this.scope = scope;
        this.decoder = decoder;
        this.channel = channel;
        this.calls = new CallQueue(scope.settings());
        this.fetchSession = new FetchSessionSlot(scope.fetchSessions());
        this.mute = new Mute(channel.eventLoop(), this::proceed);
        this.client = new Identification(
                listener,
                scope.sasl(),
                this,
                channel.remoteAddress(),
                scope.settings().maxRequestBytes());
    }

    EventLoop eventLoop() {
        return channel.eventLoop();
    }

    FetchSessionSlot fetchSession() {
        return fetchSession;
    }

    Identification client() {
        return client;
    }

    /** The buffer that the present request lies in. */
    ByteBuf frameBuffer() {
        return decoder.buffer();
    }

    void grown(long bytes) {
        calls.grown(bytes);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        writer = new ReplyWriter(ctx, client.isEncrypted());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        activity.touch();
        if (client.isEncrypted()) {
            decoder.append((ByteBuf) bytes);
        } else {
            decoder.received((ByteBuf) bytes);
        }
        if (closed) {
            decoder.release();
        } else {
            handleFrames();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        proceed();
        decoder.readComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            proceed();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && !closed) {
            try {
                client.encrypted(handshake, ctx.pipeline().get(SslHandler.class));
            } catch (IOException e) {
                Level level = Disconnects.isByPeer(e) ? Level.DEBUG : Level.INFO;
                close("its TLS handshake failed: " + e.getMessage(), level);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof DecoderException) {
            close("what came is no TLS: " + cause.getMessage(), Level.INFO);
            return;
        }
        if (cause instanceof IOException) {
            Level level = Disconnects.isByPeer(cause) ? Level.DEBUG : Level.INFO;
            close("the connection broke: " + cause.getMessage(), level);
        } else {
            scope.defect("the connection of " + channel.remoteAddress() + " failed", cause);
            close("its handler failed", Level.INFO);
        }
    }

    /** A call has been answered; any thread. */
    void answered(PendingCall call) {
        if (channel.eventLoop().inEventLoop()) {
            if (!busy) {
                proceed();
            }
        } else if (proceedScheduled.compareAndSet(false, true) && !onLoop(proceedTask)) {
            discard(call.answer());
        }
    }

    /** Takes no more requests until {@link #resume}. */
    void suspend(PendingCall call) {
        suspended = call;
    }

    /** Goes on with a call, then with the requests after it; any thread. */
    void resume(PendingCall call, Runnable action) {
        onLoop(() -> {
            if (closed) {
                return;
            }
            suspended = null;
            busy = true;
            try {
                action.run();
            } catch (RuntimeException e) {
                call.fail(e);
            }
            proceed();
        });
    }

    /** Closes the connection; any thread. */
    void hangUp(String reason) {
        onLoop(() -> close(reason, Level.INFO));
    }

    /** Logs what should not have happened; any thread. */
    void reportDefect(PendingCall call, Throwable cause) {
        String what = "a " + call.key().name + " request of version " + call.version();
        scope.defect(what + " from " + channel.remoteAddress() + " failed", cause);
    }

    Optional<SaslSession> sasl() {
        return client.sasl();
    }

    @Override
    public RequestContext context() {
        return client.context();
    }

    @Override
    public void identified(Identity identity) {
        client.identified(identity);
    }

    @Override
    public void sendRaw(ByteBuffer frame) {
        if (!closed) {
            activity.touch();
            writer().writeRaw(frame);
        }
    }

    @Override
    public void later(Runnable task, long delayMs) {
        try {
            if (delayMs == 0) {
                channel.eventLoop().execute(task);
            } else {
                channel.eventLoop().schedule(task, delayMs, TimeUnit.MILLISECONDS);
            }
        } catch (RejectedExecutionException e) {
            scope.log().log(
                    Level.DEBUG, "the server is down, and with it the connection of " + channel.remoteAddress());
        }
    }

    @Override
    public void close(String reason) {
        close(reason, Level.INFO);
    }

    /** Answers with what an action answers, and then closes. */
    void finishWith(Runnable action) {
        finishing = true;
        action.run();
    }

    /** Answers what is under way, reads no more, then closes. */
    void finish() {
        finishing = true;
        abandonCalls();
        proceed();
    }

    /** Closes the connection if a time limit has passed. */
    void checkTime(long nowNanos) {
        activity.observe(
                nowNanos,
                decoder.hasUnreadBytes() && !isFull() && channel.config().isAutoRead());
        if (activity.quietMs(nowNanos) >= scope.settings().idleTimeoutMs()) {
            close("nothing was sent or received for network.idle_timeout", Level.DEBUG);
        } else if (client.isLate(nowNanos)) {
            close("it did not prove who it is within security.authentication.timeout", Level.INFO);
        } else if (activity.unfinishedMs(nowNanos) >= scope.settings().readTimeoutMs()) {
            close("a request was not complete within network.read_timeout", Level.INFO);
        }
    }

    private void close(String reason, Level level) {
        if (!closed) {
            closed = true;
            scope.log().log(level, "closing the connection of " + channel.remoteAddress() + ": " + reason);
            channel.close();
        }
    }

    private void proceedAsScheduled() {
        proceedScheduled.set(false);
        proceed();
    }

    /** Sends what is answered and handles what was kept waiting, until neither is possible. */
    @Override
    public void proceed() {
        do {
            sendAnswered();
            handleFrames();
        } while (calls.hasAnswered());
        if (closed) {
            return;
        }
        writer().flush();
        if (finishing && calls.isDone()) {
            closed = true;
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        } else {
            adjustReading();
        }
    }

    private void handleFrames() {
        busy = true;
        try {
            while (!closed && !isFull() && hasFrame()) {
                activity.frameCompleted();
                if (!client.takeRaw(decoder)) {
                    handle();
                }
            }
        } catch (MalformedFrameException e) {
            String cause = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
            close(e.getMessage() + cause, Level.INFO);
        } finally {
            busy = false;
        }
    }

    private boolean hasFrame() {
        client.limit(decoder);
        return decoder.next();
    }

    private void handle() {
        ByteBuffer frame = decoder.frame();
        Api<?> api = scope.parser().api(frame);
        String refusal = client.refusal(api.key());
        if (!refusal.isEmpty()) {
            close(refusal, Level.INFO);
            return;
        }
        short version = frame.getShort(2);
        int frameBytes = frame.remaining();
        FrameAccessor bytes = new FrameAccessor(frame);
        RequestHeaderData header = RequestParser.header(api, frame, bytes);
        scope.metrics().received(api.key(), frameBytes);
        if (api.supports(version)) {
            handle(api, header, bytes, frameBytes);
        } else {
            // only ApiVersions comes here: the answer that every client understands is version 0
            header.setRequestApiVersion((short) 0);
            begin(api, header, new ApiVersionsRequestData(), frameBytes).reply(scope.unsupportedVersion());
        }
    }

    private <Q extends ApiMessage> void handle(
            Api<Q> api, RequestHeaderData header, FrameAccessor bytes, int frameBytes) {
        Q request = RequestParser.body(api, header.requestApiVersion(), bytes);
        PendingCall call = begin(api, header, request, frameBytes);
        scope.throttle().handle(api, call, request);
    }

    private PendingCall begin(Api<?> api, RequestHeaderData header, ApiMessage request, int frameBytes) {
        String clientId = header.clientId() == null ? "" : header.clientId();
        PendingCall call = new PendingCall(this, api.key(), header, client.context(clientId), request, frameBytes);
        calls.add(call);
        return call;
    }

    private void sendAnswered() {
        for (PendingCall call = calls.pollAnswered(); call != null; call = calls.pollAnswered()) {
            Reply reply = call.answer();
            scope.metrics().answered(call.key(), call.ageNanos());
            if (closed) {
                discard(reply);
            } else if (reply == null) {
                mute.extend(scope.throttle().afterNoReply(call));
                calls.sent(call);
            } else if (!send(call, reply)) {
                calls.sent(call);
            }
        }
    }

    /** Writes a reply; returns whether its records are still to be sent. */
    private boolean send(PendingCall call, Reply reply) {
        try {
            ApiMessage message = reply.message();
            mute.extend(scope.throttle().after(call, message));
            return write(call, message);
        } catch (UncheckedIOException e) {
            close("records cannot be read: " + e, Level.ERROR);
        } catch (RuntimeException e) {
            reportDefect(call, e);
            sendFailure(call, e);
        }
        reply.discard();
        return false;
    }

    private void sendFailure(PendingCall call, RuntimeException failure) {
        try {
            write(call, ErrorReply.of(call.key(), call.version(), call.request(), failure));
        } catch (RuntimeException e) {
            reportDefect(call, e);
            close("a reply could not be made", Level.ERROR);
        }
    }

    private boolean write(PendingCall call, ApiMessage message) {
        activity.touch();
        return writer().write(
                        call.correlationId(),
                        call.key(),
                        call.version(),
                        message,
                        written -> recordsSent(call, written));
    }

    private void recordsSent(PendingCall call, ChannelFuture written) {
        calls.sent(call);
        if (written.isSuccess()) {
            activity.touch();
            proceed();
        } else {
            Level level = Disconnects.isByPeer(written.cause()) ? Level.DEBUG : Level.ERROR;
            close("records could not be sent: " + written.cause().getMessage(), level);
        }
    }

    private static void discard(@Nullable Reply reply) {
        if (reply != null) {
            reply.discard();
        }
    }

    private boolean isFull() {
        return suspended != null
                || mute.isOn()
                || finishing
                || client.isBusy()
                || calls.isFull()
                || !channel.isWritable();
    }

    /** Reading begins again only when half of the limit is free, for it costs a system call each time. */
    private void adjustReading() {
        boolean reading = channel.config().isAutoRead();
        if (reading && isFull()) {
            channel.config().setAutoRead(false);
        } else if (!reading && !isFull() && calls.isHalfFree()) {
            channel.config().setAutoRead(true);
        }
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        closed = true;
        decoder.close();
        writer().release();
        mute.end();
        fetchSession.close();
        PendingCall waiting = suspended;
        if (waiting != null) {
            suspended = null;
            calls.remove(waiting);
            waiting.releaseFrame();
        }
        abandonCalls();
        sendAnswered();
        scope.left(this);
    }

    private void abandonCalls() {
        busy = true; // a handler may answer at once
        calls.abandon();
        busy = false;
    }

    private ReplyWriter writer() {
        if (writer == null) {
            throw new IllegalStateException("the connection is not in a pipeline yet");
        }
        return writer;
    }

    /** Returns false if the server is down, and with it every connection. */
    private boolean onLoop(Runnable task) {
        try {
            channel.eventLoop().execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }
}
