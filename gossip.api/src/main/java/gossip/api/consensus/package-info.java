/**
 * The SPI of consensus: an ordered log of opaque commands that a majority of nodes has agreed upon. Metadata goes through
 * it, record data never does. Start at {@link gossip.api.consensus.ConsensusEngine}.
 */
package gossip.api.consensus;
