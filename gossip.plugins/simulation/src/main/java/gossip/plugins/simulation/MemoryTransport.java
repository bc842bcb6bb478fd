package gossip.plugins.simulation;

import gossip.api.network.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A transport that hands requests over on the sender's thread. */
public final class MemoryTransport implements Transport {
    private final SimulatedNetwork network;
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private volatile @Nullable InetSocketAddress address;

    /**
     * Creates a transport.
     *
     * @param network where its nodes are
     */
    public MemoryTransport(SimulatedNetwork network) {
        this.network = network;
    }

    @Override
    public void handle(String channel, Handler handler) {
        handlers.put(channel, handler);
    }

    @Override
    public InetSocketAddress listen(InetSocketAddress bind) throws IOException {
        InetSocketAddress bound = network.attach(bind, this);
        address = bound;
        return bound;
    }

    @Override
    public CompletionStage<ByteBuffer> send(
            InetSocketAddress node, String channel, ByteBuffer request, Duration timeout) {
        MemoryTransport receiver = network.at(node).orElse(null);
        if (receiver == null) {
            return CompletableFuture.failedStage(new IOException("nobody listens on " + node));
        }
        Handler handler = receiver.handlers.get(channel);
        if (handler == null) {
            return CompletableFuture.failedStage(
                    new IOException(node + " does not know the channel '" + channel + "'"));
        }
        CompletableFuture<ByteBuffer> reply = new CompletableFuture<>();
        answer(handler, request).whenComplete((answer, problem) -> {
            if (problem == null) {
                reply.complete(answer);
            } else {
                reply.completeExceptionally(new IOException(String.valueOf(problem.getMessage()), problem));
            }
        });
        CompletableFuture<ByteBuffer> timed = reply.copy().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return timed.exceptionallyCompose(problem -> CompletableFuture.failedStage(
                problem instanceof TimeoutException
                        ? new IOException("no reply from " + node + " within " + timeout.toMillis() + " ms", problem)
                        : unwrapped(problem)));
    }

    private static Throwable unwrapped(Throwable problem) {
        Throwable cause = problem.getCause();
        return problem instanceof java.util.concurrent.CompletionException && cause != null ? cause : problem;
    }

    private static CompletionStage<ByteBuffer> answer(Handler handler, ByteBuffer request) {
        try {
            return handler.handle(request.asReadOnlyBuffer());
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    @Override
    public void close() {
        InetSocketAddress bound = address;
        if (bound != null) {
            network.detach(bound);
        }
    }
}
