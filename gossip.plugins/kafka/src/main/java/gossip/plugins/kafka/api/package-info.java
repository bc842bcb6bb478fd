/**
 * What a handler of one Kafka API sees of a request, and the table of the APIs there are. Handlers are called on the event
 * loop of the connection and never block; replies may come from any thread. Start at {@link gossip.plugins.kafka.api.Call}.
 */
package gossip.plugins.kafka.api;
