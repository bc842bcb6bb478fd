package gossip.api.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Carries requests and replies between the nodes of a cluster. Thread-safe. */
public interface Transport extends AutoCloseable {
    /**
     * Handles requests on a channel. Handlers are called by network threads and must not block.
     *
     * @param channel name of a kind of request
     * @param handler answers them
     */
    void handle(String channel, Handler handler);

    /**
     * Begins to listen.
     *
     * @param bind address; port 0 for any
     * @return the address really bound
     * @throws IOException if it cannot be bound
     */
    InetSocketAddress listen(InetSocketAddress bind) throws IOException;

    /**
     * Sends a request. Requests to the same node on the same channel arrive in order.
     *
     * @param node where to
     * @param channel a channel that the other node handles
     * @param request from position to limit; must not be changed before the reply
     * @param timeout how long to wait
     * @return the reply; fails with {@link IOException} when the node cannot be reached, does not know the channel, its
     *     handler failed, or time is up
     */
    CompletionStage<ByteBuffer> send(InetSocketAddress node, String channel, ByteBuffer request, Duration timeout);

    @Override
    void close();

    /** Answers requests. */
    @FunctionalInterface
    interface Handler {
        /**
         * Answers a request.
         *
         * @param request valid during the call
         * @return the reply; a failure is told to the sender with its message
         */
        CompletionStage<ByteBuffer> handle(ByteBuffer request);
    }
}
