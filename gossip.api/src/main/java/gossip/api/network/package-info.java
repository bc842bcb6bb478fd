/**
 * The SPI of the network: servers that translate a protocol to the {@link gossip.api.broker.Broker} port, and the transport
 * between nodes. Beside it what all servers have in common: where they listen, which machines they serve, how they encrypt and
 * how their clients prove who they are. Start at {@link gossip.api.network.NetworkServer} and {@link
 * gossip.api.network.ListenerConfig}.
 */
package gossip.api.network;
