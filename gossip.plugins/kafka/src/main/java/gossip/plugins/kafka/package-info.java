/** The Kafka protocol. */
package gossip.plugins.kafka;
