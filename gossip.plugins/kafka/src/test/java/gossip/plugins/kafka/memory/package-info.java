/** A small broker in memory, so that the protocol can be tested without the real one. */
package gossip.plugins.kafka.memory;
