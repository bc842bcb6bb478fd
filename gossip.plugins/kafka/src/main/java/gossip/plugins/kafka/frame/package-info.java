/**
 * Cuts the bytes of a connection into frames without copying them. Everything here is confined to the connection's event
 * loop. Start at {@link gossip.plugins.kafka.frame.FrameDecoder}.
 */
package gossip.plugins.kafka.frame;
