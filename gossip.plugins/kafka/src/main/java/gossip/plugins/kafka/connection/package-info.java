/**
 * Connections of clients: frames in, calls under way, replies out in the order of the requests (as the protocol asks), and
 * the limits that keep one client from taking more than its share. A connection belongs to one event loop; only {@link
 * gossip.plugins.kafka.connection.PendingCall} is touched by other threads. Start at {@link
 * gossip.plugins.kafka.connection.Connection}.
 */
package gossip.plugins.kafka.connection;
