/**
 * The SPI of the network: servers that translate a protocol to the {@link gossip.api.broker.Broker} port, and the transport
 * between nodes.
 */
package gossip.api.network;
