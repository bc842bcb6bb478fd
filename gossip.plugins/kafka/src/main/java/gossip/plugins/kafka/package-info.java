/**
 * The Kafka protocol over TCP. Event loops named {@code gossip-net-kafka-N} run everything here, but for the callbacks of the
 * broker, which only note their results. Start at {@link gossip.plugins.kafka.KafkaServer}; the supported APIs are listed in
 * {@link gossip.plugins.kafka.handler.Handlers}.
 */
package gossip.plugins.kafka;
