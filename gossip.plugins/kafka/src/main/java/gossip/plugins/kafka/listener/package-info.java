/**
 * Where clients connect, ready to serve them. Made at start; immutable. Start at {@link
 * gossip.plugins.kafka.listener.Listener}.
 */
package gossip.plugins.kafka.listener;
