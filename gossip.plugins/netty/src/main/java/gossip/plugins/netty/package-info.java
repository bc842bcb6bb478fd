/** The transport between brokers. */
package gossip.plugins.netty;
