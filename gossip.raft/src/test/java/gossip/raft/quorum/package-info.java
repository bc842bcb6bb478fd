/** A quorum of three real processes. Start at {@link gossip.raft.quorum.QuorumTest}. */
package gossip.raft.quorum;
