package gossip.api;

/**
 * Where a leader epoch ends in a log (KIP-101).
 *
 * @param leaderEpoch the epoch
 * @param endOffset exclusive
 */
public record EpochEnd(int leaderEpoch, long endOffset) {}
