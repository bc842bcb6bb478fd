/**
 * One handler for each Kafka API: translates a request to the {@link gossip.api.broker.Broker} port and its result to a
 * response. Called by event loops; none of them blocks or keeps state. Start at {@link
 * gossip.plugins.kafka.handler.Handlers}, the table of all.
 */
package gossip.plugins.kafka.handler;
