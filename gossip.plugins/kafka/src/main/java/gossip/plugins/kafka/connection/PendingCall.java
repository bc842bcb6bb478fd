package gossip.plugins.kafka.connection;

import gossip.api.broker.RequestContext;
import gossip.plugins.kafka.api.Call;
import gossip.plugins.kafka.api.ClientSoftware;
import gossip.plugins.kafka.api.Reply;
import gossip.plugins.kafka.sasl.SaslSession;
import gossip.plugins.kafka.session.FetchSessionSlot;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.jspecify.annotations.Nullable;

/** A request of one connection, from its frame to its reply. */
final class PendingCall implements Call {
    /** Outcome of a request that wants no reply. */
    private static final Object NOTHING = new Object();

    private final Connection connection;
    private final ApiKeys key;
    private final RequestHeaderData header;
    private final RequestContext context;
    private final ApiMessage request;
    /** A {@link Reply} or {@link #NOTHING}; null until the call is answered. */
    private final AtomicReference<@Nullable Object> outcome = new AtomicReference<>();

    private final int frameBytes;
    private final long receivedNanos = System.nanoTime();
    private long weightBytes;
    private long busyNanos;
    private long delayMs;
    private @Nullable ByteBuf frame;
    private @Nullable Runnable abandonment;

    PendingCall(
            Connection connection,
            ApiKeys key,
            RequestHeaderData header,
            RequestContext context,
            ApiMessage request,
            int frameBytes) {
        this.connection = connection;
        this.key = key;
        this.header = header;
        this.context = context;
        this.request = request;
        this.frameBytes = frameBytes;
        this.weightBytes = frameBytes;
    }

    ApiKeys key() {
        return key;
    }

    int correlationId() {
        return header.correlationId();
    }

    ApiMessage request() {
        return request;
    }

    long weightBytes() {
        return weightBytes;
    }

    int frameBytes() {
        return frameBytes;
    }

    /** Adds time that the event loop has spent on this request. Event loop. */
    void busyFor(long nanos) {
        busyNanos += nanos;
    }

    long busyNanos() {
        return busyNanos;
    }

    /** Time since the request was complete. */
    long ageNanos() {
        return System.nanoTime() - receivedNanos;
    }

    /** How long the handler wants the client to wait. */
    long delayMs() {
        return delayMs;
    }

    boolean isAnswered() {
        return outcome.get() != null;
    }

    /** The reply, when {@link #isAnswered}; null if none is wanted. */
    @Nullable
    Reply answer() {
        Object present = outcome.get();
        return present == NOTHING ? null : (Reply) present;
    }

    @Override
    public short version() {
        return header.requestApiVersion();
    }

    @Override
    public RequestContext context() {
        return context;
    }

    @Override
    public ClientSoftware software() {
        return connection.client().software();
    }

    @Override
    public void softwareIs(String name, String version) {
        connection.client().softwareIs(name, version);
    }

    @Override
    public FetchSessionSlot fetchSession() {
        return connection.fetchSession();
    }

    @Override
    public Optional<SaslSession> sasl() {
        return connection.sasl();
    }

    @Override
    public void holdFrame() {
        frame = connection.frameBuffer().retain();
    }

    @Override
    public void expectReplyBytes(long bytes) {
        connection.grown(bytes);
        weightBytes += bytes;
    }

    @Override
    public void delayNext(long ms) {
        delayMs = Math.max(delayMs, ms);
    }

    @Override
    public void whenAbandoned(Runnable action) {
        abandonment = action;
    }

    /** Tells the handler that nobody waits any more. Event loop. */
    void abandon() {
        Runnable action = abandonment;
        abandonment = null;
        if (action != null) {
            action.run();
        }
    }

    @Override
    public void suspend() {
        connection.suspend(this);
    }

    @Override
    public void resume(Runnable action) {
        connection.resume(this, action);
    }

    @Override
    public void reply(Reply reply) {
        complete(reply);
    }

    @Override
    public void replyAndHangUp(ApiMessage message) {
        connection.finishWith(() -> complete((Reply) () -> message));
    }

    @Override
    public void replyNothing() {
        complete(NOTHING);
    }

    @Override
    public void fail(Throwable failure) {
        Throwable cause = ErrorReply.unwrap(failure);
        if (!ErrorReply.isExpected(cause)) {
            connection.reportDefect(this, cause);
        }
        if (request instanceof ProduceRequestData produce && produce.acks() == 0) {
            hangUp("a produce request without acknowledgement failed: " + cause);
            return;
        }
        complete((Reply) () -> ErrorReply.of(key, version(), request, cause));
    }

    @Override
    public void hangUp(String reason) {
        connection.hangUp(reason);
        complete(NOTHING);
    }

    /** Gives the frame back. The caller makes sure that nobody uses it and that this is called once. */
    void releaseFrame() {
        ByteBuf held = frame;
        frame = null;
        if (held != null) {
            held.release();
        }
    }

    private void complete(Object answer) {
        releaseFrame();
        if (!outcome.compareAndSet(null, answer)) {
            throw new IllegalStateException("a " + key + " request was answered twice");
        }
        connection.answered(this);
    }
}
