package gossip.plugins.kafka.api;

import org.apache.kafka.common.protocol.ApiMessage;

/** What a request is answered with. Called by the event loop of the connection. */
@FunctionalInterface
public interface Reply {
    /**
     * The message to send. Assembled late, so that the broker's threads do not spend their time on it.
     *
     * @return the response
     */
    ApiMessage message();

    /** Gives back what the reply holds, because it cannot be sent. Called instead of {@link #message} or after it. */
    default void discard() {
        // most replies hold nothing
    }
}
