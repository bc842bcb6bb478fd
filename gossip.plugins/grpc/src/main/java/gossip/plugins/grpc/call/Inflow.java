package gossip.plugins.grpc.call;

import gossip.api.ErrorCode;
import gossip.api.metrics.Metrics;
import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the calls under way, and what clients have sent of messages that are not complete: each could otherwise make the broker
 * keep a message of the largest size for every call. The call that goes beyond the bound is ended. Thread-safe.
 */
public final class Inflow extends ServerStreamTracer.Factory implements ServerInterceptor {
    private static final Context.Key<Stream> STREAM = Context.key("gossip-stream");

    private final int maxCalls;
    private final long maxBytes;
    private final Metrics metrics;
    private final Executor executor;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /**
     * Starts empty.
     *
     * @param maxCalls the most calls under way
     * @param maxBytes the most bytes of messages that are not complete
     * @param metrics where figures are reported
     * @param executor ends calls
     */
    public Inflow(int maxCalls, long maxBytes, Metrics metrics, Executor executor) {
        this.maxCalls = maxCalls;
        this.maxBytes = maxBytes;
        this.metrics = metrics;
        this.executor = executor;
        metrics.gauge("gossip_grpc_calls", "gRPC calls under way.", calls::get);
        metrics.gauge(
                "gossip_grpc_buffered_bytes",
                "Bytes of messages that gRPC clients have sent in part; see grpc.max_buffered_size.",
                bytes::get);
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new Stream(calls.incrementAndGet() <= maxCalls);
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Stream stream = STREAM.get();
        if (stream == null) {
            throw new IllegalStateException("a call without a stream");
        }
        if (!stream.isAdmitted) {
            refuse(call, "this broker has " + maxCalls + " gRPC calls under way, as many as it may (grpc.max_calls)");
            return new ServerCall.Listener<>() {};
        }
        return next.startCall(stream.attach(call), headers);
    }

    private static void refuse(ServerCall<?, ?> call, String message) {
        StatusRuntimeException status = Statuses.of(ErrorCode.THROTTLING_QUOTA_EXCEEDED, message);
        Metadata trailers = status.getTrailers();
        call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
    }

    /** One stream. gRPC calls it from one thread at a time, but for the end. */
    private final class Stream extends ServerStreamTracer {
        private final boolean isAdmitted;
        private final AtomicLong partial = new AtomicLong();
        private volatile String method = "";
        private boolean isExceeded;
        private @Nullable SharedCall<?, ?> call;

        private Stream(boolean isAdmitted) {
            this.isAdmitted = isAdmitted;
        }

        @Override
        public Context filterContext(Context context) {
            return context.withValue(STREAM, this);
        }

        @Override
        public void serverCallStarted(ServerCallInfo<?, ?> info) {
            method = info.getMethodDescriptor().getFullMethodName();
        }

        @Override
        public void inboundWireSize(long count) {
            partial.addAndGet(count);
            if (bytes.addAndGet(count) > maxBytes) {
                executor.execute(this::exceed);
            }
        }

        @Override
        public void inboundMessageRead(int number, long wireSize, long expandedSize) {
            bytes.addAndGet(-partial.getAndSet(0));
        }

        @Override
        public void streamClosed(Status status) {
            calls.decrementAndGet();
            bytes.addAndGet(-partial.getAndSet(0));
            if (!method.isEmpty()) {
                metrics.counter(
                                "gossip_grpc_calls_total",
                                "gRPC calls that have ended.",
                                "method",
                                method,
                                "status",
                                status.getCode().name())
                        .add(1);
            }
        }

        private synchronized <Q, R> ServerCall<Q, R> attach(ServerCall<Q, R> started) {
            SharedCall<Q, R> shared = new SharedCall<>(started);
            call = shared;
            if (isExceeded) {
                exceed();
            }
            return shared;
        }

        private synchronized void exceed() {
            isExceeded = true;
            SharedCall<?, ?> present = call;
            if (present != null) {
                refuse(
                        present,
                        "gRPC clients have sent more than " + maxBytes
                                + " bytes of messages that are not complete (grpc.max_buffered_size)");
            }
        }
    }

    /** A call that may be ended by another thread than its own. */
    private static final class SharedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
        private boolean closed;

        private SharedCall(ServerCall<Q, R> call) {
            super(call);
        }

        @Override
        public synchronized void sendHeaders(Metadata headers) {
            if (!closed) {
                super.sendHeaders(headers);
            }
        }

        @Override
        public synchronized void sendMessage(R message) {
            if (!closed) {
                super.sendMessage(message);
            }
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!closed) {
                closed = true;
                super.close(status, trailers);
            }
        }
    }
}
