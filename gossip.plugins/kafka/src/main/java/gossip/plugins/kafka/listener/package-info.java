/**
 * Where clients connect, and what each of these places asks of them. Read at start; immutable. Start at {@link
 * gossip.plugins.kafka.listener.ListenerConfig}.
 */
package gossip.plugins.kafka.listener;
