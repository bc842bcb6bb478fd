/** Consensus about metadata. */
package gossip.raft;
