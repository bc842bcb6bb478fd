/**
 * Requests and replies between brokers over TCP. All of a transport's connections, in both directions, are served by one
 * thread named {@code gossip-net-transport}, which starts with the first of them. Start at {@link
 * gossip.plugins.netty.NettyTransport}.
 */
package gossip.plugins.netty;
