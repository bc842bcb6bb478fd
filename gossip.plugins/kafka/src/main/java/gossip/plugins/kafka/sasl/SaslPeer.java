package gossip.plugins.kafka.sasl;

import gossip.api.broker.RequestContext;
import gossip.api.security.Authenticator.Identity;
import java.nio.ByteBuffer;

/** The connection of a client that proves who it is, as its session sees it. Event loop, unless it says otherwise. */
public interface SaslPeer {
    /**
     * Where the client comes from, and who it is as far as that is known.
     *
     * @return the context of its next request
     */
    RequestContext context();

    /**
     * The client is somebody from now on.
     *
     * @param identity who
     */
    void identified(Identity identity);

    /**
     * Sends bytes as a frame of their own, without a header.
     *
     * @param frame what to send
     */
    void sendRaw(ByteBuffer frame);

    /** Handles what came while the session was busy. */
    void proceed();

    /**
     * Runs something on the event loop. Any thread.
     *
     * @param task does not run if the server is down
     * @param delayMs when
     */
    void later(Runnable task, long delayMs);

    /**
     * Closes the connection.
     *
     * @param reason for the log
     */
    void close(String reason);
}
