package gossip.plugins.kafka.sasl;

import java.nio.ByteBuffer;

/**
 * The answer to a message without a header.
 *
 * @param peer whom it goes to
 */
record RawReply(SaslPeer peer) implements Answer {
    @Override
    public void send(ByteBuffer message, long lifetimeMs) {
        peer.sendRaw(message);
    }

    @Override
    public void refuse(String reason) {
        peer.close("it could not prove who it is: " + reason);
    }
}
