package gossip.plugins.kafka.sasl;

import java.nio.ByteBuffer;

/** How a client is answered, with a header or without. */
interface Answer {
    /**
     * Sends what the mechanism has to say.
     *
     * @param message what to send
     * @param lifetimeMs how long the client's proof counts; 0 for ever
     */
    void send(ByteBuffer message, long lifetimeMs);

    /**
     * Says that the client could not prove who it is, and closes its connection.
     *
     * @param reason for the client
     */
    void refuse(String reason);
}
